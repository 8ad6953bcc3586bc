"""Data files that ship with Rushes: presets, icons, dashboard."""
