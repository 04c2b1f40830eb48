"""The page at the end of a letter: opening it ends nothing, a press does, and another begins again."""

import json
from pathlib import Path
from urllib.request import urlopen

from roundtable.correspondence import AccountWishes
from roundtable.database import Database
from roundtable.demo.server_process import ServerProcess
from roundtable.demo.visitor import Visitor
from roundtable.kernel.ids import PersonId
from roundtable.mail.unsubscribing import Unsubscribing
from roundtable.secrets import load_or_create
from tests.e2e.conftest import OpenChromium
from tests.e2e.pages import sees_text
from tests.e2e.words import word


async def test_letters_end_by_a_press_and_not_by_opening_the_page(
    server: ServerProcess, host: Visitor, open_chromium: OpenChromium, traces: Path
) -> None:
    added = await host.send("POST", "/api/people", {"email": "reader@example.org", "name": "Reader"})
    database = Database(f"sqlite:///{traces / 'unread.sqlite'}")
    key = load_or_create(traces / "data").key("unsubscribe")
    link = Unsubscribing(key, server.url, AccountWishes(database)).link(PersonId(added["person"]["id"]), "reminders")
    await database.close()

    def is_wanted() -> bool:
        with urlopen(link.replace("/unsubscribe/", "/api/unsubscribe/")) as answer:
            return bool(json.load(answer)["wanted"])

    reader = await open_chromium("Reader", link)
    await sees_text(reader, word("mail.stop.reminders.ask"))
    assert is_wanted()
    await reader.click(word("mail.stop.reminders.act"))
    await sees_text(reader, word("mail.stop.reminders.done"))
    assert not is_wanted()
    await reader.click(word("mail.stop.back"))
    await sees_text(reader, word("mail.stop.reminders.ask"))
    await reader.page.goto(link[:-3])
    await sees_text(reader, word("mail.stop.wrong_title"))
