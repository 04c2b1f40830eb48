"""The life of a serving process: start, tell where to click, wait for a signal, stop."""

import asyncio
import errno
import gc
import signal
import ssl
from collections.abc import Coroutine
from typing import Any, Final

import typer

from roundtable import logs
from roundtable.announcement import address, lacks_https, sentence
from roundtable.composition import Roundtable
from roundtable.http.listeners import NoSuchAddress, PortTaken
from roundtable.kernel.errors import Unavailable
from roundtable.secrets import Secrets, load_or_create
from roundtable.settings import Settings

STOP_SECONDS: Final = 5.0
"""Supervisors wait longer; people should not."""


class CannotStart(Exception):
    """The server cannot start; the message is a sentence for people."""


def secrets_of(settings: Settings) -> Secrets:
    """Return the keys of a server."""
    if settings.secret:
        return Secrets(settings.secret.get_secret_value())
    return load_or_create(settings.data)


def run(work: Coroutine[Any, Any, None]) -> None:
    """Run on uvloop where it is installed."""
    try:
        import uvloop
    except ImportError:
        asyncio.run(work)
        return
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(work)


async def serve(settings: Settings) -> None:
    """Serve until SIGTERM or SIGINT; raises CannotStart with a sentence."""
    logs.set_up(settings.log_format, settings.log_level)
    stopping = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stopping.set)
    roundtable = await started(settings)
    gc.collect()
    gc.freeze()  # what was loaded so far stays: a full collection need not stop the packets to look at it again
    try:
        await _announce(settings, roundtable)
        await stopping.wait()
        typer.echo(sentence("stopping"), err=True)
    finally:
        await _stop(roundtable)


async def started(settings: Settings) -> Roundtable:
    """Put the process together and start it; raises CannotStart with a sentence."""
    settings.data.mkdir(parents=True, exist_ok=True)
    roundtable = Roundtable(settings, secrets_of(settings))
    try:
        await roundtable.start()
    except BaseException as error:
        await _stop(roundtable)
        if reason := _explained(error, settings):
            raise CannotStart(reason) from error
        raise
    return roundtable


async def _announce(settings: Settings, roundtable: Roundtable) -> None:
    """Print one last line that says where to click."""
    if lacks_https(settings):
        typer.echo(sentence("no_https"), err=True)
    token = await roundtable.people.first_start_token()
    if token:
        line = sentence("first_start", url=f"{address(settings)}/first-start#{token}")
    else:
        line = sentence("ready", url=address(settings))
    typer.echo(line)


async def _stop(roundtable: Roundtable) -> None:
    try:
        async with asyncio.timeout(STOP_SECONDS):
            await roundtable.stop()
    except TimeoutError:
        typer.echo("stopped before everything was closed", err=True)


def _explained(error: BaseException, settings: Settings) -> str | None:
    match error:
        case PortTaken():
            return sentence("port_taken", port=error.port, name="ROUNDTABLE_PORT", other=error.port + 1)
        case NoSuchAddress():
            return sentence("no_such_address", address=str(error))
        case ssl.SSLError():
            return sentence("bad_certificate", reason=str(error))
        case FileNotFoundError() | PermissionError() if settings.tls_cert:
            return sentence("bad_certificate", reason=str(error))
        case OSError() if error.errno == errno.EADDRINUSE:
            other = settings.udp_port + 1
            return sentence("port_taken", port=settings.udp_port, name="ROUNDTABLE_UDP_PORT", other=other)
        case Unavailable():
            return sentence("database_unavailable", address=settings.database.rpartition("@")[2])
        case _:
            return None
