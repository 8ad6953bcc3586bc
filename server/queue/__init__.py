"""The doorbell: Huey lanes that say a job may be waiting, never what it is."""
