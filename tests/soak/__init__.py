"""A day in an office in a few minutes: everybody at work on one store, some of them killed, backups in between."""
