"""The whole page in Chinese and in English: nothing of it stands in the other language.

What is not the page's own, documents' texts, titles, names, questions, is marked with its language
(``lang``); attributes cannot be marked, so what they quote is taken out.
"""

import re

import pytest
from page_fakes import HOSTILE, PASSAGES
from page_states import STATES, leave

from rag.library_parts.choices import ModelChoice

pytestmark = pytest.mark.browser

OTHER = {"zh": re.compile("[A-Za-z]{2,}"), "en": re.compile("[\u3400-\u9fff]")}
#: The same in both languages: the program, keys, units, formats.
NAMES = re.compile(
    r"对照|Duizhao|duizhao doctor|\b(?:Shift|KB|MB|UTF-8)\b|(?<!\w)\.[a-z]{2,8}\b"
    r"|(?:Markdown|Word|PDF|EPUB|TMX|XLIFF|CSV|TSV|ZIP)(?![A-Za-z])"
)
#: Everything that is said: texts, shown or not, and what is read out or shown on demand.
SAID = """() => {
  const said = [];
  const marked = (element) => {
    const closest = element.closest("[lang]");
    return closest && closest !== document.documentElement;
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const parent = walker.currentNode.parentElement;
    if (parent.closest("script, style, noscript") || marked(parent)) continue;
    const text = walker.currentNode.data.trim();
    if (text) said.push([text, parent.outerHTML.slice(0, 160), false]);
  }
  const read = ["aria-label", "title", "placeholder", "alt", "aria-description", "data-label"];
  for (const name of read) {
    for (const element of document.querySelectorAll(`[${name}]`)) {
      const where = `${name}: ${element.outerHTML.slice(0, 160)}`;
      if (!marked(element)) said.push([element.getAttribute(name), where, true]);
    }
  }
  said.push([document.title, "the window's title", true]);
  return said;
}"""


def quoted() -> list[str]:
    """List what the library holds that the page's attributes quote, longest first."""
    found = {HOSTILE, "电车", "When does tram line 2 open?", "What is on the moon?"}
    for passages in PASSAGES.values():
        for passage in passages:
            paragraph = passage.paragraph
            found |= {passage.title, paragraph.document, paragraph.speaker, paragraph.text}
    found |= {"linhe-briefing", "ollama:qwen3", "broken library please"}
    return sorted(found, key=len, reverse=True)


def strangers(page, language: str) -> list[str]:
    found = []
    for text, where, is_attribute in page.evaluate(SAID):
        own = text
        if is_attribute:
            for each in quoted():
                own = own.replace(each, "")
        if OTHER[language].search(NAMES.sub("", own)):
            found.append(f"{text[:120]!r} in {where}")
    return found


@pytest.mark.parametrize(("locale", "language"), [("zh-CN", "zh"), ("en-US", "en")])
def test_nothing_stands_in_the_other_language(visit, shown_library, locale, language):
    shown_library.offered[1:] = [ModelChoice("ollama:qwen3", "localhost:11434")]
    page = visit(locale)
    found = {}
    for state in STATES:
        leave(page)
        state(page)
        for each in strangers(page, language):
            found.setdefault(each, state.__name__)
    if found:
        pytest.fail("\n".join(f"{state}: {each}" for each, state in found.items()))


def test_rule_would_find_a_stranger(visit):
    page = visit("zh-CN")
    page.evaluate("document.querySelector('.dz-welcome').append('Upload')")
    page.evaluate("document.querySelector('.dz-send').title = 'Send'")
    assert len(strangers(page, "zh")) == 2
