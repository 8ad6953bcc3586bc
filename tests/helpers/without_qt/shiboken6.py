"""Stands before the real shiboken6 on PYTHONPATH, so that the server's tests run as on a machine without Qt."""

raise ImportError("shiboken6 is blocked here: the server must run without Qt")
