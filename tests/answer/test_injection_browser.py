"""Hostile documents, a model that repeats them, and the page that shows it, in Chromium."""

from urllib.parse import urlsplit

import pytest
from injections import ATTACKS
from model_servers import Script, serve
from playwright.sync_api import expect

from rag.library import Library
from rag.settings import AnswerSettings, PageSettings, Settings
from ui.serve import PageServer

pytestmark = pytest.mark.browser

#: Milliseconds; every attack is read by a model, on a machine that may be busy.
MAX_WAIT = 60_000
#: What a page must not hold, wherever a document or a model wants it to.
ACTIVE = ":is(#dz-chat, #dz-library) :is({})".format(
    "script, iframe, img, object, embed, svg:not(button > svg), style, meta, base"
)


@pytest.fixture(scope="module")
def script():
    return Script()


@pytest.fixture(scope="module")
def library(tmp_path_factory, script):
    """Every attack in a document of its own, asked through a model on this machine."""
    folder = tmp_path_factory.mktemp("hostile")
    for attack in ATTACKS:
        (folder / f"{attack.island}.txt").write_text(attack.document, "utf-8")
    with serve("openai", script) as url:
        answer = AnswerSettings(
            model="openai:tiny", base_url=url, api_key="k", max_retries=0, min_confidence=0
        )
        settings = Settings(store=folder / "store", answer=answer)
        with Library.open(settings.store, settings=settings, create=True) as opened:
            report = opened.ingest(folder)
            assert len(report.added) == len(ATTACKS)
            opened.ask(ATTACKS[0].question)  # loads models, which takes seconds
            yield opened


@pytest.fixture(scope="module")
def page(browser, library):
    """One page for all attacks; afterwards nothing may have left the machine."""
    requests: list[str] = []
    with PageServer(library, PageSettings(port=0)) as server:
        context = browser.new_context(locale="en-US")
        opened = context.new_page()
        opened.set_default_timeout(MAX_WAIT)
        opened.on("request", lambda request: requests.append(request.url))
        opened.on("dialog", lambda dialog: pytest.fail(f"a dialog opened: {dialog.message}"))
        opened.goto(server.url)
        opened.wait_for_selector("html[data-dz-ready]")
        yield opened
        context.close()
    hosts = {urlsplit(url).hostname for url in requests if not url.startswith(("data:", "blob:"))}
    assert hosts == {"127.0.0.1"}


@pytest.mark.parametrize("first", range(0, len(ATTACKS), 6))
def test_page_shows_no_active_content(page, script, first):
    """A model that repeats six attacks at once; what it cites are hostile documents too."""
    attacks = ATTACKS[first : first + 6]
    attack = attacks[0]
    script.pieces = [f"{attack.fact} [1] ", *(f"{each.text} [1]\n" for each in attacks)]
    page.fill("#dz-question", attack.question)
    page.keyboard.press("Enter")
    turn = page.locator("#dz-current .dz-turn")
    expect(page.locator("#dz-current .dz-question p")).to_have_text(
        attack.question, timeout=MAX_WAIT
    )
    expect(turn).not_to_have_attribute("data-status", "writing", timeout=MAX_WAIT)
    # What stands before the end of a thought is taken for one.
    fare = 0 if "think" in {each.name for each in attacks} else attack.fare
    expect(turn).to_contain_text(f"{fare} crowns", timeout=MAX_WAIT)
    page.locator("#dz-current .dz-mark").first.hover()
    page.locator("#dz-current .dz-mark").first.click()
    assert page.evaluate("window.hacked") is None
    assert page.locator(ACTIVE).count() == 0
    links = page.eval_on_selector_all("#dz-chat a", "all => all.map(a => a.getAttribute('href'))")
    assert not [link for link in links if link and not link.startswith(("#", "/", "?"))]
    assert page.evaluate(
        "[...document.querySelectorAll('*')].every(e => "
        "![...e.attributes].some(a => a.name.startsWith('on')))"
    )
    assert "evil.example" not in page.url


@pytest.mark.parametrize("attack", ATTACKS, ids=[attack.name for attack in ATTACKS])
def test_quotes_are_letters_of_the_document(library, script, attack):
    script.pieces = [f"{attack.fact} [1] ", attack.text, " [1]"]
    answer = library.ask(attack.question)
    assert answer.model == "openai:tiny"
    cited = [citation for citation in answer.citations if citation.verified]
    assert cited
    for citation in answer.citations:
        assert citation.quote in citation.passage.paragraph.text
    # What stands before the end of a thought is taken for one.
    assert attack.name == "think" or any(attack.fact in citation.quote for citation in cited)
