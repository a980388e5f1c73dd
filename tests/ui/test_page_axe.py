"""Every page by axe-core: nothing serious, in either language, light and dark, wide and narrow."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from browsing import DESKTOP, PHONE
from page_states import STATES, filtered, leave, reading, settings

pytestmark = pytest.mark.browser

#: What passed is not looked at, and takes long to describe.
OPTIONS = {"resultTypes": ["violations"]}


@pytest.mark.parametrize(
    ("locale", "scheme", "viewport", "states"),
    [
        pytest.param("zh-CN", "light", DESKTOP, STATES, id="zh-light"),
        pytest.param("en-US", "dark", DESKTOP, STATES, id="en-dark"),
        pytest.param("zh-CN", "dark", PHONE, [reading, settings, filtered], id="zh-dark-phone"),
        pytest.param("en-US", "light", PHONE, [reading, settings, filtered], id="en-light-phone"),
    ],
)
def test_axe_finds_nothing_serious(visit, locale, scheme, viewport, states):
    page = visit(locale, viewport, color_scheme=scheme)
    found = []
    for state in states:
        leave(page)
        state(page)
        found += [f"{state.__name__}: {each}" for each in problems(page)]
    assert not found


def test_axe_would_find_what_is_wrong(visit):
    page = visit("en-US")
    page.evaluate("document.querySelector('.dz-welcome').append(document.createElement('button'))")
    assert [each for each in problems(page) if "button-name" in each]


def problems(page):
    found = Axe().run(page, options=OPTIONS).response["violations"]
    return [
        f"{each['id']} ({each['impact']}): {node['html'][:160]} {node['failureSummary'][:300]}"
        for each in found
        if each["impact"] in {"serious", "critical"}
        for node in each["nodes"][:3]
    ]
