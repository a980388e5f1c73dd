"""The page in a real browser: a server of our own, Chromium without a screen."""

import re

import pytest
from browsing import DESKTOP, PHONE, ask, boxes, open_again
from page_fakes import HOSTILE, LONG_SECONDS
from playwright.sync_api import expect

from ui import strings as s

pytestmark = pytest.mark.browser

ZH, EN = "有轨电车二号线什么时候通车？", "When does tram line 2 open?"
HAN = re.compile("[\u3400-\u9fff]")


@pytest.mark.parametrize(("locale", "question"), [("zh-CN", ZH), ("en-US", EN)])
def test_answer_cites_and_mark_opens_its_card(visit, locale, question):
    page = visit(locale)
    ask(page, question)
    page.click('#dz-current .dz-mark[data-marker="1"]')
    card = page.locator(".dz-card.dz-active")
    expect(card).to_have_attribute("data-marker", "1")
    expect(card).to_be_in_viewport()
    expect(card.locator(".dz-side-zh mark")).to_have_text("有轨电车二号线将于今年九月通车。")
    expect(card.locator(".dz-side-en mark")).to_have_text("tram line 2 would open this September.")
    assert page.evaluate("scrollY") == 0
    assert page.evaluate("document.documentElement.scrollHeight") == DESKTOP["height"]
    zh, en = boxes(page, ".dz-card.dz-active .dz-side-zh", ".dz-card.dz-active .dz-side-en")
    assert zh["right"] <= en["left"]
    assert zh["top"] == en["top"]


def test_mark_of_an_earlier_answer_opens_its_own_card(visit):
    page = visit()
    ask(page, EN)
    ask(page, "What is on the moon?")
    expect(page.locator(".dz-evidence")).to_have_attribute("data-exchange", "1")
    page.click('#dz-past .dz-mark[data-marker="2"]')
    expect(page.locator(".dz-evidence")).to_have_attribute("data-exchange", "0")
    expect(page.locator(".dz-card.dz-active")).to_have_attribute("data-marker", "2")
    expect(page.locator(".dz-card.dz-active")).to_be_focused()


def test_pointing_at_a_mark_shows_its_quote(visit):
    page = visit()
    ask(page, EN)
    page.hover('#dz-current .dz-mark[data-marker="1"]')
    expect(page.locator("#dz-tip")).to_contain_text("tram line 2 would open this September.")
    page.mouse.move(5, 5)
    expect(page.locator("#dz-tip")).to_be_hidden()


def test_refusal_looks_different_and_shows_nearest_passages(visit):
    page = visit("zh-CN")
    ask(page, "月亮上有什么？")
    expect(page.locator(".dz-refusal h2")).to_have_text(s.REFUSED_TITLE("zh"))
    expect(page.locator(".dz-card.dz-is-nearest")).to_have_count(3)


def test_failure_is_a_notice_in_the_pages_language(visit):
    page = visit("zh-CN")
    ask(page, "broken model please")
    expect(page.locator("#dz-current .dz-notice > p")).to_have_text(s.MODEL_FAILED("zh"))
    expect(page.locator("#dz-current [data-action=retry]")).to_be_visible()


@pytest.mark.parametrize(
    ("locale", "language"), [("zh-CN", "zh"), ("zh-TW", "zh"), ("en-GB", "en"), ("de-DE", "en")]
)
def test_page_follows_the_browsers_language(visit, locale, language):
    page = visit(locale)
    expect(page.locator("#dz-question")).to_have_attribute(
        "placeholder", s.QUESTION_PLACEHOLDER(language)
    )
    expect(page).to_have_title(s.PAGE_TITLE(language))


#: What the page itself says, without documents' titles and the two names of languages.
_OWN_TEXT = """() => {
  const parts = "#dz-top, #dz-ask, #dz-current, #dz-sources, #dz-library-top";
  const texts = [...document.querySelectorAll(parts)].map(part => part.innerText);
  const said = document.querySelectorAll(`:is(${parts}) :is([placeholder], [aria-label], [title])`);
  for (const each of said) texts.push(each.placeholder, each.ariaLabel, each.title);
  return texts.join(" ").replaceAll("对照", "").replaceAll("中文", "");
}"""


def test_language_switch_changes_everything_and_is_kept(visit):
    page = visit("zh-CN")
    page.click("[data-action=language][data-language=en]")
    expect(page.locator(".dz-send")).to_have_text("Ask")
    expect(page.locator(".dz-chip").first).to_have_text(EN)
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.wait_for_function(f"() => !/{HAN.pattern}/.test(({_OWN_TEXT})())")
    expect(open_again(page).locator(".dz-send")).to_have_text("Ask")


def test_language_switch_keeps_the_conversation(visit):
    page = visit("en-US")
    ask(page, EN)
    page.click("[data-action=language][data-language=zh]")
    expect(page.locator("#dz-current [data-action=copy]")).to_have_text(s.COPY("zh"))
    expect(page.locator("#dz-current .dz-answer")).to_contain_text("opens this September")
    expect(page.locator(".dz-card").first).to_contain_text(s.QUOTED_MEANING("zh"))


