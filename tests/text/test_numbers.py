from concurrent.futures import ThreadPoolExecutor

import pytest

from rag.text.numbers import find_numbers, number_keys, read_numbers


def keys(text):
    return [number.key for number in find_numbers(text)]


@pytest.mark.parametrize(
    ("key", "spellings"),
    [
        (
            "1200000",
            [
                "120多万剂",
                "1.2 million doses",
                "1,200,000",
                "120万",
                "１２０萬",
                "1\u00a0200\u00a0000",
            ],
        ),
        ("2250000000", ["22.5亿", "2.25 billion", "22.5億元", "2,250 million"]),
        ("1020000000", ["10.2亿", "1.02 billion", "10亿2000万"]),
        ("23", ["二十三个", "twenty-three", "23", "twenty three", "第二十三", "the 23rd"]),
        ("5%", ["百分之五", "5%", "5 percent", "five per cent", "５％", "5个百分点"]),
        ("20", ["第二十届", "the 20th congress", "twentieth", "二十多个国家", "over 20 countries"]),
        ("2021-12-30", ["2021年12月30日", "December 30, 2021", "30 December 2021", "2021-12-30"]),
        ("2021-12-30", ["二〇二一年十二月三十日", "30th of December, 2021", "Dec. 30, 2021"]),
        ("2021-05", ["2021年5月", "May 2021", "二〇二一年五月"]),
        ("05-03", ["5月3日", "May 3", "3 May", "五月三日"]),
        ("--06", ["六月", "in June", "6月份"]),
        ("1980s", ["20世纪80年代", "the 1980s", "二十世纪八十年代"]),
        ("2/3", ["三分之二", "two-thirds", "2/3"]),
        ("1/3", ["三分之一", "a third of them", "one third"]),
        ("2", ["两国", "two countries", "俩人", "2 countries"]),
        ("35000", ["三万五千", "3万5千", "35,000", "thirty-five thousand", "三万五"]),
        ("123000", ["one hundred and twenty-three thousand", "十二万三千", "12.3万"]),
        ("100000000", ["1亿", "一亿", "a hundred million", "100 million"]),
        ("3.5%", ["百分之三点五", "3.5 per cent"]),
        ("1500000000000", ["1.5万亿", "1.5 trillion", "$1.5tn"]),
        ("14", ["第14个", "fourteenth", "十四国"]),
        ("1949", ["1949年", "一九四九年", "in 1949."]),
        ("10:30", ["10:30", "at 10:30 a.m.", "10：30"]),
    ],
)
def test_find_numbers_meets_across_spellings(key, spellings):
    assert {spelling: key in keys(spelling) for spelling in spellings} == dict.fromkeys(
        spellings, True
    )


@pytest.mark.parametrize(
    "text",
    [
        "",
        "一些人一起统一思想，十分一般，一直一样",
        "万一有千万不要的事，千方百计",
        "四川、三明和九江",
        "三四个",
        "数百万人",
        "十四五规划",
        "五星红旗",
        "You may go; march on, one by one.",
        "COVID-19, G20, 5G and version 3.11.2",
        "hundreds of thousands",
        "someone, often, tense, weight, anthem",
    ],
)
def test_find_numbers_leaves_words_alone(text):
    assert keys(text) == []


def test_find_numbers_gives_spans_of_the_text_as_it_was():
    text = "到２０２１年，已有120多万人（about 1.2 million people）。"
    numbers = find_numbers(text)
    assert [text[number.start : number.end] for number in numbers] == [
        "２０２１",
        "120多万",
        "1.2 million",
    ]


@pytest.mark.parametrize(
    ("text", "approximate"),
    [
        ("120多万", True),
        ("近14亿", True),
        ("20余个", True),
        ("nearly 1.4 billion", True),
        ("more than $20 million", True),
        ("300 or so", True),
        ("14亿", False),
        ("1.4 billion", False),
    ],
)
def test_find_numbers_tells_approximate_ones(text, approximate):
    assert [number.approximate for number in find_numbers(text)] == [approximate]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("30人", "number"),
        ("第三次", "ordinal"),
        ("the first", "ordinal"),
        ("in 2021", "year"),
        ("2,021 people", "number"),
        ("3月5日", "date"),
        ("三月", "month"),
        ("半数的50%", "percent"),
    ],
)
def test_find_numbers_tells_kinds(text, kind):
    assert [number.kind for number in find_numbers(text)] == [kind]


