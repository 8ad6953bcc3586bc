"""One handler for each step of domain/steps.py."""
