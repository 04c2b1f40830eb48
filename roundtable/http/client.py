"""The built browser client: its files, compressed once, and its one page for every other address."""

import asyncio
import gzip
import hashlib
import mimetypes
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from aiohttp import web

from roundtable.http.ahead import AskedAhead
from roundtable.http.cookies import shows_token

INDEX: Final = "index.html"
IMMUTABLE: Final = "public, max-age=31536000, immutable"
"""Vite puts a digest into the name of everything under assets/."""
REVALIDATED: Final = "no-cache"

_COMPRESSED: Final = frozenset(
    {".html", ".js", ".mjs", ".css", ".svg", ".json", ".webmanifest", ".txt", ".map", ".wasm", ".ico"}
)
_TYPES: Final = {
    ".js": "text/javascript",
    ".mjs": "text/javascript",
    ".css": "text/css",
    ".svg": "image/svg+xml",
    ".webmanifest": "application/manifest+json",
    ".woff2": "font/woff2",
    ".wasm": "application/wasm",
    ".html": "text/html",
}
_NOT_PAGES: Final = ("api", "media", "socket.io", "assets", "rtc", "twirp", "healthz", "readyz")
"""First parts of addresses that never are a page of the client."""
_MISSING: Final = (
    "<!doctype html><title>roundtable</title><p>The browser client has not been built: run <code>make web</code>."
    "<p lang=zh-CN>浏览器客户端尚未构建：请运行 <code>make web</code>。"
)


@dataclass(frozen=True, slots=True)
class ClientFile:
    """One file in all its encodings."""

    encodings: dict[str, bytes]
    """By the name in Accept-Encoding; `identity` is always there."""
    content_type: str
    etag: str
    cache: str


class Client:
    """Serves the files of one directory from memory. Only what lay there at the start exists."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._files: dict[str, ClientFile] = {}
        self._ahead = AskedAhead()

    async def load(self) -> None:
        """Read and compress everything, in a thread."""
        self._files = await asyncio.to_thread(_read_all, self._directory)
        self._ahead = await asyncio.to_thread(AskedAhead.read, self._directory)

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """Answer with a file, or with the client's page, which finds out itself what the address means."""
        name = request.path.lstrip("/")
        if name and (file := self._files.get(name)):
            return _answer(request, file)
        if name.partition("/")[0] in _NOT_PAGES or "." in name.rpartition("/")[2]:
            raise web.HTTPNotFound
        if file := self._files.get(INDEX):
            return self._page(request, file)
        return web.Response(status=503, text=_MISSING, content_type="text/html", headers={"Cache-Control": "no-store"})

    def _page(self, request: web.Request, file: ClientFile) -> web.Response:
        """Answer with the page, and with what it will ask for once its scripts run: of nobody who is a stranger."""
        response = _answer(request, file)
        if shows_token(request) and (links := self._ahead.links(request.path)):
            response.headers["Link"] = links
            response.headers["Vary"] += ", Cookie"
        return response


def _read_all(directory: Path) -> dict[str, ClientFile]:
    if not directory.is_dir():
        return {}
    files = [path for path in sorted(directory.rglob("*")) if path.is_file() and path.suffix not in (".gz", ".br")]
    return {path.relative_to(directory).as_posix(): _read(path, directory) for path in files}


def _read(path: Path, directory: Path) -> ClientFile:
    content = path.read_bytes()
    encodings = {"identity": content}
    for name, suffix in (("br", ".br"), ("gzip", ".gz")):
        beside = path.with_name(path.name + suffix)
        if beside.is_file():
            encodings[name] = beside.read_bytes()
    if path.suffix in _COMPRESSED and "gzip" not in encodings:
        encodings["gzip"] = gzip.compress(content, 9, mtime=0)
    guessed = _TYPES.get(path.suffix) or mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    immutable = path.relative_to(directory).parts[0] == "assets"
    return ClientFile(
        encodings=encodings,
        content_type=guessed,
        etag=hashlib.sha256(content).hexdigest()[:32],
        cache=IMMUTABLE if immutable else REVALIDATED,
    )


def _answer(request: web.Request, file: ClientFile) -> web.Response:
    headers = {"Cache-Control": file.cache, "Vary": "Accept-Encoding"}
    if any(tag.value in (file.etag, "*") for tag in request.if_none_match or ()):
        response = web.Response(status=304, headers=headers)
    else:
        encoding = _chosen(request.headers.get("Accept-Encoding", ""), file)
        if encoding != "identity":
            headers["Content-Encoding"] = encoding
        charset = "utf-8" if file.content_type.startswith("text/") else None
        response = web.Response(
            body=file.encodings[encoding], content_type=file.content_type, charset=charset, headers=headers
        )
    response.etag = file.etag
    return response


def _chosen(accepted: str, file: ClientFile) -> str:
    """Take the smallest encoding that the browser names; `q=0` is a refusal."""
    offers = {part.partition(";")[0].strip(): part.partition(";")[2].strip() for part in accepted.lower().split(",")}
    for name in ("br", "gzip"):
        if name in file.encodings and name in offers and offers[name] not in ("q=0", "q=0.0"):
            return name
    return "identity"
