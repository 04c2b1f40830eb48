"""What people change of their own."""

from tests.roundtable.house import House

CAMPUS = {"name_zh": "甲", "name_en": "A", "city_zh": "深圳", "city_en": "Shenzhen", "zone": "Asia/Shanghai"}


async def test_people_change_their_own_name_language_and_club(house: House) -> None:
    ada = await house.first_account()
    campus = (await ada.post("/api/campuses", **CAMPUS)).body["id"]
    club = (await ada.post("/api/clubs", name_zh="开源社", name_en="OSC", campus_id=campus)).body["id"]
    answer = await ada.patch("/api/me", name="Ada 艾达", language="zh-CN", club_id=club)
    assert {name: answer.body["person"][name] for name in ("name", "language", "club_id")} == {
        "name": "Ada 艾达",
        "language": "zh-CN",
        "club_id": club,
    }
    without = await ada.patch("/api/me", club_id=None)
    assert "club_id" not in without.body["person"]
    assert without.body["person"]["name"] == "Ada 艾达"
