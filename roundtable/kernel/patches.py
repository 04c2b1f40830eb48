"""JSON merge patches (RFC 7396): the difference between two views, and how it is applied."""

from collections.abc import Mapping

Patch = Mapping[str, object]


def diff(old: Mapping[str, object], new: Mapping[str, object]) -> Patch | None:
    """Return the patch that turns `old` into `new`, or None if they are equal.

    Neither may contain nulls. Parts that are the same object are not looked into.
    """
    patch: dict[str, object] = dict.fromkeys(old.keys() - new.keys())
    for name, value in new.items():
        before = old.get(name)
        if before is value:
            continue
        if isinstance(before, Mapping) and isinstance(value, Mapping):
            inner = diff(before, value)
            if inner is not None:
                patch[name] = inner
        elif type(before) is not type(value) or before != value:
            patch[name] = value
    return patch or None


def apply(document: Mapping[str, object], patch: Patch) -> dict[str, object]:
    """Return the document with the patch applied; the document stays as it was."""
    patched = dict(document)
    for name, value in patch.items():
        if value is None:
            patched.pop(name, None)
        elif isinstance(value, Mapping):
            before = patched.get(name)
            patched[name] = apply(before if isinstance(before, Mapping) else {}, value)
        else:
            patched[name] = value
    return patched