def test_number_keys_include_the_parts_of_dates():
    assert number_keys("2021年12月30日") == ["2021-12-30", "2021-12", "2021", "12-30", "--12"]
    assert number_keys("December 2021") == ["2021-12", "2021", "--12"]
    assert number_keys("12月30日") == ["12-30", "--12"]


def test_find_numbers_keeps_order_in_mixed_text():
    text = "第二届（2nd）会议于2021年5月3日召开，three of 40 countries, 25%"
    assert keys(text) == ["2", "2", "2021-05-03", "3", "40", "25%"]


def test_find_numbers_ignores_impossible_dates():
    assert "2021-13-40" not in keys("2021-13-40")
    assert keys("13月") == ["13"]


def test_find_numbers_survives_long_and_odd_input():
    assert len(find_numbers("1" * 5000)) == 1
    assert find_numbers("一" * 5000) == ()
    assert len(find_numbers("three " * 2000)) == 2000


@pytest.mark.parametrize(
    ("text", "key"),
    [
        pytest.param("8400万克朗", "84000000", id="million kronor"),
        pytest.param("3亿卡路里", "300000000", id="hundred million calories"),
        pytest.param("120万瓦", "1200000", id="million watts"),
        pytest.param("5千克", "5", id="kilograms stay five"),
        pytest.param("3千米", "3", id="kilometres stay three"),
    ],
)
def test_unit_prefix_is_no_magnitude_but_magnitudes_are(text, key):
    assert key in number_keys(text)


@pytest.mark.parametrize("unit", ["在2021年5月3日, 约{}万人. ", "On May 3, 2021 some {} came. "])
def test_what_is_remembered_is_what_is_read(unit):
    """More texts than are remembered, by several threads at once, as a new library brings them."""
    texts = [unit.format(number) * (1 + number % 3) for number in range(10, 1_500)]
    with ThreadPoolExecutor(4) as pool:
        found = [*pool.map(find_numbers, texts * 2)]
    assert found == [read_numbers(text) for text in texts] * 2


def test_long_texts_are_read_anew():
    text = "three of 40 countries, " * 200
    assert find_numbers(text) == find_numbers(text)
    assert find_numbers(text) is not find_numbers(text)
    short = "three of 40 countries, "
    assert find_numbers(short) is find_numbers(short)


