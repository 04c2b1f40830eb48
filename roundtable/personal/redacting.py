"""Taking one participant's name out of what a session has written. Pure."""

import json
from typing import Any

from roundtable.kernel.departed import NO_NAME
from roundtable.kernel.ids import ParticipantId


def redacted(written: str, participant: ParticipantId) -> str:
    """Return a JSON text without the name, the account and the address of a participant; as it is if there is none."""
    before = json.loads(written)
    after = _without(before, participant)
    return written if after == before else json.dumps(after, ensure_ascii=False, separators=(",", ":"))


def _without(value: Any, participant: ParticipantId) -> Any:
    if isinstance(value, list):
        return [_without(each, participant) for each in value]
    if not isinstance(value, dict):
        return value
    inside = {name: _without(each, participant) for name, each in value.items()}
    if inside.get("participant") != participant:
        return inside
    if "name" in inside:
        inside["name"] = NO_NAME
    if "address_key" in inside:
        inside["address_key"] = ""
    inside.pop("person", None)
    return inside
