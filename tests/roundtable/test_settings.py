"""Settings: read once, checked, described."""

from ipaddress import ip_network
from pathlib import Path

import pytest
from pydantic import ValidationError

from roundtable.people.openid.model import Client
from roundtable.settings import Settings, described

OIDC = [
    f"OIDC_{name}" for name in ("ISSUER", "CLIENT_ID", "CLIENT_SECRET", "NAME", "SCOPES", "LINK_BY_EMAIL", "NEW_PEOPLE")
]


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    import os

    for name in [name for name in os.environ if name.startswith("ROUNDTABLE_")]:
        monkeypatch.delenv(name)


def test_without_any_setting_only_this_machine_is_served() -> None:
    settings = Settings()
    assert (settings.host, settings.port, settings.udp_port) == ("127.0.0.1", 8080, 7882)
    assert settings.database == f"sqlite:///{Path('data/roundtable.sqlite3').absolute()}"
    assert (settings.trusted_proxies, settings.has_https) == ((), False)


def test_lists_are_written_with_commas_or_blanks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ROUNDTABLE_TRUSTED_PROXIES", "10.0.0.0/8, ::1")
    monkeypatch.setenv("ROUNDTABLE_MEDIA_PUBLIC_ADDRESSES", "203.0.113.1 2001:db8::1")
    settings = Settings()
    assert settings.trusted_proxies == (ip_network("10.0.0.0/8"), ip_network("::1"))
    assert settings.media_public_addresses == ("203.0.113.1", "2001:db8::1")


def test_an_empty_variable_is_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("PUBLIC_URL", "DATABASE_URL", "TLS_CERT", "MEDIA_URL", "SECRET", "TRUSTED_PROXIES", *OIDC):
        monkeypatch.setenv(f"ROUNDTABLE_{name}", "")
    assert Settings() == Settings.model_validate({})


@pytest.mark.parametrize(
    "environment",
    [
        {"PORT": "0"},
        {"PORT": "http"},
        {"TRUSTED_PROXIES": "everyone"},
        {"MEDIA_PUBLIC_ADDRESSES": "meet.example.org"},
        {"PUBLIC_URL": "meet.example.org"},
        {"PUBLIC_URL": "https://meet.example.org/path"},
        {"PUBLIC_URL": "ftp://meet.example.org"},
        {"TLS_CERT": "cert.pem"},
        {"MEDIA_URL": "wss://livekit.example"},
        {"MEDIA_URL": "livekit.example", "MEDIA_API_KEY": "k", "MEDIA_API_SECRET": "s"},
        {"SECRET": "passw0rd"},
        {"SMTP_URL": "smtp://mail.example.org"},
        {"SMTP_URL": "mail.example.org", "MAIL_FROM": "a@b.c"},
        {"SMTP_URL": "smtp://mail.example.org", "MAIL_FROM": "nobody"},
        {"SMTP_URL": "smtp://mail.example.org", "MAIL_FROM": "a@b.c", "HOST": "0.0.0.0"},
        {"OIDC_ISSUER": "https://id.example.org"},
        {"OIDC_CLIENT_ID": "roundtable"},
        {"OIDC_ISSUER": "http://id.example.org", "OIDC_CLIENT_ID": "roundtable"},
        {"OIDC_ISSUER": "id.example.org", "OIDC_CLIENT_ID": "roundtable"},
        {"OIDC_ISSUER": "https://id.example.org/?tenant=1", "OIDC_CLIENT_ID": "roundtable"},
        {"OIDC_ISSUER": "https://user@id.example.org", "OIDC_CLIENT_ID": "roundtable"},
        {"OIDC_ISSUER": "https://id.example.org", "OIDC_CLIENT_ID": "roundtable", "HOST": "0.0.0.0"},
        {"NODE": "two words"},
        {"LOG_LEVEL": "loud"},
    ],
)
def test_what_cannot_be_meant_is_refused(monkeypatch: pytest.MonkeyPatch, environment: dict[str, str]) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(f"ROUNDTABLE_{name}", value)
    with pytest.raises(ValidationError):
        Settings()


def test_a_public_address_loses_its_slash(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ROUNDTABLE_PUBLIC_URL", "https://meet.example.org/")
    settings = Settings()
    assert (settings.public_url, settings.has_https) == ("https://meet.example.org", True)


def test_secrets_do_not_show(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ROUNDTABLE_SECRET", "a secret that is long enough to be one")
    assert "long enough" not in repr(Settings())


def test_every_setting_has_a_name_a_default_and_a_meaning() -> None:
    rows = described()
    assert len(rows) == len(Settings.model_fields)
    assert all(name.startswith("ROUNDTABLE_") and default and meaning for name, default, meaning in rows)
    assert ("ROUNDTABLE_PORT", "8080", "TCP port of the pages, the API and the signaling.") in rows


def test_an_openid_provider_is_a_few_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    assert Settings().openid is None
    given = {"ISSUER": "https://id.example.org/realm", "CLIENT_ID": "roundtable", "CLIENT_SECRET": "hidden words"}
    for name, value in {**given, "SCOPES": "openid email", "NEW_PEOPLE": "true", "NAME": "大学"}.items():
        monkeypatch.setenv(f"ROUNDTABLE_OIDC_{name}", value)
    settings = Settings()
    assert settings.openid == Client(
        issuer="https://id.example.org/realm",
        id="roundtable",
        secret="hidden words",
        name="大学",
        scopes=("openid", "email"),
        links_by_email=True,
        takes_new_people=True,
    )
    assert "hidden words" not in repr(settings) + repr(settings.openid)
    assert ("ROUNDTABLE_OIDC_SCOPES", "openid email profile") in [setting[:2] for setting in described()]
