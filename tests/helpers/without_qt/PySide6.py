"""Stands before the real PySide6 on PYTHONPATH, so that the server's tests run as on a machine without Qt."""

raise ImportError("PySide6 is blocked here: the server must run without Qt")
