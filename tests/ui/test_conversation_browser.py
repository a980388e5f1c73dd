"""Kept conversations in a real browser: found again, edited, rated, exported, each user's own."""

import json
import re
import time
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from browsing import DESKTOP, PHONE, ask, open_again, open_list
from page_fakes import HOSTILE, LONG_SECONDS, FakeLibrary
from playwright.sync_api import Page, expect

from rag.settings import PageSettings
from rag.users import add_user
from ui import strings as s
from ui.serve import PageServer

pytestmark = pytest.mark.browser

ZH, EN = "有轨电车二号线什么时候通车？", "When does tram line 2 open?"
SOME = re.compile(".")


def address(page: Page) -> str:
    """Wait until the conversation has an address; gives what comes after the host."""
    turn = page.locator("#dz-current .dz-turn")
    expect(turn).to_have_attribute("data-conversation", SOME)
    id_ = turn.get_attribute("data-conversation")
    expect(page).to_have_url(re.compile(rf"\?conversation={id_}$"))
    return f"?conversation={id_}"


def menu_of(page: Page, title: str):
    talk = page.locator(".dz-talk", has_text=title).first
    talk.locator("summary").focus()
    page.keyboard.press("Enter")
    return talk


def wait_for(find):
    """Wait until the server, not the page, has done something."""
    deadline = time.monotonic() + LONG_SECONDS
    while not (found := find()) and time.monotonic() < deadline:
        time.sleep(0.05)
    return found


def shown(page: Page) -> list[str]:
    """What stands on the page of answers and evidence, without what is pointed at."""
    parts = ".dz-turn .dz-reply, .dz-card"
    return page.eval_on_selector_all(parts, "all => all.map(part => part.innerHTML)")


@pytest.mark.parametrize(("locale", "language"), [("zh-CN", "zh"), ("en-US", "en")])
def test_reload_finds_the_conversation_with_its_cards(visit, locale, language):
    page = visit(locale)
    ask(page, ZH)
    ask(page, "What is on the moon?")
    ask(page, EN)
    kept = address(page)
    expect(page).to_have_title(f"{ZH} – {s.PAGE_TITLE(language)}")
    expect(page.locator(".dz-card")).to_have_count(4)
    before = shown(page)
    assert len(before) > 5
    page = open_again(page, kept)
    expect(page.locator(".dz-turn")).to_have_count(3)
    expect(page.locator(".dz-card")).to_have_count(4)
    assert shown(page) == before
    page.click('#dz-past .dz-mark[data-marker="2"]')
    expect(page.locator(".dz-card.dz-active")).to_have_attribute("data-marker", "2")
    ask(page, "When is the tram free?")
    assert address(page) == kept
    expect(page.locator(".dz-turn")).to_have_count(4)


def test_answer_under_way_is_kept_when_the_page_is_reloaded(browser, server, shown_library):
    context = browser.new_context(locale="en-US")
    page = context.new_page()
    page.goto(server.url)
    question = "Tell me endlessly about the tram, again"
    page.fill("#dz-question", question)
    page.keyboard.press("Enter")
    expect(page.locator("#dz-current .dz-reply")).to_contain_text("Tram line")
    # Not by visit(): that a request was cut off is an error to Gradio.
    page.reload()
    kept = wait_for(lambda: shown_library.list_conversations("", query=question))
    page.goto(f"{server.url}/?conversation={kept[0].id}")
    expect(page.locator("#dz-current .dz-status")).to_have_text(s.STOPPED("en"))
    expect(page.locator("#dz-current .dz-reply")).to_contain_text("Tram line")
    context.close()


def test_back_and_forward_go_through_conversations(visit):
    page = visit()
    ask(page, EN)
    first = address(page)
    page.click(".dz-composer [data-action=clear]")
    expect(page.locator(".dz-welcome")).to_be_visible()
    expect(page).to_have_url(re.compile("/$"))
    ask(page, "What is on the moon?")
    second = address(page)
    open_list(page)
    page.locator(f'.dz-talk-link[href="{first}"]').click()
    expect(page.locator("#dz-current .dz-question p")).to_have_text(EN)
    page.click("[data-action=view][data-view=library]")
    page.go_back()
    expect(page.locator("#dz-current .dz-question p")).to_have_text(EN)
    page.go_back()
    expect(page.locator("#dz-current .dz-refusal")).to_be_visible()
    assert address(page) == second
    page.go_forward()
    expect(page.locator("#dz-current .dz-question p")).to_have_text(EN)
    expect(page.locator(f'.dz-talk-link[href="{first}"]')).to_have_attribute("aria-current", "page")


