"""The ledger (peewee) and the catalogue (sqlite-utils)."""