def test_example_question_can_be_clicked(visit):
    page = visit("zh-CN")
    page.click(".dz-chip >> nth=0")
    expect(page.locator("#dz-current .dz-mark")).to_have_count(2)


def test_enter_sends_but_not_while_composing(visit):
    page = visit()
    page.fill("#dz-question", "line one")
    page.keyboard.press("Shift+Enter")
    page.dispatch_event("#dz-question", "keydown", {"key": "Enter", "isComposing": True})
    expect(page.locator("#dz-question")).to_have_value("line one\n")
    expect(page.locator(".dz-turn")).to_have_count(0)
    page.keyboard.press("Enter")
    expect(page.locator(".dz-turn")).to_have_count(1)


def test_stop_keeps_what_was_written_and_frees_the_box(visit):
    page = visit()
    page.fill("#dz-question", "Tell me endlessly about the tram")
    page.keyboard.press("Enter")
    reply = page.locator("#dz-current .dz-reply")
    expect(reply).to_contain_text("Tram line 2")
    (before,) = boxes(page, "#dz-current .dz-question")
    expect(reply).to_contain_text("opens this September")
    assert boxes(page, "#dz-current .dz-question") == [before]
    page.click(".dz-stop")
    expect(reply).to_contain_text(s.STOPPED("en"))
    expect(page.locator(".dz-send")).to_be_visible()
    ask(page, EN)
    expect(page.locator("#dz-current .dz-mark")).to_have_count(3)


#: A label that says something for a moment may be missed by looking.
_NOTE_LABELS = """button => {
  window.labels = [];
  new MutationObserver(() => labels.push(button.textContent)).observe(button, { childList: true });
}"""


def test_retry_copy_and_new_conversation(visit):
    page = visit(permissions=["clipboard-read", "clipboard-write"])
    ask(page, EN)
    button = page.locator("#dz-current [data-action=copy]")
    button.evaluate(_NOTE_LABELS)
    button.click()
    button.click()
    page.wait_for_function("labels.length === 4")
    assert s.COPIED("en") in page.evaluate("labels")
    # Twice within that moment, too.
    expect(button).to_have_text(s.COPY("en"))
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("Tram line 2 opens this September [1].")
    assert "[1] 临河市新闻发布会 Linhe briefing" in copied
    page.click("#dz-current [data-action=retry]")
    expect(page.locator("html")).not_to_have_attribute("data-dz-busy", "")
    expect(page.locator("#dz-current .dz-mark")).to_have_count(3)
    expect(page.locator(".dz-turn")).to_have_count(1)
    page.click("[data-action=clear]")
    expect(page.locator(".dz-welcome")).to_be_visible()
    expect(page.locator(".dz-turn")).to_have_count(0)


@pytest.mark.parametrize(("viewport", "locale"), [(DESKTOP, "en-US"), (PHONE, "zh-CN")])
def test_answer_comes_back_when_retrying_comes_to_nothing(visit, shown_library, viewport, locale):
    language = "zh" if locale == "zh-CN" else "en"
    page = visit(locale, viewport)
    ask(page, EN)
    turn, trouble = page.locator("#dz-current .dz-turn"), page.locator("#dz-current .dz-trouble")
    retry = page.locator("#dz-current [data-action=retry]")
    shown_library.breaks_off = True
    retry.click()
    reason = s.MODEL_FAILED(language)
    expect(trouble).to_contain_text(s.RETRY_FAILED(language, reason=reason))
    expect(turn.locator(".dz-mark")).to_have_count(3)
    shown_library.breaks_off = False
    shown_library.thinking_seconds = LONG_SECONDS
    retry.click()
    expect(turn).to_have_attribute("data-status", "writing")
    page.click(".dz-stop")
    expect(trouble).to_contain_text(s.RETRY_STOPPED(language))
    expect(turn.locator(".dz-mark")).to_have_count(3)
    shown_library.thinking_seconds = 0.0


def test_keyboard_alone_reaches_the_source_and_comes_back(visit):
    page = visit()
    ask(page, EN)
    page.locator('#dz-current .dz-mark[data-marker="1"]').focus()
    page.keyboard.press("Enter")
    card = page.locator(".dz-card.dz-active")
    expect(card).to_be_focused()
    card.locator("[data-action=back]").focus()
    page.keyboard.press("Enter")
    expect(page.locator('#dz-current .dz-mark[data-marker="1"]')).to_be_focused()


def test_whole_paragraph_can_be_shown(visit):
    page = visit()
    ask(page, EN)
    card = page.locator('.dz-card[data-marker="2"]')
    expect(card.locator(".dz-side-en")).not_to_contain_text("August", use_inner_text=True)
    card.locator("[data-action=expand]").click()
    expect(card.locator(".dz-side-en")).to_contain_text("August", use_inner_text=True)


