"""Small XML of cameras and recorders, which may come from anybody."""

from __future__ import annotations

from xml.etree import ElementTree

MOST_BYTES = 1 << 20


def parse_xml(data: bytes, most_bytes: int = MOST_BYTES) -> ElementTree.Element | None:
    """The root, its tags without name spaces; None for what is no such document. One that declares a type or an
    entity is refused: no camera writes any, and entities can be made to explode or to name other files."""
    if not data.strip() or len(data) > most_bytes or b"<!DOCTYPE" in data or b"<!ENTITY" in data or b"\0" in data:
        return None
    try:
        root = ElementTree.fromstring(data)
    except (ElementTree.ParseError, LookupError, ValueError):  # LookupError: an encoding nobody has
        return None
    for element in root.iter():
        element.tag = str(element.tag).rpartition("}")[2]
    return root
