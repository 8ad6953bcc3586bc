"""Claims jobs and carries out their steps."""
