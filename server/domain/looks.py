"""Looks: what makes the picture of a proxy another one than the camera recorded."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Look:
    """One of them; a filter of media/looks.py belongs to each. They are applied at the proxy's size, in order."""
