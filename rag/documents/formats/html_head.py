"""A page's head -> its title, date and what else it states of itself."""

from __future__ import annotations

import re
from collections.abc import Mapping

from rag.documents.formats.html_tree import HtmlTree
from rag.documents.metadata import find_date

#: Between a page's title and its site's name.
_SITE_MARK = re.compile(r"(?:(?<!\s)\s+)?(?:[|｜_]|\s[-–—·»]\s|--|——)\s*")
_MIN_TITLE_CHARS = 4
#: Names under which pages state when they were published, the most exact first; lower case.
_DATE_NAMES = (
    "article:published_time og:published_time datepublished pubdate publishdate publish_date "
    "publish-date dc.date dc.date.issued dcterms.date dcterms.issued dcterms.created date "
    "citation_publication_date weibo:article:create_at article:modified_time"
).split()
_FIELDS = {
    "author": ("author", "article:author", "dc.creator", "dcterms.creator", "byl"),
    "source": ("contentsource", "source", "copyrightsource", "article:source"),
    "publisher": ("og:site_name", "dc.publisher", "dcterms.publisher", "publisher", "sitename"),
}
_WORD = re.compile(r"[^\W_]")
_MAX_FIELD_CHARS = 200


def read_title(tree: HtmlTree, text: str) -> str | None:
    """Read a page's title: its heading, or what its head calls it without the site's name.

    :param tree: the parsed page.
    :param text: its main text, where the heading counts.
    :returns: None where it states none.
    """
    named = tree.first_text("title")
    headings = [line[2:] for line in text.splitlines() if line.startswith("# ")]
    if headings:
        return max((each for each in headings if each in named), key=len, default=headings[0])
    stated = _read_fields(tree)
    for title in (stated.get("articletitle"), stated.get("og:title"), _without_site(named)):
        if title and _WORD.search(title):
            return title
    return None


def read_page_date(tree: HtmlTree) -> str | None:
    """Read when a page says it was published, ISO 8601."""
    stated = _read_fields(tree)
    times = [each.get("datetime") or "" for each in tree.elements("time[datetime]")]
    texts = [stated.get(name, "") for name in _DATE_NAMES] + times
    return next((date for text in texts if (date := find_date(text))), None)


def read_page_metadata(tree: HtmlTree) -> dict[str, str]:
    """Read author, source, publisher and address."""
    stated = _read_fields(tree)
    found = {
        field: next((stated[name] for name in names if stated.get(name)), "")
        for field, names in _FIELDS.items()
    }
    links = tree.elements("link[rel=canonical][href]")
    found["url"] = (links[0].get("href") if links else None) or stated.get("og:url", "")
    return {field: value for field, value in found.items() if value}


def _read_fields(tree: HtmlTree) -> Mapping[str, str]:
    fields: dict[str, str] = {}
    for each in tree.elements("meta[content]"):
        name = each.get("name") or each.get("property") or each.get("itemprop") or ""
        value = " ".join((each.get("content") or "").split())
        if name and value:
            fields.setdefault(name.strip().lower(), value[:_MAX_FIELD_CHARS])
    return fields


def _without_site(title: str) -> str:
    """Leave the site's name out: of the parts, the first that is long enough to be a title."""
    parts = [part for part in _SITE_MARK.split(title) if part.strip()]
    return next((part for part in parts if len(part) >= _MIN_TITLE_CHARS), title)
