"""The quality check: what FFmpeg's detectors say of a clip, and what of it an editor should know. Pure."""
