"""What axe-core finds in a page as it stands."""

from functools import cache
from pathlib import Path
from typing import Any

from playwright.async_api import Page

from tests.e2e.server import ROOT

AXE = ROOT / "web" / "node_modules" / "axe-core" / "axe.min.js"
SERIOUS = ("serious", "critical")

RULES = """
async () => {
  const { violations } = await axe.run(document, { resultTypes: ["violations"] });
  const where = (nodes) => nodes.map((node) => node.html.slice(0, 160));
  return violations.map(({ id, impact, nodes }) => ({ id, impact, where: where(nodes) }));
}
"""
STILL = """
async () => {
  // What follows the scrolling is never over, nor is what goes on for ever.
  const finite = (one) => one.timeline === document.timeline && one.effect?.getComputedTiming().iterations !== Infinity;
  await Promise.allSettled(document.getAnimations().filter(finite).map((one) => one.finished));
}
"""


@cache
def _axe() -> str:
    return Path(AXE).read_text(encoding="utf-8")


async def serious_findings(page: Page) -> list[dict[str, Any]]:
    """What axe calls serious or critical, once nothing moves any more. Half faded in, text has too little contrast."""
    await page.evaluate(STILL)
    await page.evaluate(_axe())
    found: list[dict[str, Any]] = await page.evaluate(RULES)
    return [one for one in found if one["impact"] in SERIOUS]
