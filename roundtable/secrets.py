"""One root secret, generated once; every key is derived from it for one purpose."""

import base64
import hashlib
import hmac
import os
import secrets
from pathlib import Path
from typing import Final

SECRETS_FILE: Final = "secrets"
"""Name in the data directory. A backup without it ends no sign-in, but makes new media keys."""


class Secrets:
    """Derives keys: whoever learns one of them learns neither the root nor another."""

    def __init__(self, root: str) -> None:
        self._root = root.encode()

    def key(self, purpose: str) -> bytes:
        """Return the 256-bit key for a purpose; always the same for the same root."""
        return hmac.new(self._root, purpose.encode(), hashlib.sha256).digest()

    def text(self, purpose: str) -> str:
        """Return the key for a purpose as 52 lower-case letters and digits, fit for links and tokens."""
        return base64.b32encode(self.key(purpose)).decode().rstrip("=").lower()


def load_or_create(directory: Path) -> Secrets:
    """Read the root secret of a data directory; make it first, readable by its owner alone, if it is not there.

    Two processes that start at once end up with the same secret: the file appears whole or not at all.
    """
    directory.mkdir(parents=True, exist_ok=True)
    path = directory / SECRETS_FILE
    if not path.exists():
        _create(path)
    path.chmod(0o600)
    root = path.read_text("ascii").strip()
    if len(root) < 32:
        raise ValueError(f"{path} is damaged: restore it from a backup, or remove it to make a new secret")
    return Secrets(root)


def _create(path: Path) -> None:
    draft = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(48) + "\n")
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)
    except FileExistsError:
        pass  # another process was first: its secret counts
    finally:
        draft.unlink()
