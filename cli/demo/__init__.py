"""The demonstration: its ledger and its story."""
