import pytest

from rag.differences.numbers import find_number_differences


def found(texts, near=None):
    return [
        (each.kind, each.first.quote, each.second.quote)
        for each in find_number_differences(texts, near or texts)
    ]


@pytest.mark.parametrize(
    ("zh", "en"),
    [
        ("投资22.5亿元。", "An investment of 2.25 billion yuan."),
        ("送去10.2亿份。", "Over 1 billion were sent."),
        ("约3000人", "some 2,900 people"),
        ("增长5%。", "It grew by five percent."),
        ("建城百年。", "The city is 100 years old."),
        ("建城100周年。", "The city's centenary."),
        ("两国三次会谈，十大计划。", "The two countries met 3 times on 10 plans."),
        ("2023年5月1日开放。", "It opened on May 1, 2023."),
        ("去年开放。", "It opened in 2022."),
        ("2022年开放。", "It opened last year."),
        ("这是第30届。", "This is the thirtieth."),
        ("新冠疫情", "COVID-19 may pass; we work 24/7 on an F-35."),
        ("", ""),
        ("没有数字。", "No number."),
        ("发出2万4801张", "issued 24,801"),
        ("五四运动", "the May 4 movement"),
        ("他25日表示。", "He said on July 25th: yes."),
        ("7月17和22日。", "On July 17 and 22."),
        ("19世纪的90年代", "the 1800s, the 1890s"),
        ("“90后”有四成。", "Of those born in the 1990s, 40%."),
        ("一二月份", "January and February"),
        ("3000亩地", "3,000 mu (200 hectares)"),
        ("20里外的家", "10 kilometers from home"),
        ("二三十分钟", "twenty or thirty minutes"),
        ("路易十六", "Louis XVI"),
        ("420万至390万年前", "4.2-3.9 million years ago"),
        ("晚上11点35分", "11:35 pm"),
        ("24小时关注", "around the clock"),
        ("下达2.8亿元", "RMB280 million"),
        ("36x24mm底片", "36 by 24 mm negative"),
        ("占万分之五", "0.05 percent of it"),
        ("占三分之一", "33% of it"),
        ("“7·18”特大洪水", "the flood of July 18"),
        ("上亿群众喜迁新居", "homes for around 100 million people"),
        ("50萬人", "half a million people"),
        ("1.3万亿斤粮食", "650 million metric tons of grain"),
        ("10月26日至30日", "Oct. 26 to 30"),
    ],
)
def test_no_difference(zh, en, make_texts):
    assert found(make_texts(zh, en)) == []


@pytest.mark.parametrize(
    ("zh", "en", "difference"),
    [
        ("投资22.5亿元。", "It cost 22.5 billion yuan.", ("number", "22.5亿", "22.5 billion")),
        ("共350艘渡轮。", "There are 530 ferries.", ("number", "350", "530")),
        ("增长15%。", "It grew by 50%.", ("number", "15%", "50%")),
        ("2023年5月1日开放。", "Open from May 11, 2024.", ("date", "2023年5月1日", "May 11, 2024")),
        ("建于港口旁。", "Built in 1949 at the port.", ("date", "", "1949")),
        ("有450名员工。", "It has many workers.", ("number", "450", "")),
        ("他捐了八万元。", "He donated 90,000 yuan.", ("number", "八万", "90,000")),
        ("损失530万人。", "It lost 530 million.", ("number", "530万", "530 million")),
        ("占万分之五。", "It is 0.5 percent.", ("number", "", "0.5 percent")),
        ("“7·18”洪水", "the flood of July 19", ("date", "", "July 19")),
        ("来了十五个国家。", "Some 130 countries came.", ("number", "十五", "130")),
    ],
)
def test_a_difference(zh, en, difference, make_texts):
    assert found(make_texts(zh, en)) == [difference]


def test_a_number_of_the_next_paragraph_is_no_difference(make_texts):
    texts = make_texts("有450名员工。", "It has many workers.")
    assert found(texts, make_texts("有450名员工。", ["It has many.", "They are 450."])) == []


def test_the_place_is_that_in_its_own_paragraph(make_texts):
    texts = make_texts(["港口开放。", "共350艘渡轮。"], "There are 530 ferries.")
    (difference,) = find_number_differences(texts, texts)
    assert difference.first.paragraph.number == 2
    assert difference.first.quote == "350"
