import pytest

from rag.text.places import (
    chinese_names,
    cities,
    countries_by_capital,
    find_places,
    index_words,
)


@pytest.mark.parametrize(
    ("text", "places"),
    [
        pytest.param("日本和印度的港口", {"日本", "印度"}, id="zh"),
        pytest.param("印度尼西亚的渡轮", {"印度尼西亚"}, id="a longer name"),
        pytest.param("中印边界、中日关系", {"中国", "印度", "日本"}, id="pairs"),
        pytest.param("俄方表示，市长下月访美。", {"俄罗斯", "美国"}, id="one side"),
        pytest.param("Ferries from South Korea and India", {"韩国", "印度"}, id="en"),
        pytest.param("What did the US and its Japanese partners say?", {"美国", "日本"}, id="adj"),
        pytest.param("the Russians' harbour in 缅甸", {"俄罗斯", "缅甸"}, id="mixed"),
        pytest.param("Moscow and New Delhi agreed", {"俄罗斯", "印度"}, id="capitals"),
        pytest.param("tell us about it", set(), id="us is no country"),
        pytest.param("这方面的新方法，中外记者，美好的明天", set(), id="only letters of them"),
        pytest.param("", set(), id="empty"),
    ],
)
def test_places_are_found_in_either_language_and_in_short(text, places):
    assert find_places(text) == places


def test_place_is_looked_up_by_its_full_names():
    words = index_words("美国")
    assert "美国" in words["zh"]
    assert {"US", "America", "American"} <= set(words["en"])
    assert not any(" " in name for name in words["en"])


@pytest.mark.parametrize(
    ("capital", "country"),
    [
        ("Moscow", "Russia"),
        ("Delhi", "India"),
        ("Wellington", "Zealand"),
        ("Washington", "America"),
    ],
)
def test_capital_stands_for_its_country_in_one_word(capital, country):
    assert countries_by_capital()[capital] == country


def test_chinese_names_come_with_their_character():
    names = chinese_names()
    assert (names["印度"], names["德黑兰"], names["东盟"]) == ("印", "伊", "")


def test_cities_are_chinese_names():
    assert {"上海", "东京", "旧金山"} <= cities()
    assert all(len(name) > 1 and min(name) >= "一" for name in cities())
