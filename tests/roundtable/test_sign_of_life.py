"""What a process leaves behind while it lives, for the one after it."""

import asyncio
import os
import signal
from contextlib import suppress
from datetime import datetime
from pathlib import Path

import pytest

from roundtable.kernel.clock import ManualClock, SystemClock
from roundtable.sign_of_life import PACE, SignOfLife
from tests.roundtable.process import environment, serving


async def lived(sign: SignOfLife) -> None:
    """Let a process live for a moment."""
    with suppress(TimeoutError):
        async with asyncio.timeout(0.01):
            await sign.keep()


async def test_the_next_process_knows_when_the_one_before_was_alive(tmp_path: Path) -> None:
    clock = ManualClock()
    first = SignOfLife(tmp_path / "alive-node-1", clock)
    assert first.last is None
    await lived(first)
    died = clock.now()
    clock.advance(3600)
    second = SignOfLife(tmp_path / "alive-node-1", clock)
    await lived(second)
    assert (first.last, second.last) == (None, died)
    assert SignOfLife(tmp_path / "alive-node-2", clock).last is None


async def test_without_a_place_to_write_nothing_else_fails(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "a-file").touch()
    sign = SignOfLife(tmp_path / "a-file" / "alive", ManualClock())
    await sign.keep()
    assert sign.last is None
    assert "no sign of life is left" in caplog.text


async def test_a_server_renews_its_sign_and_kill_9_leaves_the_latest(tmp_path: Path) -> None:
    seen: list[datetime] = []
    async with serving(environment(tmp_path)) as server:
        async with asyncio.timeout(20):
            while len(seen) < 3:
                last = SignOfLife(tmp_path / "alive-node-1", SystemClock()).last
                if last is not None and last not in seen:
                    seen.append(last)
                await asyncio.sleep(PACE / 10)
        os.kill(server.process.pid, signal.SIGKILL)
        await server.process.communicate()
    last = SignOfLife(tmp_path / "alive-node-1", SystemClock()).last
    assert seen == sorted(seen)
    assert last is not None
    assert seen[-1] <= last <= SystemClock().now()
