"""Simulated people in a ledger: runs that are written there, and the demonstration."""
