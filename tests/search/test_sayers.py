"""Whose words a question asks for."""

import pytest

from rag.search.sayers import asks_what_is_said, find_sayers

HAN, LUO, ZHOU = ["Han Xuesong", "韩雪松"], ["Luo Qiming", "罗启明"], ["Zhou Min", "周敏"]
HOLT, STONE, LUND = ["Dr. Mary Holt"], ["Ann Stone"], ["阿达·伦德"]
ASKING = ["记者", "Reporter", "主持人", "Moderator", "问", "答", "Q", "A"]
LABELS = [*HAN, *LUO, *ZHOU, *HOLT, *STONE, *LUND, *ASKING, "Mark Will"]


@pytest.mark.parametrize(
    ("question", "sayers"),
    [
        pytest.param("韩雪松怎么说水库？", HAN, id="zh"),
        pytest.param("What did Han Xuesong say about the reservoir?", HAN, id="en"),
        pytest.param("Han Xuesong 怎么看 reservoir？", HAN, id="mixed"),
        pytest.param("關於水庫，韓雪松說了什麼？", HAN, id="traditional"),
        pytest.param("what did han xuesong say?", HAN, id="lower case"),
        pytest.param("罗局长怎么回应涨价？", LUO, id="surname and title, zh"),
        pytest.param("What did Director Luo say?", LUO, id="surname and title, pinyin"),
        pytest.param("What are Dr. Holt's views on trams?", HOLT, id="surname, en"),
        pytest.param("What did Stone say of the quay?", STONE, id="a surname that is a word"),
        pytest.param("伦德怎么看电车？", LUND, id="surname of a foreign name"),
        pytest.param("在周敏看来，水库安全吗？", ZHOU, id="in her view, zh"),
        pytest.param("Has Mayor Zhou Min said when the ferry sails?", ZHOU, id="has she"),
        pytest.param("According to Mayor Zhou Min, what will it cost?", ZHOU, id="according to"),
        pytest.param("Why did Luo Qiming resign, according to Han Xuesong?", HAN, id="of another"),
        pytest.param("What is the view of Han Xuesong on trams?", HAN, id="view of"),
        pytest.param("What is Mary Holt's opinion of Ann Stone?", HOLT, id="opinion of another"),
        pytest.param("What did Han Xuesong tell Luo Qiming?", HAN, id="who is told, en"),
        pytest.param("罗启明对记者说了什么？", LUO, id="who is told, zh"),
        pytest.param("罗启明如何看待韩雪松的说法？", LUO, id="words of another, zh"),
        pytest.param(
            "Does Luo Qiming agree with what Han Xuesong said?", HAN, id="words of another, en"
        ),
        pytest.param("韩雪松和罗启明分别怎么说？", [*HAN, *LUO], id="both, zh"),
        pytest.param("What did Han Xuesong and Luo Qiming say?", [*HAN, *LUO], id="both, en"),
    ],
)
def test_who_says_it_is_found_in_both_languages(question, sayers):
    assert find_sayers(question, LABELS) == sorted(sayers)


@pytest.mark.parametrize(
    "question",
    [
        pytest.param("What did people say about Han Xuesong?", id="spoken of, en"),
        pytest.param("人们怎么评价韩雪松？", id="spoken of, zh"),
        pytest.param("大家如何看待罗启明的说法？", id="words spoken of"),
        pytest.param("请介绍一下韩雪松。", id="introduced"),
        pytest.param("Tell me about Luo Qiming.", id="told of"),
        pytest.param("记者对罗启明说了什么？", id="spoken to, zh"),
        pytest.param("记者问罗启明什么？", id="asked, zh"),
        pytest.param("What did the reporter ask Luo Qiming?", id="asked, en"),
        pytest.param("What was Zhou Min told about the harbour?", id="told"),
        pytest.param("周敏是怎么被评价的？", id="passive, zh"),
        pytest.param("Who said that Han Xuesong is right?", id="who"),
        pytest.param("谁说韩雪松不对？", id="who, zh"),
        pytest.param("What did Han Xuesong's critics say?", id="others around, en"),
        pytest.param("What do critics of Han Xuesong say?", id="critics of"),
        pytest.param("罗启明的前任说了什么？", id="others around, zh"),
        pytest.param("除了韩雪松，大家怎么说水库？", id="all but, zh"),
        pytest.param("韩雪松以外的人怎么说水库？", id="others than, zh"),
        pytest.param("Apart from Han Xuesong, what did others say?", id="all but, en"),
        pytest.param("罗启明离开时大家说了什么？", id="when he left, zh"),
        pytest.param("What did Luo Qiming do after the mayor said no?", id="after, en"),
        pytest.param("What did Zhou Min do at the talks?", id="talks"),
        pytest.param("罗启明写的小说叫什么名字？", id="a novel"),
        pytest.param("罗启明参加了几次谈判？", id="negotiations"),
        pytest.param("What did Peter Holt say?", id="another of the surname"),
        pytest.param("What does the stone bridge report say?", id="a name that is a word"),
        pytest.param("What will they say?", id="a name that is grammar"),
        pytest.param("What did the reporter say?", id="who asks"),
        pytest.param("记者说了什么？", id="who asks, zh"),
        pytest.param("What did Han Xuesong build?", id="nothing said"),
        pytest.param("韩雪松是做什么的？", id="nothing said, zh"),
        pytest.param("", id="empty"),
    ],
)
def test_nobodys_words_are_asked_for(question):
    assert find_sayers(question, LABELS) == []


def test_name_in_full_is_surer_than_a_shared_surname():
    labels = ["韩雪松", "韩冰", "韩冰洁"]
    assert find_sayers("韩局长怎么说？", labels) == sorted(labels)
    assert find_sayers("韩冰怎么说？", labels) == ["韩冰"]
    assert find_sayers("韩冰洁怎么说？", labels) == ["韩冰洁"]


def test_label_may_be_in_the_other_language_alone():
    assert find_sayers("韩雪松怎么说？", ["Han Xuesong", "Luo Qiming"]) == ["Han Xuesong"]
    assert find_sayers("What did Han Xuesong say?", ["韩雪松", "罗启明"]) == ["韩雪松"]


def test_without_speakers_none_is_found():
    assert find_sayers("韩雪松怎么说？", []) == []


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("市长怎么说？", True),
        ("市長怎麼說？", True),
        ("What is her view?", True),
        ("According to the mayor, what is it?", True),
        ("谁说的？", False),
        ("Who said so?", False),
        ("水库多深？", False),
        ("", False),
    ],
)
def test_question_may_be_for_what_is_said(text, asks):
    assert asks_what_is_said(text) is asks
