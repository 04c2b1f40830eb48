"""Signing in with an account elsewhere, in a browser: the certified provider's forms, and back to where one was."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio

from roundtable.demo.server_process import ServerProcess
from roundtable.people.openid.model import CALLBACK
from tests.e2e.conftest import OpenChromium, first_account
from tests.e2e.pages import sees_text
from tests.e2e.server import running_server
from tests.e2e.words import word
from tests.roundtable.people.openid.university import CLIENT_ID, SECRET, university

BOB = "bob@example.org"
PATIENCE_MS = 60_000
"""For a way through three pages of two servers; at its end the code is out of the address."""


@pytest_asyncio.fixture(loop_scope="session")
async def campus(tmp_path: Path) -> AsyncIterator[ServerProcess]:
    """A server whose people have accounts at a university."""
    async with university() as provider:
        settings = {"ISSUER": provider.issuer, "CLIENT_ID": CLIENT_ID, "CLIENT_SECRET": SECRET, "NAME": "University"}
        server = running_server(tmp_path, **{f"ROUNDTABLE_OIDC_{name}": value for name, value in settings.items()})
        await provider.configure(server.url + CALLBACK)
        await server.start()
        ada = await first_account(server)
        await ada.send("POST", "/api/people", {"email": BOB, "name": "Bob"})
        await ada.close()
        yield server
        await server.stop()


async def test_somebody_signs_in_with_their_university(campus: ServerProcess, open_chromium: OpenChromium) -> None:
    page = await open_chromium("Bob", f"{campus.url}/account")
    await page.click(word("access.openid.act", name="University"))
    await page.click("Cancel")
    await page.page.wait_for_url(campus.url + CALLBACK, timeout=PATIENCE_MS)
    await sees_text(page, word("errors.openid_cancelled"))
    await page.click(word("access.openid.to_sign_in"))
    await page.click(word("access.openid.act", name="University"))
    await page.fill("Login", BOB)
    await page.click("Log in")
    await page.click("Continue")
    await page.page.wait_for_url(f"{campus.url}/account", timeout=PATIENCE_MS)
    await sees_text(page, word("access.identities.title"))
    await sees_text(page, word("access.history.how.openid"))
    await page.click(word("access.identities.disconnect_named", account=BOB))
    await page.click(word("access.identities.disconnect"))
    await sees_text(page, word("errors.last_way_in"))
    await page.click(word("shell.cancel"))
    await page.fill(word("people.new_password"), "a first password of my own")
    await page.click(word("people.account.password_act.first"))
    await sees_text(page, word("people.account.password_done.first"))
    await page.click(word("access.identities.disconnect_named", account=BOB))
    await page.click(word("access.identities.disconnect"))
    await sees_text(page, word("access.identities.disconnected", account=BOB))
