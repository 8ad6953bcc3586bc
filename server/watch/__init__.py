"""Watched folders: what is in them, and when something happens there."""
