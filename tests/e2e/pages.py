"""One person's browser window, the same for Chromium and Firefox: what a test may do in it and measure of it."""

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any, Protocol

from playwright.async_api import Page as PlaywrightPage
from playwright.async_api import TimeoutError as PlaywrightTimeout

INIT_SCRIPT = Path(__file__).with_name("init.js").read_text(encoding="utf-8")
SECONDS = 20
"""How long anything may take on a machine that also encodes and decodes a dozen videos."""

LOOK_SECONDS = 1.2
"""Between two looks at the statistics: Chromium's test microphone beeps once a second."""

ACT_BY_NAME = """
(() => {
  const wanted = %s;
  const named = (node) => {
    const label = node.labels?.[0]?.innerText;
    const labels = [node.getAttribute("aria-label"), label, node.innerText, node.placeholder];
    return labels.find((label) => label?.trim())?.trim().replace(/\\s+/g, " ");
  };
  const nodes = [...document.querySelectorAll("button, a, input, textarea, [role=button], [role=menuitem]")];
  const node = nodes.find((each) => named(each) === wanted && each.getClientRects().length && !each.disabled);
  if (!node) return false;
  %s
  return true;
})()
"""
CLICK = "node.click();"
FILL = """
  const prototype = node instanceof HTMLTextAreaElement ? HTMLTextAreaElement.prototype : HTMLInputElement.prototype;
  Object.getOwnPropertyDescriptor(prototype, "value").set.call(node, %s);
  node.dispatchEvent(new Event("input", { bubbles: true }));
"""


@dataclass(frozen=True)
class Received:
    """What one window has received since it opened, track by track."""

    frames: Mapping[str, int]
    energy: Mapping[str, float]

    def tracks_since(self, earlier: "Received") -> tuple[int, int]:
        """How many pictures moved and how many voices were heard since an earlier look."""
        moving = sum(1 for track, frames in self.frames.items() if frames > earlier.frames.get(track, 0))
        heard = sum(1 for track, energy in self.energy.items() if energy > earlier.energy.get(track, 0.0))
        return moving, heard


class Page(Protocol):
    """A window."""

    name: str

    async def evaluate(self, expression: str) -> Any:
        """Run an expression in the page."""
        ...

    async def click(self, name: str) -> None:
        """Press the button or link of this accessible name."""
        ...

    async def fill(self, label: str, text: str) -> None:
        """Type into the field of this label."""
        ...

    async def screenshot(self, path: Path) -> None:
        """Keep what is seen."""
        ...


class ChromiumPage:
    """A page of Chromium, by Playwright: its clicks are refused where a person could not click either."""

    def __init__(self, name: str, page: PlaywrightPage) -> None:
        self.name = name
        self.page = page
        self.log: list[str] = []
        page.on("console", lambda message: self.log.append(f"[{message.type}] {message.text}"))
        page.on("pageerror", lambda error: self.log.append(f"[error] {error}"))
        page.set_default_timeout(SECONDS * 1000)

    async def evaluate(self, expression: str) -> Any:
        return await self.page.evaluate(expression)

    async def click(self, name: str) -> None:
        role = self.page.get_by_role
        target = role("button", name=name, exact=True).or_(role("link", name=name, exact=True))
        target = target.or_(role("menuitem", name=name, exact=True)).or_(role("tab", name=name, exact=True))
        try:
            await target.first.click()
        except PlaywrightTimeout:
            shown = await self.page.evaluate("document.body.innerText")
            raise AssertionError(f"{self.name} could not press {name!r} but saw {shown!r}") from None

    async def fill(self, label: str, text: str) -> None:
        await self.page.get_by_label(label, exact=True).first.fill(text)

    async def screenshot(self, path: Path) -> None:
        await self.page.screenshot(path=path)


