"""The client's types come from the server's: always the same bytes, complete, and a stale file is noticed."""

import json
from pathlib import Path
from typing import Any

import pytest

from roundtable import types_export
from roundtable.registry import LIVE_SLICES
from roundtable.types_export import client_commands, main, refusal_codes, render


def test_the_file_in_the_repository_is_fresh() -> None:
    assert main(["--check"]) == 0


def test_a_stale_file_is_noticed_and_written_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "generated" / "messages.ts"
    monkeypatch.setattr(types_export, "TARGET", target)
    assert main(["--check"]) == 1
    assert "make generate" in capsys.readouterr().err
    assert main([]) == 0
    assert main(["--check"]) == 0
    target.write_text(target.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    assert main(["--check"]) == 1


def test_everything_a_client_needs_has_a_type() -> None:
    text = render()
    assert text == render()
    for command in client_commands():
        assert f'type: "{command.model_fields["type"].default}";' in text
    for code in refusal_codes():
        assert f'  "{code}",' in text
    for part in LIVE_SLICES:
        assert f'  "{part.name}": ' in text
    assert "unknown[]" not in text


def test_what_only_the_server_says_is_not_offered_to_clients() -> None:
    text = render()
    for secret in ("rooms.enter", "rooms.disconnect", "session.tick", "address_key", "rooms.arrived", "PersonId"):
        assert secret not in text


@pytest.mark.parametrize(
    ("schema", "typed"),
    [
        ({"type": "array", "items": {"type": "string"}}, "string[]"),
        ({"type": "array", "items": {"enum": ["a", 1]}}, '("a" | 1)[]'),
        ({"anyOf": [{"type": "integer"}, {"type": "number"}, {"type": "null"}]}, "number | null"),
        ({"type": "object", "additionalProperties": {"$ref": "#/$defs/Seat"}}, "Record<string, Seat>"),
        ({"type": "object", "additionalProperties": True}, "Record<string, unknown>"),
        ({"const": "圆桌"}, '"圆桌"'),
        ({}, "unknown"),
    ],
)
def test_schemas_in_typescript(schema: dict[str, Any], typed: str) -> None:
    from roundtable.typescript import expression

    assert expression(json.loads(json.dumps(schema))) == typed
