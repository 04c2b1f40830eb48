"""What a letter says, laid out as text and as HTML. Everything is escaped; nothing is fetched from anywhere."""

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from typing import Final

from roundtable.kernel.addressees import Addressee
from roundtable.mail.model import Letter

_FONT: Final = "font-family:system-ui,-apple-system,'Segoe UI','PingFang SC','Microsoft YaHei',sans-serif"
_BUTTON: Final = (
    "display:inline-block;padding:12px 20px;border-radius:8px;background:#0b6b5d;color:#ffffff;"
    "text-decoration:none;font-weight:600"
)
_LINK: Final = "color:#0b6b5d;font-weight:600"


@dataclass(frozen=True, slots=True)
class Page:
    """The words of a letter in one language."""

    subject: str
    greeting: str
    paragraphs: tuple[str, ...]
    act: str
    """What the one button says."""
    link: str
    more: tuple[tuple[str, str], ...] = ()
    """Other links: what each says, and where it leads."""
    after: tuple[str, ...] = ()
    stop: str = ""
    """What the link that ends such letters says."""


def laid_out(
    to: Addressee, page: Page, unsubscribe: str | None = None, *, reason: Mapping[str, str] | None = None
) -> Letter:
    """Make a letter."""
    return Letter(
        to=to.email,
        name=to.name,
        language=to.language,
        subject=page.subject,
        text=_text(page, to.language, unsubscribe),
        html=_html(page, to.language, unsubscribe),
        unsubscribe=unsubscribe,
        reason=reason,
    )


def _text(page: Page, language: str, unsubscribe: str | None) -> str:
    colon = ":" if language == "en" else "："
    links = [f"{says}{colon}\n{link}" for says, link in ((page.act, page.link), *page.more)]
    blocks = [page.greeting, *page.paragraphs, *links, *page.after]
    if unsubscribe:
        blocks.append(f"-- \n{page.stop}{colon}\n{unsubscribe}")
    return "\n\n".join(blocks) + "\n"


def _html(page: Page, language: str, unsubscribe: str | None) -> str:
    blocks = [_paragraph(escape(text)) for text in (page.greeting, *page.paragraphs)]
    blocks.append(_paragraph(f'<a href="{escape(page.link)}" style="{_BUTTON}">{escape(page.act)}</a>'))
    blocks.append(_small(f"{escape(page.link)}"))
    blocks += [_paragraph(f'<a href="{escape(link)}" style="{_LINK}">{escape(says)}</a>') for says, link in page.more]
    blocks += [_small(escape(text)) for text in page.after]
    if unsubscribe:
        blocks.append(_small(f'<a href="{escape(unsubscribe)}" style="color:#5a6468">{escape(page.stop)}</a>'))
    body = "\n".join(blocks)
    return (
        f'<!doctype html>\n<html lang="{escape(language)}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(page.subject)}</title></head>\n"
        f'<body style="margin:0;background:#f4f5f3;{_FONT}">\n'
        '<div style="max-width:34rem;margin:24px auto;padding:24px;background:#ffffff;color:#1c2326;'
        f'border-radius:12px;line-height:1.6">\n{body}\n</div></body></html>\n'
    )


def _paragraph(html: str) -> str:
    return f'<p style="margin:0 0 16px">{html}</p>'


def _small(html: str) -> str:
    return f'<p style="margin:0 0 12px;font-size:13px;color:#5a6468;overflow-wrap:anywhere">{html}</p>'