def test_upload_tells_what_became_of_each_file_and_remove_asks(visit):
    page = visit("zh-CN")
    page.click("[data-action=view][data-view=library]")
    page.set_input_files(
        "#dz-library input[type=file]",
        [
            {
                "name": "新闻 稿.txt",
                "mimeType": "text/plain",
                "buffer": "桥通了。\n路通了。".encode(),
            },
            {"name": "empty.txt", "mimeType": "text/plain", "buffer": b" "},
            {"name": "long.txt", "mimeType": "text/plain", "buffer": b"x" * 2000},
        ],
    )
    results = page.locator(".dz-results")
    expect(results.locator(".dz-is-added")).to_contain_text("新闻 稿.txt")
    expect(results.locator(".dz-is-failed")).to_have_count(2)
    expect(results).to_contain_text(s.UPLOAD_EMPTY("zh"))
    expect(results).to_contain_text(s.UPLOAD_TOO_LARGE("zh", size="2 KB", limit="1 KB"))
    row = page.locator(".dz-documents tbody tr", has_text="新闻 稿")
    row.locator("[data-action=remove]").click()
    expect(page.locator(".dz-dialog")).to_contain_text(s.REMOVE_TITLE("zh"))
    page.click("[data-action=keep]")
    expect(row).to_have_count(1)
    row.locator("[data-action=remove]").click()
    page.click("[data-action=confirm-remove]")
    expect(row).to_have_count(0)
    expect(page.locator("#dz-removal .dz-done")).to_have_text(s.REMOVED("zh", title="新闻 稿"))


def test_chat_goes_on_while_a_file_is_indexed(visit, shown_library):
    page = visit()
    shown_library.ingest_seconds = LONG_SECONDS
    page.click("[data-action=view][data-view=library]")
    page.set_input_files(
        "#dz-library input[type=file]",
        [{"name": "slow.txt", "mimeType": "text/plain", "buffer": b"A bridge."}],
    )
    expect(page.locator(".dz-progress")).to_contain_text("slow.txt")
    page.click("[data-action=view][data-view=chat]")
    ask(page, EN)
    expect(page.locator("#dz-current .dz-mark")).to_have_count(3)
    assert page.locator(".dz-results").count() == 0
    shown_library.ingest_seconds = 0.0
    expect(page.locator(".dz-results .dz-is-added")).to_have_count(1)
    expect(page.locator("#dz-current .dz-mark")).to_have_count(3)


def test_hostile_text_stays_text(visit):
    page = visit()
    ask(page, "hostile")
    expect(page.locator("#dz-current .dz-answer")).to_contain_text("<script>window.hacked=1")
    page.hover("#dz-current .dz-mark")
    page.click("#dz-current .dz-mark")
    expect(page.locator(".dz-card.dz-active blockquote")).to_have_text(HOSTILE)
    page.click("[data-action=view][data-view=library]")
    expect(page.locator(".dz-documents")).to_contain_text("<script>window.hacked=1")
    page.locator(".dz-documents tr", has_text="<script").locator("[data-action=remove]").click()
    expect(page.locator(".dz-remove-name")).to_contain_text("<iframe")
    assert page.evaluate("window.hacked") is None
    assert (
        page.locator("#dz-chat :is(img, iframe, script), #dz-library :is(img, iframe)").count() == 0
    )


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_phone_shows_evidence_below_and_never_scrolls_sideways(visit, scheme):
    page = visit("zh-CN", PHONE, color_scheme=scheme)
    ask(page, ZH)
    expect(page.locator(".dz-card").first).to_be_visible()
    parts = ["#dz-current .dz-turn", ".dz-evidence", ".dz-side-zh", ".dz-side-en"]
    answer, evidence, zh, en = boxes(page, *parts)
    assert evidence["top"] >= answer["bottom"]
    assert zh["bottom"] <= en["top"]
    page.click('#dz-current .dz-mark[data-marker="2"]')
    expect(page.locator(".dz-card.dz-active")).to_be_in_viewport()
    expect(page.locator("#dz-question")).to_be_in_viewport()
    page.click("[data-action=view][data-view=library]")
    for _ in range(2):
        assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
        page.click("[data-action=view][data-view=chat]")


def test_phone_moves_to_each_new_question(visit):
    page = visit("zh-CN", PHONE)
    for question in (ZH, EN, f"{ZH} {EN}"):
        ask(page, question)
        shown = page.locator("#dz-current .dz-question p")
        expect(shown).to_be_in_viewport(ratio=1)
        expect(
            page.locator("#dz-current .dz-reply p, #dz-current .dz-reply li").first
        ).to_be_in_viewport()


def test_two_visitors_do_not_see_each_other(visit):
    first, second = visit(), visit("zh-CN")
    ask(first, EN)
    expect(second.locator(".dz-turn")).to_have_count(0)
    ask(second, ZH)
    expect(first.locator("#dz-current .dz-question p")).to_have_text(EN)
