"""The faces of foretell. Nothing is imported here: every command loads only what it needs."""
