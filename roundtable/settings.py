"""Everything an operator can set, in one place. The environment is read once, at the start."""

from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from pathlib import Path
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

from pydantic import BeforeValidator, Field, SecretStr, ValidationInfo, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from roundtable.http.listeners import is_loopback
from roundtable.mail.server import sender_of, server_at
from roundtable.people.openid.model import Client, issuer_of

Network = IPv4Network | IPv6Network
Port = Annotated[int, Field(ge=1, le=65535)]

SECRET_LENGTH = 32
"""Characters that a secret set by hand must have: a short one could be guessed by trying."""


def _items(value: object) -> object:
    """Split `a, b c` into its parts, so that lists are easy to write in an environment."""
    return value.replace(",", " ").split() if isinstance(value, str) else value


def _nothing_if_empty(value: object) -> object:
    """Take `ROUNDTABLE_X=` as not set, as compose files write it."""
    return None if value == "" else value


Words = Annotated[tuple[str, ...], NoDecode, BeforeValidator(_items)]
OptionalText = Annotated[str | None, BeforeValidator(_nothing_if_empty)]
OptionalPath = Annotated[Path | None, BeforeValidator(_nothing_if_empty)]
OptionalSecret = Annotated[SecretStr | None, BeforeValidator(_nothing_if_empty)]


