"""The record: what can be read of a floor afterwards, made from the events of its log alone. Pure."""

from roundtable.floor.record.telling import record_of

__all__ = ["record_of"]
