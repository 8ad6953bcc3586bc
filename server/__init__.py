"""Rushes without its window: queue, workers, FFmpeg, API and command line."""

__version__ = "0.1.0"
