"""A ledger shared by a team on PostgreSQL: members, their rights, and what enforces them."""