class Settings(BaseSettings):
    """The settings of one process. Each is read from `ROUNDTABLE_<NAME>`."""

    model_config = SettingsConfigDict(env_prefix="ROUNDTABLE_", extra="ignore", frozen=True, hide_input_in_errors=True)

    host: str = Field("127.0.0.1", description="Address to listen on for HTTP; 0.0.0.0 or :: means every address.")
    port: Port = Field(8080, description="TCP port of the pages, the API and the signaling.")
    udp_port: Port = Field(7882, description="UDP port of the embedded media server; it must be reachable.")
    data: Path = Field(Path("data"), description="Directory of the SQLite database and of the generated secret.")
    database_url: OptionalText = Field(
        None, description="postgresql://… or sqlite:///…; without it a SQLite file in the data directory."
    )
    public_url: OptionalText = Field(
        None, description="Address that people type, e.g. https://meet.example.org, when a reverse proxy stands before."
    )
    trusted_proxies: Annotated[tuple[Network, ...], NoDecode] = Field(
        (), description="Addresses or networks whose X-Forwarded-For and -Proto are believed."
    )
    tls_cert: OptionalPath = Field(None, description="PEM file with the certificate chain, to serve HTTPS directly.")
    tls_key: OptionalPath = Field(None, description="PEM file with the key of that certificate.")
    media_url: OptionalText = Field(
        None, description="wss://… of a LiveKit cluster; without it the embedded media server is started."
    )
    media_api_key: OptionalText = Field(None, description="API key of that cluster.")
    media_api_secret: OptionalSecret = Field(None, description="API secret of that cluster.")
    media_public_addresses: Words = Field(
        (), description="IP addresses at which the UDP port is reached from outside (behind NAT, in a container)."
    )
    smtp_url: OptionalSecret = Field(
        None,
        description="smtp://user:password@host:port, smtps://… or smtp+starttls://…; without one letters wait.",
    )
    mail_from: OptionalText = Field(None, description="Sender of all letters: Roundtable <noreply@example.org>.")
    oidc_issuer: OptionalText = Field(
        None, description="Address of an OpenID provider, https://id.example.org, with whose accounts people sign in."
    )
    oidc_client_id: OptionalText = Field(None, description="Name by which that provider knows this server.")
    oidc_client_secret: OptionalSecret = Field(None, description="Secret for it; none for a public client.")
    oidc_name: str = Field("OpenID", max_length=40, description="What people call that provider; on the button.")
    oidc_scopes: Words = Field(("openid", "email", "profile"), description="What is asked of the provider.")
    oidc_link_by_email: bool = Field(
        True,
        description="Whether an address that the provider has verified opens the account with that address; "
        "never an administrator's.",
    )
    oidc_new_people: bool = Field(
        False, description="Whether somebody whom the provider knows gets an account without an invitation."
    )
    secret: OptionalSecret = Field(
        None, description="Root of all keys, at least 32 characters; without it generated once in the data directory."
    )
    log_format: Literal["auto", "json", "console"] = Field(
        "auto", description="auto = console on a terminal, JSON lines otherwise."
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field("info", description="Least level that is logged.")
    node: str = Field("node-1", pattern=r"^[A-Za-z0-9._-]{1,40}$", description="Name of this process among several.")
    client: Path = Field(
        Path(__file__).parent.parent / "web" / "dist", description="Directory of the built browser client."
    )

    @field_validator("trusted_proxies", mode="before")
    @classmethod
    def _networks(cls, value: object) -> object:
        parts = _items(value)
        return tuple(ip_network(str(part), strict=False) for part in parts) if isinstance(parts, list) else parts

    @field_validator("media_public_addresses")
    @classmethod
    def _addresses(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(str(ip_address(part)) for part in value)

    @field_validator("public_url")
    @classmethod
    def _origin(cls, value: str | None) -> str | None:
        """Keep scheme, host and port; a path would promise something that is not served."""
        if value is None:
            return None
        parts = urlsplit(value)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.path not in ("", "/") or parts.query:
            raise ValueError("must look like https://meet.example.org, without a path")
        return f"{parts.scheme}://{parts.netloc}"

    @field_validator("media_url")
    @classmethod
    def _media_address(cls, value: str | None) -> str | None:
        if value is not None and urlsplit(value).scheme not in ("ws", "wss", "http", "https"):
            raise ValueError("must begin with wss:// (or ws://)")
        return value

    @field_validator("smtp_url")
    @classmethod
    def _mail_server(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None:
            server_at(value.get_secret_value())
        return value

    @field_validator("mail_from")
    @classmethod
    def _sender(cls, value: str | None) -> str | None:
        if value is not None:
            sender_of(value)
        return value

    @field_validator("oidc_name", "oidc_scopes", "oidc_link_by_email", "oidc_new_people", mode="before")
    @classmethod
    def _usual_if_empty(cls, value: object, info: ValidationInfo) -> object:
        return cls.model_fields[info.field_name or ""].default if value == "" else value

    @field_validator("oidc_issuer")
    @classmethod
    def _issuer(cls, value: str | None) -> str | None:
        return None if value is None else issuer_of(value)

    @field_validator("secret")
    @classmethod
    def _long_enough(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and len(value.get_secret_value()) < SECRET_LENGTH:
            raise ValueError(f"must have at least {SECRET_LENGTH} characters")
        return value

    @model_validator(mode="after")
    def _belong_together(self) -> Self:
        if (self.tls_cert is None) != (self.tls_key is None):
            raise ValueError("ROUNDTABLE_TLS_CERT and ROUNDTABLE_TLS_KEY belong together")
        cluster = (self.media_url, self.media_api_key, self.media_api_secret)
        if any(cluster) and not all(cluster):
            raise ValueError("ROUNDTABLE_MEDIA_URL, _MEDIA_API_KEY and _MEDIA_API_SECRET belong together")
        if (self.smtp_url is None) != (self.mail_from is None):
            raise ValueError("ROUNDTABLE_SMTP_URL and ROUNDTABLE_MAIL_FROM belong together")
        if self.smtp_url and self.public_url is None and not is_loopback(self.host):
            raise ValueError("ROUNDTABLE_SMTP_URL needs ROUNDTABLE_PUBLIC_URL: letters contain links")
        if (self.oidc_issuer is None) != (self.oidc_client_id is None):
            raise ValueError("ROUNDTABLE_OIDC_ISSUER and ROUNDTABLE_OIDC_CLIENT_ID belong together")
        if self.oidc_issuer and self.public_url is None and not is_loopback(self.host):
            raise ValueError("ROUNDTABLE_OIDC_ISSUER needs ROUNDTABLE_PUBLIC_URL: people are sent back to it")
        return self

    @property
    def openid(self) -> Client | None:
        """Return the provider with whose accounts people sign in, if one was set."""
        if self.oidc_issuer is None or self.oidc_client_id is None:
            return None
        return Client(
            issuer=self.oidc_issuer,
            id=self.oidc_client_id,
            secret=self.oidc_client_secret.get_secret_value() if self.oidc_client_secret else None,
            name=self.oidc_name,
            scopes=self.oidc_scopes,
            links_by_email=self.oidc_link_by_email,
            takes_new_people=self.oidc_new_people,
        )

    @property
    def database(self) -> str:
        """Address of the database, the SQLite file in the data directory if none was set."""
        return self.database_url or f"sqlite:///{(self.data / 'roundtable.sqlite3').absolute()}"

    @property
    def has_https(self) -> bool:
        """Say whether people reach this server by HTTPS, as far as the settings tell."""
        return self.tls_cert is not None or (self.public_url or "").startswith("https://")


def described() -> list[tuple[str, str, str]]:
    """List every setting as (name, default, meaning), for `roundtable settings` and the operator's guide."""
    return [
        (f"ROUNDTABLE_{name.upper()}", _written(field.default), field.description or "")
        for name, field in Settings.model_fields.items()
    ]


def _written(default: object) -> str:
    if default is None or default == ():
        return "-"
    if isinstance(default, Path) and default.is_absolute():
        return "web/dist"
    if isinstance(default, tuple):
        return " ".join(str(part) for part in default)
    return str(default)
