"""What the app keeps: one database (a SQLite file by default), its schema, and one book for each kind of record."""
