"""Wall time and chance, as values that tests replace."""

from __future__ import annotations

import secrets
import string
import time
from collections.abc import Callable

Now = Callable[[], float]  # seconds since the epoch
wall_clock: Now = time.time

SID_ALPHABET = string.ascii_letters + string.digits
SID_LENGTH = 12  # as LiveKit's; 71 bits


def new_sid(prefix: str) -> str:
    """A fresh id such as `PA_k3Jd82hdKq0p`: `RM_` room, `PA_` participant, `TR_` track."""
    return prefix + "".join(secrets.choice(SID_ALPHABET) for _ in range(SID_LENGTH))
