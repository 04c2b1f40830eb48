"""Builds the aiohttp application from operations, the client and the health checks."""

import logging
import time
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

import orjson
import structlog
from aiohttp import web
from aiohttp.typedefs import Handler

from roundtable.http.client import Client
from roundtable.http.dispatch import Dispatch
from roundtable.http.health import Health
from roundtable.http.openapi import document
from roundtable.http.problems import problem
from roundtable.http.routes import Operation, operations_of
from roundtable.http.security import SecurityHeaders

_CODES: Final = {404: "not_found", 405: "method_not_allowed", 413: "body_too_large"}

log = structlog.get_logger("http")


@dataclass(frozen=True, slots=True)
class Interface:
    """The parts of the HTTP interface."""

    dispatch: Dispatch
    headers: SecurityHeaders
    health: Health


def build(apis: Iterable[object], interface: Interface) -> web.Application:
    """Make the application. Other servers of the process add their routes before the client's, see `add_client`."""
    operations = [operation for api in apis for operation in operations_of(api)]
    app = web.Application(middlewares=[_guarded])
    for operation in operations:
        app.router.add_route(operation.method, operation.path, _handler(interface.dispatch, operation))
    app.router.add_get("/api/openapi.json", _openapi(operations))
    app.router.add_get("/healthz", interface.health.alive)
    app.router.add_get("/readyz", interface.health.ready)
    app.on_response_prepare.append(interface.headers.prepare)
    return app


def add_client(app: web.Application, client: Client) -> None:
    """Let the client answer every address that nobody else took; must be called last."""
    app.router.add_get("/{tail:.*}", client.serve)


def _handler(dispatch: Dispatch, operation: Operation) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def handle(request: web.Request) -> web.Response:
        return await dispatch.run(operation, request)

    return handle


def _openapi(operations: Sequence[Operation]) -> Callable[[web.Request], Awaitable[web.Response]]:
    body = orjson.dumps(document(operations))

    async def handle(_: web.Request) -> web.Response:
        return web.Response(body=body, content_type="application/json", charset="utf-8")

    return handle


@web.middleware
async def _guarded(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Log each request to the API, and turn whatever goes wrong there into a problem that tells nothing internal."""
    if not request.path.startswith("/api/"):
        return await handler(request)
    began = time.perf_counter()
    response = await _answered(request, handler)
    _note(request, response.status, time.perf_counter() - began)
    return response


async def _answered(request: web.Request, handler: Handler) -> web.StreamResponse:
    try:
        return await handler(request)
    except web.HTTPException as error:
        return problem(error.status, _CODES.get(error.status, "malformed"))
    except Exception:
        log.exception("request failed", method=request.method, route=_route(request))
        return problem(500, "internal_error")


def _note(request: web.Request, status: int, seconds: float) -> None:
    """Log what was refused; what went well is seen at level debug only, so that a terminal stays readable."""
    entry = {"method": request.method, "route": _route(request), "status": status}
    level = logging.INFO if status >= HTTPStatus.BAD_REQUEST else logging.DEBUG
    log.log(level, "request", **entry, milliseconds=round(seconds * 1000, 1))


def _route(request: web.Request) -> str:
    """Name the route, not the address: addresses hold links and ids."""
    resource = request.match_info.route.resource
    return resource.canonical if resource else "unknown"
