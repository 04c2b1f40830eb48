"""By whose clocks people read, and which letters they want."""

from tests.roundtable.house import House


async def test_people_say_by_whose_clocks_and_which_letters_they_want(house: House) -> None:
    ada = await house.first_account()
    wishes = {"zone": "Europe/Berlin", "mail_reminders": False, "mail_invitations": False}
    shown = (await ada.patch("/api/me", **wishes)).body["person"]
    assert {name: shown[name] for name in wishes} == wishes
    again = (await ada.patch("/api/me", zone=None, mail_invitations=True)).body["person"]
    assert ("zone" in again, again["mail_reminders"], again["mail_invitations"]) == (False, False, True)
    for wrong in ({"zone": "Mars/Olympus"}, {"mail_reminders": "sometimes"}):
        assert (await ada.patch("/api/me", **wrong)).status == 422
