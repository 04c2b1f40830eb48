"""The command line."""

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from roundtable.cli import app
from roundtable.settings import Settings
from tests.roundtable.house import PASSWORD


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ROUNDTABLE_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("LANG", "C.UTF-8")


def run(*words: str, **environment: str) -> Result:
    """Run one command."""
    return CliRunner().invoke(app, list(words), env=environment)


def test_settings_lists_every_setting() -> None:
    result = run("settings")
    assert result.exit_code == 0
    assert len(result.stdout.splitlines()) == len(Settings.model_fields)
    assert "ROUNDTABLE_TRUSTED_PROXIES" in result.stdout


def test_migrate_says_where_the_database_is() -> None:
    first, second = run("migrate"), run("migrate")
    assert (first.exit_code, second.exit_code) == (0, 0)
    assert "from None to" in first.stdout
    assert "The database is at" in second.stdout


def test_create_admin_makes_an_administrator() -> None:
    words = ("create-admin", "--email", "Ada@example.org", "--name", "Ada")
    result = run(*words, ROUNDTABLE_ADMIN_PASSWORD=PASSWORD)
    assert result.exit_code == 0, result.output
    assert "Ada@example.org is an administrator" in result.stdout
    again = run(*words, ROUNDTABLE_ADMIN_PASSWORD=PASSWORD)
    assert (again.exit_code, again.stderr) == (1, "email taken\n")
    weak = run("create-admin", "--email", "b@example.org", "--name", "B", ROUNDTABLE_ADMIN_PASSWORD="short")
    assert (weak.exit_code, weak.stderr) == (1, "password too short\n")
    wrong = run("create-admin", "--email", "nobody", "--name", "B", ROUNDTABLE_ADMIN_PASSWORD=PASSWORD)
    assert wrong.exit_code == 1


def test_backup_and_restore(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run("migrate").exit_code == 0
    assert run("backup", str(tmp_path / "b.zip")).exit_code == 0
    refused = run("restore", str(tmp_path / "b.zip"))
    assert (refused.exit_code, "empty data directory" in refused.stderr) == (1, True)
    monkeypatch.setenv("ROUNDTABLE_DATA", str(tmp_path / "new"))
    assert run("restore", str(tmp_path / "b.zip")).exit_code == 0
    assert (tmp_path / "new" / "roundtable.sqlite3").is_file()


@pytest.mark.parametrize(
    ("name", "value"), [("PORT", "http"), ("TRUSTED_PROXIES", "everyone"), ("SECRET", "hunter2-hunter2")]
)
def test_a_wrong_setting_is_one_clear_sentence(name: str, value: str) -> None:
    result = run("migrate", **{f"ROUNDTABLE_{name}": value})
    assert result.exit_code == 2
    assert result.stderr.startswith(f"A setting is wrong: ROUNDTABLE_{name}")
    assert "hunter2" not in result.output
    assert "Traceback" not in result.output
