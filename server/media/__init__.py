"""FFmpeg and PyAV: probing, command graphs, running, fingerprints."""
