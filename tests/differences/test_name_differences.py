import pytest

from rag.differences.names import find_name_differences


def found(texts):
    return [(each.first.quote, each.second.quote) for each in find_name_differences(texts, texts)]


@pytest.mark.parametrize(
    ("zh", "en"),
    [
        ("日本的渡轮", "A Japanese ferry"),
        ("日方的渡轮", "Japan's ferry"),
        ("德國的渡輪", "A ferry from Germany"),
        ("两国的渡轮", "Ferries of Japan and Spain"),
        ("日本和西班牙", "the two countries"),
        ("东盟", "Vietnam and ASEAN"),
        ("火鸡", "a turkey, and polish for shoes"),
        ("我国的渡轮", "China's ferry"),
        ("", ""),
        ("印度教和印度河", "Hinduism and the Indus"),
        ("日本广播协会 (NHK) 报道", "NHK reported"),
        ("厄瓜多尔的港口", "an Ecuadorean port"),
        ("亚洲国际博览馆", "AsiaWorld-Expo"),
    ],
)
def test_no_difference(zh, en, make_texts):
    assert found(make_texts(zh, en)) == []


@pytest.mark.parametrize(
    ("zh", "en", "difference"),
    [
        ("挪威的渡轮来了。", "A ferry from Sweden came.", [("", "Sweden"), ("挪威", "")]),
        ("渡轮来了。", "A Norwegian ferry came.", [("", "Norwegian")]),
        ("挪威的渡轮来了。", "A ferry came.", [("挪威", "")]),
    ],
)
def test_a_difference(zh, en, difference, make_texts):
    assert sorted(found(make_texts(zh, en))) == difference
