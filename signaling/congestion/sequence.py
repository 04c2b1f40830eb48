"""Sequence numbers that wrap at 16 bits, and the unbounded ones they stand for."""

from __future__ import annotations


def unwrap(sequence: int, near: int) -> int:
    """The extended number closest to `near` whose low 16 bits are `sequence`; never below zero."""
    candidate = near + ((sequence - near + 0x8000) & 0xFFFF) - 0x8000
    return candidate if candidate >= 0 else candidate + 0x10000