def spans(text):
    return [(number.key, text[number.start : number.end]) for number in find_numbers(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("3万多亿元", [("3000000000000", "3万多亿")], id="odd 亿"),
        pytest.param("2.5万多亿", [("2500000000000", "2.5万多亿")], id="odd 亿, decimals"),
        pytest.param("3千多万人", [("30000000", "3千多万")], id="odd 万"),
        pytest.param("三万多亿元", [("3000000000000", "三万多亿")], id="odd 亿, Han"),
        pytest.param("2.5萬多億", [("2500000000000", "2.5萬多億")], id="odd 亿, Traditional"),
        pytest.param("5万余千瓦", [("50000", "5万")], id="odd unit"),
    ],
)
def test_odd_magnitudes_multiply(text, found):
    assert spans(text) == found
    assert [number.approximate for number in find_numbers(text)] == [True]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("82万千瓦", [("820000", "82万")], id="kilowatts"),
        pytest.param("82万千瓦时", [("820000", "82万")], id="kilowatt hours"),
        pytest.param("82万千米", [("820000", "82万")], id="kilometres"),
        pytest.param("5万千克", [("50000", "5万")], id="kilograms"),
        pytest.param("5 亿千卡", [("500000000", "5 亿")], id="kilocalories"),
        pytest.param("5千万千瓦", [("50000000", "5千万")], id="both"),
        pytest.param("3万多千米", [("30000", "3万")], id="odd"),
        pytest.param("三万千瓦", [("30000", "三万")], id="Han"),
        pytest.param("八十二万千瓦", [("820000", "八十二万")], id="Han, longer"),
        pytest.param("三万多千米", [("30000", "三万")], id="Han, odd"),
        pytest.param("三百千米", [("300", "三百")], id="Han hundreds"),
        pytest.param("五千克", [("5", "五")], id="Han, single"),
        pytest.param("990百帕", [("990", "990")], id="hectopascals"),
        pytest.param("三千万", [("30000000", "三千万")], id="Han, no unit"),
        pytest.param("3千万元", [("30000000", "3千万")], id="no unit"),
        pytest.param("5千克朗", [("5000", "5千")], id="kronor"),
        pytest.param("五千米", [("5000", "五千")], id="five thousand metres"),
        pytest.param("5百万", [("5000000", "5百万")], id="millions"),
        pytest.param("1.2 万亿", [("1200000000000", "1.2 万亿")], id="trillions"),
        pytest.param(
            "820,000 kW（82万千瓦）", [("820000", "820,000"), ("820000", "82万")], id="mixed"
        ),
    ],
)
def test_prefix_of_a_unit_is_no_magnitude_after_one(text, found):
    assert spans(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("1 270万吨", [("12700000", "1 270万")], id="万"),
        pytest.param("1 270 亿元", [("127000000000", "1 270 亿")], id="亿"),
        pytest.param("12 270万和13 500万", [("122700000", "12 270万"), ("135000000", "13 500万")]),
        pytest.param("1 270 million", [("1270000000", "1 270 million")], id="en"),
        pytest.param("1 270 000人", [("1270000", "1 270 000")], id="zh thousands"),
        pytest.param("some 1 270 000 people", [("1270000", "1 270 000")], id="en thousands"),
        pytest.param("100 000 200 000", [("100000", "100 000"), ("200000", "200 000")], id="row"),
        pytest.param("Page 1 270 people", [("1", "1"), ("270", "270")], id="two numbers"),
        pytest.param("Page 1 270 million", [("1", "1"), ("270000000", "270 million")], id="label"),
        pytest.param("表1 270万人", [("1", "1"), ("2700000", "270万")], id="zh label"),
        pytest.param("第1 270万人", [("1", "第1"), ("2700000", "270万")], id="zh ordinal"),
        pytest.param("2023 270万", [("2023", "2023"), ("2700000", "270万")], id="year"),
        pytest.param("12 345 678", [("12", "12"), ("345", "345"), ("678", "678")], id="figures"),
    ],
)
def test_blank_groups_digits_where_a_magnitude_follows(text, found):
    assert spans(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("three million and five million", ["3000000", "5000000"], id="millions"),
        pytest.param("three thousand and four thousand", ["3000", "4000"], id="thousands"),
        pytest.param("between three hundred and four hundred", ["300", "400"], id="hundreds"),
        pytest.param("two hundred and two hundred thousand", ["200", "200000"], id="growing"),
        pytest.param(
            "from one hundred and fifty thousand and two hundred thousand",
            ["150000", "200000"],
            id="compound",
        ),
        pytest.param("two hundred and five", ["205"], id="one"),
        pytest.param("two hundred and five thousand", ["205000"], id="one, thousands"),
        pytest.param("five million and three hundred thousand", ["5300000"], id="one, millions"),
        pytest.param("three million five hundred thousand and two", ["3500002"], id="one, long"),
        pytest.param("two thousand million", ["2000000000"], id="scales multiply"),
        pytest.param("the two hundred and fifth", ["205"], id="ordinal"),
        pytest.param("三百万和 three million and five million", ["3000000"] * 2 + ["5000000"]),
    ],
)
def test_number_words_are_one_number_only_where_they_can_be(text, found):
    assert keys(text) == found


def test_numbers_joined_by_and_have_spans_without_it():
    assert [span for _, span in spans("Three million and five million")] == [
        "Three million",
        "five million",
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("£10m", [("10000000", "10m")], id="million"),
        pytest.param("US$2.5bn", [("2500000000", "2.5bn")], id="billion"),
        pytest.param("€30k", [("30000", "30k")], id="thousand"),
        pytest.param("£1.2tn", [("1200000000000", "1.2tn")], id="trillion"),
        pytest.param("$3B", [("3000000000", "3B")], id="capital"),
        pytest.param("￥5M", [("5000000", "5M")], id="wide sign"),
        pytest.param("$ 10 m", [("10000000", "10 m")], id="blanks"),
        pytest.param("USD 5m", [("5000000", "5m")], id="code"),
        pytest.param("£10m-£20m", [("10000000", "10m"), ("20000000", "20m")], id="range"),
        pytest.param("投资£10m建10m高的墙", [("10000000", "10m"), ("10", "10")], id="metres in zh"),
        pytest.param("a 10m wall for £10", [("10", "10"), ("10", "10")], id="metres"),
        pytest.param("2.5bn美元", [("2500000000", "2.5bn")], id="no sign"),
        pytest.param("4K电视", [], id="code"),
        pytest.param("$10 more", [("10", "10")], id="no letter"),
        pytest.param("$5 to $6", [("5", "5"), ("6", "6")], id="word"),
    ],
)
def test_letter_after_money_is_a_magnitude(text, found):
    assert spans(text) == found
