"""What differs between Linux, macOS and Windows, one small module each."""
