"""JSON merge patches (RFC 7396): the difference between two views, and how it is applied."""

from collections.abc import Mapping

Patch = Mapping[str, object]

_SCALARS = (str, int, float, bool)
"""Asked for first: whether something is a mapping is a slow question, and most of what is compared is none."""


def diff(old: Mapping[str, object], new: Mapping[str, object]) -> Patch | None:
    """Return the patch that turns `old` into `new`, or None if they are equal.

    Neither may contain nulls. Parts that are the same object are not looked into.
    """
    patch: dict[str, object] = dict.fromkeys(old.keys() - new.keys())
    for name, value in new.items():
        before = old.get(name)
        if before is value:
            continue
        if isinstance(value, _SCALARS):
            if type(before) is not type(value) or before != value:
                patch[name] = value
        elif isinstance(before, Mapping) and isinstance(value, Mapping):
            inner = diff(before, value)
            if inner is not None:
                patch[name] = inner
        elif not _same(before, value):
            patch[name] = value
    return patch or None


def _same(before: object, value: object) -> bool:
    """Compare as JSON does: true is not 1, also inside a list."""
    if type(before) is not type(value):
        return False
    if isinstance(before, list) and isinstance(value, list):
        return len(before) == len(value) and all(map(_same, before, value))
    if isinstance(before, Mapping) and isinstance(value, Mapping):
        return before.keys() == value.keys() and all(_same(before[name], value[name]) for name in before)
    return before == value


def apply(document: Mapping[str, object], patch: Patch) -> dict[str, object]:
    """Return the document with the patch applied; the document stays as it was."""
    patched = dict(document)
    for name, value in patch.items():
        if value is None:
            patched.pop(name, None)
        elif not isinstance(value, _SCALARS) and isinstance(value, Mapping):
            before = patched.get(name)
            patched[name] = apply(before if isinstance(before, Mapping) else {}, value)
        else:
            patched[name] = value
    return patched