def test_question_asked_before_the_page_is_filled_has_its_conversation(visit, shown_library):
    # The page can be used at once; its contents in the user's language come when they are ready.
    shown_library.listing_seconds = 0.7
    page = visit(filled=False)
    ask(page, EN)
    shown_library.listing_seconds = 0.0
    expect(page.locator(".dz-composer [data-action=clear]")).to_be_visible()
    ask(page, ZH)
    expect(page.locator("#dz-past .dz-question p")).to_have_text(EN)
    shown_library.listing_seconds = 0.7
    page.click(".dz-switch [data-language=zh]")
    ask(page, "What is on the moon?")
    shown_library.listing_seconds = 0.0
    expect(page.locator("#dz-past .dz-question p")).to_have_text([EN, ZH])
    expect(page.locator(".dz-composer [data-action=clear]")).to_have_text(s.CLEAR("zh"))


def test_first_question_is_found_again_from_the_reader(visit):
    page = visit()
    page.fill("#dz-question", "Tell me slowly about the tram")
    page.keyboard.press("Enter")
    expect(page.locator("#dz-current .dz-reply")).to_contain_text("Tram line")
    page.click("[data-action=view][data-view=library]")
    expect(page.locator("#dz-current .dz-turn")).to_have_attribute("data-conversation", SOME)
    page.go_back()
    expect(page.locator("#dz-current .dz-turn")).to_be_visible()
    expect(page.locator("#dz-current .dz-mark")).to_have_count(3)


def test_conversation_is_renamed_and_deleted_by_keyboard(visit):
    page = visit()
    ask(page, EN)
    kept = address(page)
    open_list(page)
    talk = menu_of(page, EN)
    talk.locator("[data-action=rename-talk]").focus()
    page.keyboard.press("Enter")
    page.keyboard.insert_text("not this")
    page.keyboard.press("Escape")
    expect(talk.locator(".dz-talk-link bdi")).to_have_text(EN)
    talk.locator("[data-action=rename-talk]").evaluate("button => button.click()")
    page.keyboard.insert_text(HOSTILE[:120])
    page.keyboard.press("Enter")
    renamed = page.locator(".dz-talk", has_text="<script>").first
    expect(renamed).to_have_attribute("data-title", HOSTILE[:120].strip())
    page = open_again(page, kept)
    expect(page.locator("#dz-current .dz-turn")).to_be_visible()
    talk = menu_of(page, "<script>")
    talk.locator("[data-action=delete-talk]").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".dz-delete-name")).to_have_text(HOSTILE[:120].strip())
    page.click("[data-action=keep-talk]")
    expect(page.locator("#dz-current .dz-turn")).to_be_visible()
    talk.locator("[data-action=delete-talk]").click()
    page.click("[data-action=confirm-delete-talk]")
    expect(page.locator(".dz-welcome")).to_be_visible()
    expect(page.locator(".dz-talk", has_text="<script>")).to_have_count(0)
    expect(page).to_have_url(re.compile("/$"))
    assert page.evaluate("window.hacked") is None
    assert page.locator("#dz-talks :is(img, iframe, script)").count() == 0


def test_titles_can_be_searched_when_there_are_many(visit, shown_library):
    page = visit()
    ask(page, ZH)
    kept = shown_library.read_conversation("", address(page).partition("=")[2])
    for number in range(8):
        again = shown_library.save_conversation("", kept.before(0).begin(f"port {number}").stop())
        assert again.id
    for number in range(8):
        shown_library.save_conversation("", type(kept)().begin(f"港口 {number}").stop())
    open_list(page)
    page.fill(".dz-talks-search", "港口 3")
    expect(page.locator(".dz-talk")).to_have_count(1)
    expect(page.locator(".dz-talks-search")).to_be_focused()
    page.fill(".dz-talks-search", "nowhere at all")
    expect(page.locator("#dz-talks-all")).to_contain_text(s.TALKS_NONE_FOUND("en"))
    expect(page.locator(".dz-talks-search")).to_be_visible()


