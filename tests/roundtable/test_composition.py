"""The whole process: it starts, says where to click, serves, and stops."""

import asyncio
import signal
import socket
import ssl
import time
from pathlib import Path

import pytest
from aiohttp import ClientSession

from tests.roundtable.certificates import certificate
from tests.roundtable.house import PASSWORD, Browser
from tests.roundtable.process import environment, free_port, serving, start

FORM = {"email": "ada@example.org", "password": PASSWORD, "name": "Ada", "language": "en"}


async def test_the_set_up_link_lives_until_it_is_used(tmp_path: Path) -> None:
    env = environment(tmp_path / "data")
    async with serving(env) as server:
        assert server.lines == [f"Roundtable is ready. Make the first account: {server.url}/first-start#{server.token}"]
        assert await server.stop() == (0, "Stopping. People are told, and come back by themselves.\n")
        first = server.token
    async with serving(env) as server:
        assert server.token == first  # a restart prints it again while nobody has an account
        ada = Browser(server.url)
        assert (await ada.post("/api/first-start", token=first, **FORM)).status == 200
        assert (await ada.post("/api/rooms", title="Room")).status == 201
        assert (await server.stop())[0] == 0
    async with serving(env) as server:
        assert server.lines == [f"Roundtable is ready. Open {server.url}"]
        assert len((await ada.get("/api/rooms")).body["items"]) == 1  # still signed in
        assert (await ada.post("/api/first-start", token=first, **FORM)).code == "first_start_over"
        await server.stop()
    await ada.http.close()


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
async def test_a_stop_is_graceful_and_quick(tmp_path: Path, how: signal.Signals) -> None:
    async with serving(environment(tmp_path)) as server:
        idle = ClientSession()
        async with idle.get(server.url + "/healthz") as response:
            assert response.status == 200
        began = time.monotonic()
        status, errors = await server.stop(how)
        assert (status, time.monotonic() - began < 5) == (0, True)
        assert "Traceback" not in errors
        await idle.close()


async def test_a_port_in_use_is_one_clear_sentence(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        process = await start(environment(tmp_path, PORT=str(port)))
        _, errors = await asyncio.wait_for(process.communicate(), 40)
    assert process.returncode == 1
    assert errors.decode() == (
        f"Port {port} is in use by another program. Stop it, or choose another port: ROUNDTABLE_PORT={port + 1}\n"
    )


async def test_a_media_port_in_use_is_one_clear_sentence(tmp_path: Path) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        process = await start(environment(tmp_path, UDP_PORT=str(port)))
        _, errors = await asyncio.wait_for(process.communicate(), 40)
    assert process.returncode == 1
    assert f"ROUNDTABLE_UDP_PORT={port + 1}" in errors.decode()
    assert "Traceback" not in errors.decode()


async def test_a_database_that_is_not_there_is_one_clear_sentence(tmp_path: Path) -> None:
    url = f"postgresql://someone:hunter2@127.0.0.1:{free_port()}/none"
    process = await start(environment(tmp_path, DATABASE_URL=url))
    _, errors = await asyncio.wait_for(process.communicate(), 60)
    assert process.returncode == 1
    assert "The database does not answer: 127.0.0.1" in errors.decode()
    assert "hunter2" not in errors.decode()


async def test_beyond_this_machine_without_https_it_warns(tmp_path: Path) -> None:
    async with serving(environment(tmp_path, HOST="0.0.0.0")) as server:
        _, errors = await server.stop()
    assert "ROUNDTABLE_TLS_CERT" in errors


async def test_with_a_certificate_pages_and_media_come_by_https(tmp_path: Path) -> None:
    cert, key = certificate(tmp_path)
    env = environment(tmp_path / "data", TLS_CERT=str(cert), TLS_KEY=str(key))
    async with serving(env) as server:
        url = server.url.replace("http", "https")
        assert f"{url}/first-start#" in server.lines[0]
        trusting = ssl.create_default_context(cafile=str(cert))
        async with ClientSession() as http:
            async with http.get(f"{url}/api/me", ssl=trusting) as response:
                assert response.status == 200
                assert f"wss://127.0.0.1:{env['ROUNDTABLE_PORT']}" in response.headers["Content-Security-Policy"]
            async with http.get(f"{url}/rtc/v1/validate", ssl=trusting) as response:
                assert response.status in (400, 401)  # the media server asks for a token
        _, errors = await server.stop()
    assert "ROUNDTABLE_TLS_CERT" not in errors


async def test_a_wrong_certificate_is_one_clear_sentence(tmp_path: Path) -> None:
    (tmp_path / "c.pem").write_text("no certificate")
    process = await start(environment(tmp_path, TLS_CERT=str(tmp_path / "c.pem"), TLS_KEY=str(tmp_path / "k.pem")))
    _, errors = await asyncio.wait_for(process.communicate(), 40)
    assert process.returncode == 1
    assert errors.decode().startswith("The certificate or its key cannot be read")
