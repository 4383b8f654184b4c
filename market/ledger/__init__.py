"""The append-only ledger of questions, reports and rulings, on SQLite or PostgreSQL."""