def test_earlier_question_is_edited_and_sent_again(visit):
    page = visit("zh-CN")
    ask(page, EN)
    ask(page, "月亮上有什么？")
    ask(page, ZH)
    edit = page.locator("#dz-past .dz-edit-question").nth(1)
    edit.focus()
    page.keyboard.press("Enter")
    area = page.locator(".dz-edit-box textarea")
    expect(area).to_be_focused()
    expect(area).to_have_value("月亮上有什么？")
    expect(page.locator(".dz-edit-box")).to_contain_text(s.EDIT_DROPS("zh"))
    area.fill("forget it")
    page.keyboard.press("Escape")
    expect(edit).to_be_focused()
    expect(page.locator(".dz-turn")).to_have_count(3)
    expect(page.locator("#dz-past .dz-question p").nth(1)).to_have_text("月亮上有什么？")
    page.keyboard.press("Enter")
    area.fill("电车一个月内免费吗？")
    page.keyboard.press("Shift+Enter")
    page.keyboard.press("Enter")
    expect(page.locator("#dz-current .dz-question p")).to_have_text("电车一个月内免费吗？")
    expect(page.locator("#dz-current .dz-mark")).to_have_count(2)
    expect(page.locator(".dz-turn")).to_have_count(2)
    page = open_again(page, address(page))
    expect(page.locator(".dz-question p")).to_have_text([EN, "电车一个月内免费吗？"])


def test_thumbs_and_comment_are_kept_and_exported(visit, tmp_path):
    page = visit()
    ask(page, EN)
    kept = address(page)
    ask(page, "What is on the moon?")
    foot = page.locator("#dz-past .dz-turn-foot")
    expect(foot.locator(".dz-comment")).to_be_hidden()
    foot.locator("[data-rating=down]").click()
    expect(foot.locator(".dz-rated")).to_have_text(s.RATE_SAVED("en"))
    foot.locator("[data-rating=up]").click()
    expect(foot.locator("[data-rating=down]")).to_have_attribute("aria-pressed", "false")
    expect(foot.locator(".dz-rated")).to_have_text(s.RATE_SAVED("en"))
    foot.locator(".dz-comment input").fill("clear & <b>short</b>")
    # What it says of the thumb would pass for what it says of the comment.
    foot.locator(".dz-rated").evaluate("note => (note.textContent = '')")
    page.keyboard.press("Enter")
    expect(foot.locator(".dz-rated")).to_have_text(s.RATE_SAVED("en"))
    page = open_again(page, kept)
    foot = page.locator("#dz-past .dz-turn-foot")
    expect(foot.locator("[data-rating=up]")).to_have_attribute("aria-pressed", "true")
    expect(foot.locator(".dz-comment input")).to_have_value("clear & <b>short</b>")
    open_list(page)
    (line,) = download(page, EN, "jsonl", tmp_path).decode().splitlines()
    record = json.loads(line)
    assert (record["rating"], record["comment"]) == ("up", "clear & <b>short</b>")
    assert "[^1]: " in download(page, EN, "md", tmp_path).decode()
    assert download(page, EN, "docx", tmp_path).startswith(b"PK")
    foot.locator("[data-rating=up]").click()
    expect(foot.locator(".dz-rated")).to_have_text(s.RATE_TAKEN_BACK("en"))
    expect(foot.locator(".dz-comment")).to_be_hidden()


def download(page: Page, title: str, form: str, folder: Path) -> bytes:
    talk = menu_of(page, title)
    with page.expect_download() as waiting:
        talk.locator(f"[data-action=export-talk][data-format={form}]").click()
    path = folder / waiting.value.suggested_filename
    assert path.name == f"When-does-tram-line-2-open.{form}"
    waiting.value.save_as(path)
    return path.read_bytes()


def test_unknown_conversation_is_told(visit):
    page = visit("zh-CN", at="?conversation=not-there")
    expect(page.locator("#dz-current .dz-notice")).to_contain_text(s.TALK_GONE("zh"))
    expect(page.locator(".dz-welcome")).to_be_visible()
    ask(page, ZH)
    assert "not-there" not in address(page)