class Firefox:
    """A Firefox process, driven through a small Node program: Playwright cannot drive the Firefox of a distribution."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self._numbers = count(1)
        self._waiting: dict[int, asyncio.Future[Any]] = {}
        self._reading = asyncio.create_task(self._read())

    @classmethod
    async def launch(cls, executable: str, node: str, log: Path) -> "Firefox":
        """Start it; returns once it answers. Its consoles go to the log."""
        with log.open("ab") as errors:
            process = await asyncio.create_subprocess_exec(
                node,
                str(Path(__file__).with_name("firefox.mjs")),
                executable,
                INIT_SCRIPT,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=errors,
                limit=2**22,
            )
        assert process.stdout is not None
        started = await asyncio.wait_for(process.stdout.readline(), SECONDS * 2)
        assert started, f"Firefox did not start; see {log}"
        return cls(process)

    async def open(self, name: str, url: str, width: int = 1280, height: int = 720) -> "FirefoxPage":
        """Open a window at an address."""
        await self.ask("open", {"page": name, "url": url, "width": width, "height": height})
        return FirefoxPage(name, self)

    async def ask(self, method: str, params: Mapping[str, object]) -> Any:
        """Have the Node program do something."""
        number = next(self._numbers)
        answer = self._waiting[number] = asyncio.get_running_loop().create_future()
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps({"id": number, "method": method, "params": params}).encode() + b"\n")
        return await asyncio.wait_for(answer, SECONDS * 2)

    async def close(self) -> None:
        """End the browser."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        try:
            await asyncio.wait_for(self._process.wait(), SECONDS)
        except TimeoutError:
            self._process.kill()
        await self._reading

    async def _read(self) -> None:
        assert self._process.stdout is not None
        while line := await self._process.stdout.readline():
            message = json.loads(line)
            answer = self._waiting.pop(message["id"])
            if "error" in message:
                answer.set_exception(AssertionError(message["error"]))
            elif not answer.done():
                answer.set_result(message["result"])


class FirefoxPage:
    """A page of Firefox."""

    def __init__(self, name: str, firefox: Firefox) -> None:
        self.name = name
        self._firefox = firefox

    async def evaluate(self, expression: str) -> Any:
        return await self._firefox.ask("evaluate", {"page": self.name, "expression": expression})

    async def click(self, name: str) -> None:
        await self._act(name, CLICK)

    async def fill(self, label: str, text: str) -> None:
        await self._act(label, FILL % json.dumps(text))

    async def screenshot(self, path: Path) -> None:
        await self._firefox.ask("screenshot", {"page": self.name, "path": str(path)})

    async def close(self) -> None:
        """Close the window."""
        await self._firefox.ask("close", {"page": self.name})

    async def _act(self, name: str, deed: str) -> None:
        await until(self, ACT_BY_NAME % (json.dumps(name), deed), f"a control named {name!r}")


async def until(page: Page, expression: str, what: str, seconds: float = SECONDS) -> Any:
    """Wait for an expression to be true in the page; the failure says what was waited for and what is there instead."""
    try:
        async with asyncio.timeout(seconds):
            while not (value := await page.evaluate(expression)):
                await asyncio.sleep(0.1)
            return value
    except TimeoutError:
        seen = await page.evaluate("document.body.innerText")
        log = "\n".join(getattr(page, "log", [])[-20:])
        raise AssertionError(f"{page.name} had no {what} within {seconds} s but: {seen!r}\n{log}") from None


async def sees_text(page: Page, text: str, seconds: float = SECONDS) -> None:
    """Wait until the page shows this text."""
    await until(page, f"document.body.innerText.includes({json.dumps(text)})", f"text {text!r}", seconds)


async def sees_no_text(page: Page, text: str, seconds: float = SECONDS) -> None:
    """Wait until the page no longer shows this text."""
    await until(page, f"!document.body.innerText.includes({json.dumps(text)})", f"end of the text {text!r}", seconds)


async def received(page: Page) -> Received:
    """What the page's peer connections have received so far, by the browser's own statistics."""
    return Received(**await page.evaluate("window.roundtableTest.received()"))


async def receives(page: Page, *, videos: int, voices: int, seconds: float = 40) -> None:
    """Wait until so many pictures move and so many voices are heard, all within the same look."""
    before, got = await received(page), (0, 0)
    try:
        async with asyncio.timeout(seconds):
            while _falls_short(got, (videos, voices)):
                await asyncio.sleep(LOOK_SECONDS)
                latest = await received(page)
                got, before = latest.tracks_since(before), latest
    except TimeoutError:
        wanted = f"{videos} moving pictures and {voices} voices within {seconds} s"
        raise AssertionError(f"{page.name} did not get {wanted} but {got} at the last look: {before}") from None


def _falls_short(got: tuple[int, int], wanted: tuple[int, int]) -> bool:
    return got[0] < wanted[0] or got[1] < wanted[1]


async def receives_nothing_new(page: Page, *, seconds: float = 2) -> None:
    """Check that nobody is heard: energy stays what it is."""
    before = await received(page)
    await asyncio.sleep(seconds)
    assert (await received(page)).tracks_since(before)[1] == 0
