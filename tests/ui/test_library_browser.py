"""The library in a real browser: open, correct, upload, remove."""

import re
from contextlib import contextmanager
from dataclasses import replace

import pytest
from browsing import PHONE, language_button
from page_fakes import HOSTILE, HOSTILE_NAME, LONG_SECONDS
from playwright.sync_api import expect

from ui import strings as s
from ui.render.library import MAX_ROWS

pytestmark = pytest.mark.browser
HAN = re.compile("[\u3400-\u9fff]")


def row_of(page, text):
    return page.locator(".dz-documents tbody tr", has_text=text)


def test_document_opens_in_the_reader(visit):
    page = visit("zh-CN", at="#library")
    row_of(page, "linhe-english").locator("th a").click()
    expect(page.locator(".dz-reader-title")).to_have_text("Linhe in English")
    expect(page.locator(".dz-reader-title")).to_be_focused()
    page.click(".dz-leave")
    expect(page.locator(".dz-documents")).to_be_visible()


@pytest.mark.parametrize(("locale", "language"), [("zh-CN", "zh"), ("en-US", "en")])
def test_metadata_are_corrected_in_a_form(visit, shown_library, locale, language):
    page = visit(locale, at="#library")
    row_of(page, "linhe-english").locator("[data-action=edit]").click()
    dialog = page.locator("#dz-edit dialog")
    expect(dialog).to_contain_text(s.EDIT_TITLE(language))
    page.get_by_label(s.METADATA_FIELDS["date"](language), exact=True).fill("someday")
    dialog.locator("[type=submit]").click()
    expect(dialog).to_contain_text(s.EDIT_NO_DATE(language))
    expect(dialog.locator("[name=date]")).to_be_focused()
    expect(dialog.locator("[name=date]")).to_have_attribute("aria-invalid", "true")
    dialog.locator("[name=date]").fill("2024-07-01")
    dialog.locator("[name=source]").fill(f"Linhe Daily {language} <b>")
    page.keyboard.press("Enter")
    expect(dialog).to_be_hidden()
    expect(row_of(page, "linhe-english")).to_contain_text("2024-07-01")
    expect(row_of(page, "linhe-english")).to_contain_text(f"Linhe Daily {language} <b>")
    if language == "en":
        row_of(page, "linhe-english").locator("[data-action=edit]").click()
        expect(dialog).to_be_visible()
        assert not HAN.search(dialog.inner_text())
        assert not dialog.locator("[placeholder]").count()


def test_correcting_from_the_reader_changes_what_it_shows(visit):
    page = visit("en-US", at="?document=linhe-english")
    page.locator(".dz-reader-head [data-action=edit]").click()
    page.locator("#dz-edit [name=title]").fill("Linhe, corrected")
    page.locator("#dz-edit [type=submit]").click()
    expect(page.locator(".dz-reader-title")).to_have_text("Linhe, corrected")
    page.locator(".dz-reader-head [data-action=edit]").click()
    page.locator("#dz-edit [name=title]").fill("Never saved")
    page.keyboard.press("Escape")
    expect(page.locator("#dz-edit dialog")).to_be_hidden()
    expect(page.locator(".dz-reader-title")).to_have_text("Linhe, corrected")


def test_hostile_name_can_be_opened_and_corrected(visit):
    page = visit("en-US", at="#library")
    row_of(page, "<script").locator("[data-action=edit]").click()
    expect(page.locator("#dz-edit .dz-remove-name")).to_have_text(HOSTILE_NAME)
    expect(page.locator("#dz-edit [name=title]")).to_have_value(f"<b>{HOSTILE}</b>")
    page.keyboard.press("Escape")
    row_of(page, "<script").locator("th a").click()
    expect(page.locator(".dz-reader-head")).to_contain_text(HOSTILE_NAME)
    assert page.evaluate("window.hacked") is None
    assert page.locator(":is(#dz-edit, #dz-library, #dz-reader) :is(img, iframe)").count() == 0


@pytest.mark.parametrize(("locale", "language"), [("zh-CN", "zh"), ("en-US", "en")])
def test_upload_hint_is_short_and_formats_can_be_seen(visit, locale, language):
    page = visit(locale, at="#library")
    hint = page.locator(".dz-drop > .dz-hint").first
    expect(hint).to_be_visible()
    assert ".sdlxliff" not in hint.inner_text()
    page.get_by_text(s.UPLOAD_FORMATS(language)).click()
    expect(page.locator(".dz-formats")).to_contain_text(".sdlxliff")


def test_phone_shows_the_form_and_never_scrolls_sideways(visit):
    page = visit("zh-CN", PHONE, at="#library")
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    row_of(page, "linhe-briefing").locator("[data-action=edit]").click()
    dialog = page.locator("#dz-edit dialog")
    expect(dialog).to_be_visible()
    box = dialog.bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= PHONE["width"]
    assert box["height"] <= PHONE["height"]


@contextmanager
def slow_upload(page, library, name):
    """Send a file; it is listed once what is done meanwhile is done."""
    library.ingest_seconds = LONG_SECONDS
    file = {"name": f"{name}.txt", "mimeType": "text/plain", "buffer": b"A bridge."}
    page.set_input_files("#dz-library input[type=file]", [file])
    expect(page.locator(".dz-progress")).to_contain_text(name)
    yield
    library.ingest_seconds = 0.0
    expect(row_of(page, name)).to_have_count(1)


