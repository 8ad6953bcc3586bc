"""The window editors keep open (PySide6); it talks to the server over HTTP only."""
