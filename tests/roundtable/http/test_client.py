"""The built client is served whole, compressed, cached as it should be, and nothing else is."""

import gzip
import json
import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import ClientSession
from aiohttp.test_utils import make_mocked_request

from roundtable.database import Database
from tests.roundtable.house import Browser, House, opened

PAGE = "<!doctype html><title>圆桌</title>" + "<p>x</p>" * 100
SCRIPT = "console.log(1);" * 100


@pytest.fixture
async def browser(sqlite_database: Database, tmp_path: Path) -> AsyncIterator[Browser]:
    """A browser before a server with a small client."""
    dist = tmp_path / "dist"
    (dist / "assets").mkdir(parents=True)
    (dist / "index.html").write_text(PAGE, encoding="utf-8")
    (dist / "assets" / "app-1a2b.js").write_text(SCRIPT)
    (dist / "assets" / "app-1a2b.js.br").write_bytes(b"as brotli")
    (dist / "assets" / "sound.wasm").write_bytes(b"\0asm")
    (dist / "favicon.svg").write_text("<svg/>")
    (tmp_path / "secret.txt").write_text("secret")
    async with opened(sqlite_database, dist) as house:
        yield house.browser()


@pytest.mark.parametrize("path", ["/", "/r/abc", "/first-start", "/welcome/token", "/rooms/room_1?x=y", "/clubs"])
async def test_every_page_of_the_client_is_its_one_page(browser: Browser, path: str) -> None:
    answer = await browser.get(path)
    assert (answer.status, answer.body) == (200, PAGE)
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert answer.headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize(
    "path",
    ["/assets/gone.js", "/assets/", "/robots.txt", "/secret.txt", "/../secret.txt", "/%2e%2e/secret.txt",
     "/assets/..%2f..%2fsecret.txt", "/twirp/x", "/socket.io", "/media/x", "/index.php"],
)  # fmt: skip
async def test_what_is_not_there_is_not_found(browser: Browser, path: str) -> None:
    answer = await browser.get(path)
    assert answer.status == 404
    assert "secret" not in str(answer.body)


async def test_files_with_a_digest_in_their_name_are_kept_for_ever(browser: Browser) -> None:
    answer = await browser.get("/assets/app-1a2b.js", **{"Accept-Encoding": "identity"})
    assert answer.body == SCRIPT
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert (await browser.get("/favicon.svg")).headers["Cache-Control"] == "no-cache"
    assert (await browser.get("/assets/sound.wasm")).headers["Content-Type"] == "application/wasm"


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [("br, gzip", "br"), ("gzip", "gzip"), ("gzip;q=0", None), ("br;q=0, gzip", "gzip"), ("", None), ("deflate", None)],
)
async def test_the_smallest_encoding_that_the_browser_takes_is_sent(
    browser: Browser, accepted: str, encoding: str | None
) -> None:
    async with (
        ClientSession(auto_decompress=False) as http,
        http.get(browser.url + "/assets/app-1a2b.js", headers={"Accept-Encoding": accepted}) as response,
    ):
        assert response.headers.get("Content-Encoding") == encoding
        assert response.headers["Vary"] == "Accept-Encoding"
        body = await response.read()
    if encoding == "gzip":
        assert gzip.decompress(body).decode() == SCRIPT


async def test_a_page_that_has_not_changed_is_not_sent_again(browser: Browser) -> None:
    etag = (await browser.get("/")).headers["ETag"]
    again = await browser.get("/", **{"If-None-Match": etag})
    assert (again.status, again.body) == (304, "")
    assert (await browser.get("/", **{"If-None-Match": '"another"'})).status == 200


NAMES = ("", "{id}", "{key}")
"""How routes call what the pattern of a page takes first and second."""
ROOT = Path(__file__).parents[3]
ASKED = {"^/$": ["/api/home"], "^/series/([\\w-]+)$": ["/api/series/$1", "/api/series/$1/seats"]}


@pytest.fixture
async def host(sqlite_database: Database, tmp_path: Path) -> AsyncIterator[Browser]:
    """Somebody who is signed in, and a client whose build wrote what its pages ask for."""
    (tmp_path / "dist" / ".vite").mkdir(parents=True)
    (tmp_path / "dist" / "index.html").write_text(PAGE, encoding="utf-8")
    (tmp_path / "dist" / ".vite" / "asked-ahead.json").write_text(json.dumps(ASKED))
    async with opened(sqlite_database, tmp_path / "dist") as house:
        yield await house.first_account()


async def test_what_a_page_will_ask_for_is_said_with_it(host: Browser) -> None:
    assert (await host.get("/")).headers["Link"] == "</api/home>; rel=preload; as=fetch; crossorigin"
    assert [part.partition(";")[0] for part in (await host.get("/series/ser_1")).headers["Link"].split(", ")] == [
        "</api/series/ser_1>",
        "</api/series/ser_1/seats>",
    ]
    assert "Cookie" in (await host.get("/")).headers["Vary"]


@pytest.mark.parametrize("path", ["/clubs", "/series/", "/series/a/b", "/series/a%3E%2C%3Chttps%3A", "/series/系列"])
async def test_nothing_is_asked_ahead_on_other_pages(host: Browser, path: str) -> None:
    assert "Link" not in (await host.get(path)).headers


async def test_nothing_is_asked_ahead_of_strangers(host: Browser) -> None:
    host.jar.clear()
    assert "Link" not in (await host.get("/")).headers


async def test_what_pages_ask_ahead_is_what_the_api_answers(house: House) -> None:
    asked = re.findall(r'"(/api/[^"]*)"', (ROOT / "web" / "vite.config.ts").read_text(encoding="utf-8"))
    assert "/api/home" in asked
    for path in asked:
        found = await house.server.app.router.resolve(make_mocked_request("GET", re.sub(r"\$\d", "x", path)))
        assert found.route.resource is not None
        assert found.route.resource.canonical == re.sub(r"\$(\d)", lambda place: NAMES[int(place[1])], path)


async def test_pages_may_run_nothing_inline_and_be_framed_by_nobody(browser: Browser) -> None:
    headers = (await browser.get("/")).headers
    policy = dict(part.split(" ", 1) for part in headers["Content-Security-Policy"].split("; "))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == "'self'"
    assert policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert policy["connect-src"] == f"'self' {browser.url.replace('http', 'ws')}"
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "camera=(self)" in headers["Permissions-Policy"]
    assert "Server" not in headers


async def test_a_client_that_was_not_built_says_so(house: House) -> None:
    answer = await house.browser().get("/")
    assert answer.status == 503
    assert "make web" in answer.body
