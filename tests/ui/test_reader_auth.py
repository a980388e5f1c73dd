"""With sign-in, documents are for those who have signed in."""

import json
import re
import urllib.error
import urllib.request

import pytest
from page_fakes import ZH_RIVER, FakeLibrary
from playwright.sync_api import expect

from rag.settings import PageSettings
from rag.users import hash_password
from ui.serve import PageServer


@pytest.fixture
def guarded(tmp_path):
    path = tmp_path / "auth"
    path.write_text(f"lin:{hash_password('bridge', cost=16)}\n", encoding="utf-8")
    library = FakeLibrary(tmp_path)
    with PageServer(library, PageSettings(port=0), auth_file=path) as running:
        yield running


@pytest.mark.parametrize("name", ["open_document", "find_in_document", "find_terms"])
def test_nothing_is_read_without_signing_in(guarded, name):
    for component in range(1, 40):
        body = {
            "session_hash": "x",
            "component_id": component,
            "fn_name": name,
            "data": {"document": "linhe-briefing", "query": "河", "term": "电车"},
        }
        request = urllib.request.Request(
            f"{guarded.url}/gradio_api/component_server",
            json.dumps(body).encode(),
            {"content-type": "application/json"},
        )
        with pytest.raises(urllib.error.HTTPError, match="401"):
            urllib.request.urlopen(request)


@pytest.mark.browser
def test_address_of_a_paragraph_leads_there_after_signing_in(browser, guarded):
    context = browser.new_context(locale="zh-CN")
    page = context.new_page()
    page.goto(f"{guarded.url}/?document=linhe-briefing&paragraph=8")
    page.get_by_label(re.compile("username|用户名", re.IGNORECASE)).fill("lin")
    page.locator("input[type=password]").fill("bridge")
    page.keyboard.press("Enter")
    expect(page.locator(".dz-target")).to_contain_text(ZH_RIVER.paragraph.text)
    context.close()
