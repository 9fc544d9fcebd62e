"""The front end: how bytes become events and how text reaches the terminal."""
