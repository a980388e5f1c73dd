import pytest

from rag.differences.counts import find_count_differences, find_counterpart, find_lone_counts


def found(texts):
    zh, en = texts.zh, texts.en
    return [
        (each.kind, each.first.quote, each.second.quote)
        for each in find_count_differences(texts, (0, len(zh)), (0, len(en)), near=(zh, en))
    ]


@pytest.mark.parametrize(
    ("zh", "en", "ours", "theirs"),
    [
        ("到明年六月，要减到九个。", "By next June it has to come down to six.", "九", "six"),
        ("十二个国家与会。", "Fifteen countries attended.", "十二", "Fifteen"),
        ("十二個國家與會。", "Fifteen countries attended.", "十二", "Fifteen"),
        ("三人受伤，七人死亡。", "It injured three and killed eight.", "七", "eight"),
        ("航程四小时。", "The trip takes five hours.", "四", "five"),
        ("他去过三次。", "He went there twice.", "三", "twice"),
        ("八人到场。", "Half a dozen people came.", "八", "Half a dozen"),
        ("半年后开放。", "It opens after two years.", "半", "two"),
        ("票价5元。", "A ticket costs $6.", "5", "6"),
        ("６点开门。", "It opens at nine o'clock.", "６", "nine"),
        ("他八岁就来了。", "He came as young as six.", "八", "six"),
        ("Linda 有两只猫。", "Linda has three cats.", "两", "three"),
        ("抢到15个篮板和3个球，得15分。", "15 points, 10 rebounds and three balls", "15", "10"),
    ],
)
def test_another_count_in_its_place_is_a_difference(zh, en, ours, theirs, make_texts):
    assert found(make_texts(zh, en)) == [("number", ours, theirs)]


@pytest.mark.parametrize(
    ("zh", "en"),
    [
        ("", ""),
        ("两国三次会谈，十大计划。", "Both met 3 times on 10 plans."),
        ("三国领导人来了。", "The leaders came."),
        ("领导人来了。", "The leaders of three countries came."),
        ("三年建成。", "Four ports were built."),
        ("三四个人", "three or four people"),
        ("十几个人", "a dozen people"),
        ("近二十年", "over 18 years"),
        ("一年六个月", "18 months"),
        ("下午16点", "at 4 p.m."),
        ("上午10时23分", "at 10.23 a.m."),
        ("三所大学", "Yale and two other universities"),
        ("他和其他三人", "four people, he among them"),
        ("零點五公斤", "half a kilogram (0.5 kg)"),
        ("六月五个人来了。", "Five people came in June."),
        ("第三章有五节。", "Chapter 3 has 5 sections."),
        ("八个字：巩固、增强、提升、畅通。", "Five tasks lie ahead."),
        ("他们3比2获胜，有五人进球。", "They won 3-2, and five scored."),
        ("三峡有五座港口。", "The Three Gorges have five ports."),
        ("三个人", "4. People are here."),
        ("公元前43年有三个头目。", "It had three heads in 43 BC."),
        ("半岛一分为二，有半页纸。", "It was divided in two, on half a page."),
        ("九十六年三月五日有一条船。", "It came 5 years later, in 2007."),
        ("3公里外的五人", "two miles away were five people"),
    ],
)
def test_ways_of_speaking_are_no_difference(zh, en, make_texts):
    assert found(make_texts(zh, en)) == []


def test_what_the_sentence_beside_says_counts(make_texts):
    texts = make_texts("七人死亡。", "Eight people came. Seven died.")
    assert not list(find_count_differences(texts, (0, 5), (0, 18), near=(texts.zh, texts.en)))


def test_places_are_those_in_the_text(make_texts):
    texts = make_texts("渡轮来了。航程四小时。", "A ferry came. It takes five hours.")
    (each,) = find_count_differences(texts, (5, 11), (14, 34), near=(texts.zh, texts.en))
    assert (each.first.span, each.second.span) == ((7, 8), (23, 27))


def test_the_place_of_a_number_that_is_said_twice(make_texts):
    texts = make_texts("两名船长和两名水手来了。", "Two captains and four sailors came.")
    zh, en = (0, len(texts.zh)), (0, len(texts.en))
    (each,) = find_count_differences(texts, zh, en, near=(texts.zh, texts.en))
    assert (each.first.span, each.second.span) == ((5, 6), (17, 21))


def test_of_several_that_may_be_meant_none_is(make_texts):
    assert found(make_texts("三艘船和五艘船来了。", "Seven ships came.")) == []
    assert [count.span for count in find_lone_counts("三艘船", "", "zh")] == [(0, 1)]


def test_a_small_number_for_a_large_one(make_texts):
    texts = make_texts("十五个国家", "The 150 countries")
    assert find_counterpart(texts, (4, 7), "en") == (0, 2)
    assert find_counterpart(make_texts("130天", "nine days"), (0, 3), "zh") == (0, 4)
    assert find_counterpart(make_texts("130天", "nine ferries"), (0, 3), "zh") is None
    assert find_counterpart(make_texts("130天", ""), (0, 3), "zh") is None
