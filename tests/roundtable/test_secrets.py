"""The root secret and the keys derived from it."""

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from roundtable.secrets import SECRETS_FILE, Secrets, load_or_create


def test_it_is_made_once_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    first = load_or_create(tmp_path / "data")
    assert load_or_create(tmp_path / "data").text("media") == first.text("media")
    assert stat.S_IMODE((tmp_path / "data" / SECRETS_FILE).stat().st_mode) == 0o600
    assert load_or_create(tmp_path / "other").text("media") != first.text("media")


def test_a_file_that_others_could_read_is_shut(tmp_path: Path) -> None:
    load_or_create(tmp_path)
    (tmp_path / SECRETS_FILE).chmod(0o644)
    load_or_create(tmp_path)
    assert stat.S_IMODE((tmp_path / SECRETS_FILE).stat().st_mode) == 0o600


def test_processes_that_start_at_once_have_the_same(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as threads:
        made = list(threads.map(lambda _: load_or_create(tmp_path).text("media"), range(16)))
    assert len(set(made)) == 1
    assert [path.name for path in tmp_path.iterdir()] == [SECRETS_FILE]


def test_a_damaged_file_is_no_secret(tmp_path: Path) -> None:
    (tmp_path / SECRETS_FILE).write_text("short")
    with pytest.raises(ValueError, match="damaged"):
        load_or_create(tmp_path)


def test_each_purpose_has_a_key_of_its_own() -> None:
    secrets = Secrets("root")
    assert len({secrets.text(purpose) for purpose in ("media", "first start", "addresses")}) == 3
    assert len(secrets.text("media")) == 52
    assert "root" not in secrets.text("media")
