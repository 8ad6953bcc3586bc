"""The verified copy: one read of the source, several destinations, each read back from its disk."""
