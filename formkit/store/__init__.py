"""Where it is kept: published forms, responses and who may read them, in SQLite or PostgreSQL."""
