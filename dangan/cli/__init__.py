"""The command line: thin commands over the services of the floors, which they import when they run."""
