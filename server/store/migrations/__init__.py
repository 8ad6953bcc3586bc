"""Numbered, forward-only changes of the ledger schema."""
