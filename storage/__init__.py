"""Storage: turns form declarations into SQLite tables and keeps the records."""
