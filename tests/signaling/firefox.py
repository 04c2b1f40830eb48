"""Firefox, driven over WebDriver BiDi: a browser of its own for each `Firefox`, one page in it."""

from __future__ import annotations

import asyncio
import itertools
import re
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp

BINARY = "/usr/bin/firefox-esr"
PREFERENCES = {
    "media.navigator.streams.fake": True,
    "media.navigator.permission.disabled": True,
    "media.peerconnection.ice.loopback": True,
    "media.peerconnection.ice.obfuscate_host_addresses": False,
    "media.autoplay.default": 0,
    "media.gmp-manager.updateEnabled": False,
    "browser.shell.checkDefaultBrowser": False,
    "browser.startup.homepage_override.mstone": "ignore",
    "datareporting.policy.dataSubmissionEnabled": False,
    "app.update.enabled": False,
    "app.normandy.enabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "toolkit.telemetry.server": "",
    "browser.tabs.remote.autostart": True,
    "dom.ipc.processCount": 1,
}


class Firefox:
    """One page. `evaluate` takes a JavaScript function, as Playwright does, and values JSON can hold."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket = socket
        self._ids = itertools.count(1)
        self._answers: dict[int, asyncio.Future[dict[str, Any]]] = {}
        self._context = ""

    async def read(self) -> None:
        async for message in self._socket:
            answer = message.json()
            waiting = self._answers.pop(answer.get("id", 0), None)
            if waiting is not None and not waiting.done():
                waiting.set_result(answer)

    async def command(self, method: str, **params: object) -> dict[str, Any]:
        number = next(self._ids)
        self._answers[number] = asyncio.get_running_loop().create_future()
        await self._socket.send_json({"id": number, "method": method, "params": params})
        answer = await asyncio.wait_for(self._answers[number], 60)
        if answer.get("type") == "error":
            raise RuntimeError(f"{answer['error']}: {answer['message']}")
        result: dict[str, Any] = answer["result"]
        return result

    async def begin(self) -> None:
        await self.command("session.new", capabilities={})
        tree = await self.command("browsingContext.getTree")
        self._context = tree["contexts"][0]["context"]

    async def goto(self, url: str) -> None:
        await self.command("browsingContext.navigate", context=self._context, url=url, wait="complete")

    async def evaluate(self, function: str, argument: object = None) -> Any:
        """The function's result, through JSON so that nested values come whole."""
        wrapped = f"async (text) => JSON.stringify((await ({function})(JSON.parse(text))) ?? null)"
        result = await self.command(
            "script.callFunction",
            functionDeclaration=wrapped,
            arguments=[{"type": "string", "value": to_json(argument)}],
            target={"context": self._context},
            awaitPromise=True,
            userActivation=True,
        )
        if result["type"] == "exception":
            raise RuntimeError(result["exceptionDetails"]["text"])
        return from_json(result["result"]["value"])


def to_json(value: object) -> str:
    import json

    return json.dumps(value)


def from_json(text: str) -> Any:
    import json

    return json.loads(text)


@asynccontextmanager
async def firefox() -> AsyncIterator[Firefox]:
    """A started Firefox with fake devices, ended with the block."""
    with tempfile.TemporaryDirectory(prefix="firefox-") as folder:
        lines = [f"user_pref({to_json(name)}, {to_json(value)});" for name, value in PREFERENCES.items()]
        await asyncio.to_thread(Path(folder, "user.js").write_text, "\n".join(lines))
        process = await asyncio.create_subprocess_exec(
            BINARY, "--headless", "--no-remote", "--remote-debugging-port", "0", "--profile", folder,
            stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.PIPE,
        )  # fmt: skip
        try:
            async with aiohttp.ClientSession() as http:
                socket = await http.ws_connect(f"{await address(process)}/session", max_msg_size=0)
                page = Firefox(socket)
                reading = asyncio.create_task(page.read())
                await page.begin()
                yield page
                await socket.close()
                reading.cancel()
        finally:
            if process.returncode is None:
                process.terminate()
            await process.wait()


async def address(process: asyncio.subprocess.Process) -> str:
    """The WebSocket address that Firefox prints when it is ready; the rest of its output is drained."""
    assert process.stderr is not None
    async with asyncio.timeout(60):
        while line := (await process.stderr.readline()).decode(errors="replace"):
            found = re.search(r"WebDriver BiDi listening on (ws://\S+)", line)
            if found:
                process.drain = asyncio.create_task(process.stderr.read())  # type: ignore[attr-defined]
                return found[1]
    raise RuntimeError("Firefox did not start")
