"""What the terminal is told, in its language."""

import pytest

from roundtable.announcement import address, lacks_https, language, sentence
from roundtable.settings import Settings


def settings(**values: object) -> Settings:
    """Settings that say this and nothing else."""
    return Settings.model_validate({"host": "127.0.0.1", "port": 8080, "public_url": None, **values})


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({}, "en"),
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "en_US.UTF-8"}, "en"),
        ({"LANG": "en_US.UTF-8", "LC_MESSAGES": "zh_TW.UTF-8"}, "zh"),
    ],
)
def test_the_locale_decides(environment: dict[str, str], expected: str) -> None:
    assert language(environment) == expected


def test_sentences_are_said_in_both_languages(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    assert sentence("ready", url="http://x") == "圆桌已就绪，请打开 http://x"
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    assert sentence("ready", url="http://x") == "Roundtable is ready. Open http://x"


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({}, "http://127.0.0.1:8080"),
        ({"host": "0.0.0.0"}, "http://127.0.0.1:8080"),
        ({"host": "::1"}, "http://[::1]:8080"),
        ({"port": 80}, "http://127.0.0.1"),
        ({"tls_cert": "c", "tls_key": "k", "port": 443, "host": "meet.example.org"}, "https://meet.example.org"),
        ({"public_url": "https://meet.example.org"}, "https://meet.example.org"),
    ],
)
def test_the_address_can_be_clicked_on(values: dict[str, object], expected: str) -> None:
    assert address(settings(**values)) == expected


@pytest.mark.parametrize(
    ("values", "lacks"),
    [
        ({}, False),
        ({"host": "localhost"}, False),
        ({"host": "0.0.0.0"}, True),
        ({"host": "192.168.1.5"}, True),
        ({"host": "0.0.0.0", "tls_cert": "c", "tls_key": "k"}, False),
        ({"public_url": "https://meet.example.org"}, False),
        ({"public_url": "http://meet.example.org"}, True),
    ],
)
def test_others_need_https(values: dict[str, object], lacks: bool) -> None:
    assert lacks_https(settings(**values)) is lacks
