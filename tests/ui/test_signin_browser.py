"""Signing in and out in a real browser."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from browsing import DESKTOP, PHONE, ask
from page_fakes import FakeLibrary
from playwright.sync_api import expect

from rag.settings import PageSettings
from rag.users import hash_password
from ui.serve import PageServer

pytestmark = pytest.mark.browser

GOOD = "桥下的河水今天很清澈"


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    folder = tmp_path_factory.mktemp("guarded")
    hashed = hash_password(GOOD, cost=16)
    users = folder / "users"
    users.write_text(f"林岚:{hashed}\nwu:{hashed}\n", encoding="utf-8")
    settings = PageSettings(port=0, max_questions_per_minute=3)
    with PageServer(FakeLibrary(folder), settings, auth_file=users) as running:
        yield running


@pytest.fixture
def arrive(browser, server):
    contexts, errors = [], []

    def open_page(locale="zh-CN", viewport=DESKTOP, *, at="", **options):
        context = browser.new_context(locale=locale, viewport=viewport, **options)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(f"{server.url}/{at}")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not errors


def sign_in(page, user="林岚", password=GOOD):
    page.locator("#dz-user").fill(user)
    page.locator("#dz-password").fill(password)
    page.keyboard.press("Enter")


def shown(page):
    page.wait_for_selector("html[data-dz-ready]")
    return page


@pytest.mark.parametrize(
    ("locale", "user", "wrong", "leave"),
    [
        ("zh-CN", "用户名", "用户名或密码不对", "退出登录（林岚）"),
        ("en-US", "User name", "is not right", "Sign out 林岚"),
    ],
)
def test_sign_in_and_out(arrive, locale, user, wrong, leave):
    page = arrive(locale)
    expect(page.get_by_label(user)).to_be_focused()
    sign_in(page, password="wrong")
    expect(page.get_by_role("alert")).to_contain_text(wrong)
    expect(page.locator("#dz-user")).to_have_value("林岚")
    expect(page.locator("#dz-password")).to_be_focused()
    sign_in(page)
    shown(page)
    ask(page, "When does tram line 2 open?")
    page.get_by_role("button", name=leave).click()
    expect(page.get_by_role("status")).to_be_visible()
    page.go_back()
    expect(page.get_by_label(user)).to_be_visible()
    assert "tram line" not in page.content()


def test_works_without_scripts(arrive):
    page = arrive("en-US", java_script_enabled=False)
    page.get_by_role("link", name="中文").click()
    expect(page.get_by_role("heading")).to_have_text("登录")
    sign_in(page)
    expect(page).to_have_url(re.compile(r"/$"))


def test_chosen_language_goes_with_the_user(arrive):
    page = arrive("en-US")
    page.get_by_role("link", name="中文").click()
    sign_in(page)
    expect(shown(page).locator("html")).to_have_attribute("lang", "zh-Hans")
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("status")).to_have_text("You are signed out.")


def test_ended_session_is_told_in_the_page(arrive):
    page = arrive("en-US")
    sign_in(page)
    expect(shown(page).locator(".dz-user")).to_be_visible()
    page.context.clear_cookies()
    page.fill("#dz-question", "When does tram line 2 open?")
    page.keyboard.press("Enter")
    link = page.locator("#dz-lost a")
    expect(link).to_have_text("Sign in")
    expect(page.locator("#dz-question")).to_have_value("When does tram line 2 open?")
    link.click()
    sign_in(page)
    shown(page)


def test_too_many_questions_are_told_in_the_page(arrive):
    page = arrive("zh-CN")
    sign_in(page, "wu")
    shown(page)
    for number in range(4):
        ask(page, f"有轨电车二号线什么时候通车？{number}")
    expect(page.locator("#dz-current .dz-notice")).to_contain_text("秒再问")


def test_signed_in_users_stay_apart(arrive):
    first, second = arrive("en-US"), arrive("zh-CN")
    sign_in(first)
    sign_in(second, "wu")
    for page, user in ((first, "林岚"), (second, "wu")):
        expect(shown(page).locator(".dz-user")).to_have_text(user)
        expect(page.locator(".dz-views [aria-current=page]")).to_have_count(1)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_sign_in_page_is_accessible(arrive, scheme, viewport):
    page = arrive("zh-CN", viewport, color_scheme=scheme)
    sign_in(page, "nobody", "wrong")
    expect(page.get_by_role("alert")).to_be_visible()
    page.wait_for_load_state()  # with its style sheet
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    assert [(each["id"], each["nodes"][0]["failureSummary"]) for each in found] == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_chosen_theme_holds_on_the_sign_in_page(arrive):
    page = arrive("en-US", color_scheme="light")
    light = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    page.evaluate("localStorage.setItem('duizhao-theme', 'dark')")
    page.reload()
    dark = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    assert light != dark
