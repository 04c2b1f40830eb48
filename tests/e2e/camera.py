"""Takes pictures of one page in both themes and at three widths, without loading it again."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from playwright.async_api import Page

WIDTHS: Final[Mapping[int, int]] = {390: 844, 1280: 800, 1920: 1080}
THEMES: Final[tuple[Literal["light", "dark"], ...]] = ("light", "dark")
SETTLING_MS: Final = 350
"""Panels slide and the stage resizes; a picture in between would show what nobody looks at."""


@dataclass(frozen=True)
class Camera:
    """Puts pictures into a folder; their names begin with what is seen."""

    folder: Path

    async def take(self, page: Page, what: str, *, whole: bool = False, widths: Iterable[int] = WIDTHS) -> None:
        """One picture for each width and theme; `whole` pages also show what one would have to scroll to."""
        before = page.viewport_size
        for width in widths:
            await page.set_viewport_size({"width": width, "height": WIDTHS[width]})
            for theme in THEMES:
                await page.emulate_media(color_scheme=theme)
                await page.wait_for_timeout(SETTLING_MS)
                await page.screenshot(path=self.folder / f"{what}-{width}-{theme}.png", full_page=whole)
        if before is not None:
            await page.set_viewport_size(before)