def test_phone_has_the_list_behind_a_button(visit):
    page = visit("en-US", PHONE)
    ask(page, EN)
    first = address(page)
    expect(page.locator("#dz-talks")).to_be_hidden()
    for link in page.locator(".dz-under-box button").all():
        expect(link).to_be_in_viewport(ratio=1)
    open_list(page)
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    page.keyboard.press("Escape")
    expect(page.locator("#dz-talks")).to_be_hidden()
    open_list(page)
    page.click(".dz-new-talk")
    expect(page.locator("#dz-talks")).to_be_hidden()
    expect(page.locator(".dz-welcome")).to_be_visible()
    open_list(page)
    page.mouse.click(365, 300)
    expect(page.locator("#dz-talks")).to_be_hidden()
    open_list(page)
    page.locator(f'.dz-talk-link[href="{first}"]').click()
    expect(page.locator("#dz-talks")).to_be_hidden()
    expect(page.locator("#dz-current .dz-question p")).to_have_text(EN)


@pytest.mark.parametrize(
    ("locale", "scheme", "viewport"),
    [("zh-CN", "light", DESKTOP), ("en-US", "dark", PHONE)],
    ids=["zh-light", "en-dark-phone"],
)
def test_axe_finds_nothing_serious(visit, locale, scheme, viewport):
    page = visit(locale, viewport, color_scheme=scheme)
    ask(page, EN)
    address(page)
    ask(page, ZH)
    page.locator("#dz-current .dz-thumb").first.click()
    expect(page.locator("#dz-current .dz-comment")).to_be_visible()
    page.locator("#dz-past .dz-edit-question").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".dz-edit-box")).to_be_visible()
    # What a new question will replace is dimmed until then.
    found = problems(page, leave_out=[".dz-editing .dz-reply", ".dz-editing footer", "#dz-current"])
    page.keyboard.press("Escape")
    open_list(page)
    menu_of(page, EN)
    found += problems(page)
    page.locator(".dz-talk [data-action=rename-talk]").first.evaluate("one => one.click()")
    found += problems(page)
    page.keyboard.press("Escape")
    page.locator(".dz-talk [data-action=delete-talk]").first.evaluate("one => one.click()")
    assert not [*found, *problems(page)]


def problems(page: Page, leave_out: list[str] | None = None) -> list[str]:
    context = {"exclude": [[each] for each in leave_out or []]}
    found = Axe().run(page, context, {"resultTypes": ["violations"]}).response["violations"]
    return [
        f"{each['id']}: {node['html'][:160]} {node['failureSummary'][:300]}"
        for each in found
        if each["impact"] in {"serious", "critical"}
        for node in each["nodes"][:3]
    ]


@pytest.fixture(scope="module")
def guarded(tmp_path_factory):
    folder = tmp_path_factory.mktemp("guarded")
    for user in ("lin", "wu"):
        add_user(folder / "users", user, "bridge over 1 river")
    library = FakeLibrary(folder)
    with PageServer(library, PageSettings(port=0), auth_file=folder / "users") as running:
        yield running


def test_each_user_has_conversations_of_their_own(browser, guarded):
    contexts = {}
    for user in ("lin", "wu"):
        context = contexts[user] = browser.new_context(locale="en-US")
        page = context.new_page()
        page.goto(guarded.url)
        page.locator("[name=user]").fill(user)
        page.locator("[name=password]").fill("bridge over 1 river")
        page.keyboard.press("Enter")
        expect(page.locator("html[data-dz-ready]")).to_be_attached()
    lin, wu = (contexts[user].pages[0] for user in ("lin", "wu"))
    ask(lin, EN)
    mine = address(lin)
    open_list(lin)
    wu.goto(f"{guarded.url}/{mine}")
    expect(wu.locator("#dz-current .dz-notice")).to_contain_text(s.TALK_GONE("en"))
    wu.click(".dz-open-talks")
    expect(wu.locator("#dz-talks-all")).to_contain_text(s.TALKS_EMPTY("en"))
    lin.reload()
    expect(lin.locator("#dz-current .dz-question p")).to_have_text(EN)
    for context in contexts.values():
        context.close()
