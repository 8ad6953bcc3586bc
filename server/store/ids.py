"""Job ids: 26 letters of Crockford's base 32 that sort by time of submission and cannot be guessed.

Layout of the ULID specification (github.com/ulid/spec): 48 bits of milliseconds, then 80 random bits.
"""

from __future__ import annotations

import secrets

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_RANDOM_BITS = 80
# A step between two ids of one batch: large enough that knowing one id does not give its neighbour.
_STEP_BITS = 48


def mint_ids(count: int, now_ms: int, after: str | None = None) -> list[str]:
    """`count` ascending ids, all greater than `after` even when the clock went back."""
    # The top random bit stays free, so that stepping upwards does not run into the next millisecond.
    value = (now_ms << _RANDOM_BITS) | secrets.randbits(_RANDOM_BITS - 1)
    if after is not None:
        value = max(value, _decode(after) + _step())
    ids = []
    for _ in range(count):
        ids.append(_encode(value))
        value += _step()
    return ids


def first_id(ms: int) -> str:
    """No id minted in that millisecond or later is less."""
    return _encode(max(0, ms) << _RANDOM_BITS)


def _step() -> int:
    return secrets.randbits(_STEP_BITS) + 1


def _encode(value: int) -> str:
    return "".join(_ALPHABET[(value >> shift) & 31] for shift in range(125, -1, -5))


def _decode(text: str) -> int:
    value = 0
    for letter in text:
        value = value * 32 + _ALPHABET.index(letter)
    return value