#: Keeps the most rows that the list has shown from now on.
COUNT_ROWS = """() => {
  const count = () => document.querySelectorAll(".dz-documents tbody tr").length;
  window.mostRows = count();
  new MutationObserver(() => (window.mostRows = Math.max(window.mostRows, count()))).observe(
    document.querySelector("#dz-list"), { subtree: true, childList: true });
}"""


@pytest.mark.parametrize("locale", ["zh-CN", "en-US"])
def test_question_of_a_removal_keeps_off_the_edges_of_a_phone(visit, locale):
    page = visit(locale, PHONE, at="#library")
    row_of(page, "linhe-briefing").locator("[data-action=remove]").click()
    dialog = page.locator(".dz-dialog[open]")
    expect(dialog).to_be_visible()
    box = dialog.bounding_box()
    assert box["x"] >= 12
    assert box["x"] + box["width"] <= PHONE["width"] - 12
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_list_that_is_renewed_leaves_the_question_of_a_removal_open(visit, shown_library):
    shown_library.add_long("ferries", 2)
    page = visit("en-US", at="#library")
    dialog = page.locator(".dz-dialog")
    with slow_upload(page, shown_library, "bridge"):
        row_of(page, "ferries").locator("[data-action=remove]").click()
    expect(dialog).to_be_visible()
    expect(dialog.locator(".dz-remove-name")).to_have_text("ferries")
    dialog.locator("[data-action=confirm-remove]").click()
    expect(row_of(page, "ferries")).to_have_count(0)


def test_removal_of_what_is_gone_by_then_says_so(visit, shown_library):
    shown_library.add_long("tunnels", 2)
    page = visit("zh-CN", at="#library")
    with slow_upload(page, shown_library, "viaduct"):
        row_of(page, "tunnels").locator("[data-action=remove]").click()
        shown_library.remove(["tunnels"])
    expect(row_of(page, "tunnels")).to_have_count(0)
    expect(page.locator(".dz-dialog .dz-remove-name")).to_have_text("tunnels")
    page.click(".dz-dialog [data-action=confirm-remove]")
    expect(page.locator("#dz-removal .dz-notice")).to_have_text(s.ALREADY_REMOVED("zh"))


def test_filter_holds_when_the_list_is_renewed(visit, shown_library):
    for number in range(8):
        shown_library.add_long(f"harbour-{number}", 2)
    page = visit("en-US", at="#library")
    page.fill(".dz-filter", "Harbour-3")
    shown = page.locator(".dz-documents tbody tr:visible")
    expect(shown).to_have_count(1)
    all_of_them, heading = len(shown_library.documents()), page.locator(".dz-list-head h2")
    expect(heading).to_have_text(s.DOCUMENT_COUNT_FOUND("en", count=all_of_them, found=1))
    with slow_upload(page, shown_library, "lighthouse"):
        expect(shown).to_have_count(1)
    expect(shown).to_have_count(1)
    expect(shown).to_contain_text("harbour-3")
    language_button(page, "zh").click()
    expect(page.locator("#dz-library h1")).to_have_text(s.LIBRARY_TITLE("zh"))
    expect(page.locator(".dz-filter")).to_have_value("Harbour-3")
    expect(shown).to_have_count(1)
    page.fill(".dz-filter", "")
    expect(row_of(page, "linhe-english")).to_be_visible()
    expect(heading).to_have_text(s.DOCUMENT_COUNT("zh", count=all_of_them + 1))


def test_filter_of_a_long_list_holds_when_it_is_renewed(visit, shown_library):
    known = shown_library.documents()[0]
    names = [f"archive-{number}" for number in range(MAX_ROWS)]
    for name in names:
        shown_library._documents[name] = replace(known, name=name, title=name)
    page = visit("en-US", at="#library")
    page.fill(".dz-filter", "archive-77")
    rows = page.locator(".dz-documents tbody tr")
    expect(rows).to_have_count(1)
    page.evaluate(COUNT_ROWS)
    with slow_upload(page, shown_library, "archive-777"):
        pass
    expect(rows).to_have_count(2)
    # Rows that come and go move what is about to be clicked.
    assert page.evaluate("window.mostRows") == 2
    row_of(page, "archive-777").locator("[data-action=remove]").click()
    page.click("[data-action=confirm-remove]")
    notice = page.locator("#dz-removal .dz-done")
    expect(notice).to_have_text(s.REMOVED("en", title="archive-777"))
    expect(rows).to_have_count(1)
    expect(page.locator(".dz-filter")).to_have_value("archive-77")
    page.fill(".dz-filter", "archive-78")
    expect(row_of(page, "archive-78")).to_be_visible()
    expect(notice).to_be_visible()
    language_button(page, "zh").click()
    expect(notice).to_have_count(0)
    expect(rows).to_have_count(1)
    shown_library.remove(names)


def test_filter_that_changes_during_an_upload_holds_after_it(visit, shown_library):
    known = shown_library.documents()[0]
    names = [f"record-{number}" for number in range(MAX_ROWS)]
    for name in names:
        shown_library._documents[name] = replace(known, name=name, title=name)
    page = visit("en-US", at="#library")
    page.fill(".dz-filter", "record-77")
    rows = page.locator(".dz-documents tbody tr")
    expect(rows).to_have_count(1)
    with slow_upload(page, shown_library, "record-888"):
        page.fill(".dz-filter", "record-88")
        expect(row_of(page, "record-88")).to_have_count(1)
    expect(rows).to_have_count(2)
    shown_library.remove([*names, "record-888"])
