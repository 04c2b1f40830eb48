"""Parts of views that several slices show."""

from typing_extensions import TypedDict

from roundtable.kernel.messages import ClubFacts


class ClubView(TypedDict):
    """The club somebody speaks for."""

    id: str
    name_zh: str
    name_en: str
    campus_zh: str
    campus_en: str


def club_view(club: ClubFacts) -> ClubView:
    """Show a club."""
    return {
        "id": club.id,
        "name_zh": club.name_zh,
        "name_en": club.name_en,
        "campus_zh": club.campus_zh,
        "campus_en": club.campus_en,
    }
