"""Paper forms out to Excel: measured, laid out, drawn."""
