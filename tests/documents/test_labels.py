import pytest

from rag.documents.label_words import (
    Strength,
    is_answering_label,
    is_asking_label,
    is_host_label,
    rate_label,
)
from rag.documents.labels import build_labels
from rag.documents.lines import read_lines


def _labels(text):
    return sorted(build_labels(read_lines(text)).colon)


@pytest.mark.parametrize(
    ("label", "strength"),
    [
        ("记者", Strength.ROLE),
        ("記者", Strength.ROLE),
        ("《海岸日报》记者", Strength.ROLE),
        ("问", Strength.ROLE),
        ("Question", Strength.ROLE),
        ("Q2", Strength.ROLE),
        ("海岸社记者追问", Strength.ROLE),
        ("主持人 Moderator", Strength.ROLE),
        ("林岚 / Lin Lan", Strength.NAME),
        ("Reporter from Coast News", Strength.ROLE),
        ("MODERATOR", Strength.ROLE),
        ("林岚", Strength.NAME),
        ("约翰·史密斯", Strength.NAME),
        ("外交部长林岚", Strength.NAME),
        ("海岸通讯社", Strength.NAME),
        ("Lin Lan", Strength.NAME),
        ("Mr. Lin", Strength.NAME),
        ("Coast News", Strength.NAME),
        ("嘉木", Strength.PLAIN),
        ("Speaker", Strength.ROLE),
        ("来源", Strength.NONE),
        ("他说", Strength.NONE),
        ("会议指出", Strength.NONE),
        ("第一", Strength.NONE),
        ("市长就港口建设答记者问", Strength.NONE),
        ("Note", Strength.NONE),
        ("the following", Strength.NONE),
        ("10", Strength.NONE),
        ("", Strength.NONE),
    ],
)
def test_rate_label_tells_speakers_from_other_words(label, strength):
    assert rate_label(label) == strength


def test_labels_have_parts():
    assert all(map(is_asking_label, ["记者", "問", "海岸日报", "Question", "Coast News", "CNN"]))
    assert not any(map(is_asking_label, ["林岚", "答", "Lin Lan", "Answer"]))
    assert all(map(is_answering_label, ["答", "發言人", "Answer", "Spokesperson"]))
    assert all(map(is_host_label, ["主持人", "Moderator"]))


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        pytest.param("记者：何时？\n林岚：三月。", ["林岚", "记者"], id="zh"),
        pytest.param("Question: When?\nLin Lan: In March.", ["Lin Lan", "Question"], id="en"),
        pytest.param("记者：何时？When?林岚：三月。", ["林岚", "记者"], id="glued"),
        pytest.param("林岚：三月开放。\n\n王明：好。", ["林岚", "王明"], id="two-names"),
        pytest.param("林岚：三月开放。", [], id="one-name-once"),
        pytest.param("成本：一百元\n方法：水洗\n总之：很好。", [], id="fields"),
        pytest.param("他说：“好。”\n\n会议强调：努力。", [], id="saying"),
        pytest.param("- Cloud Storage: fast.\n- Data Base: slow.", [], id="bullets"),
        pytest.param("Visit https://a.b: now. It is 10:30.", [], id="addresses"),
        pytest.param("", [], id="empty"),
    ],
)
def test_build_labels_takes_only_speakers(text, labels):
    assert _labels(text) == labels


def test_label_book_matches_labels_without_a_colon():
    book = build_labels(read_lines("记者　何时？\n林岚　三月。\n记者　票价？\n林岚　免费。"))
    match = book.match("林岚　三月。")
    assert match is not None
    assert match.words == "林岚"
    assert book.match("林岚三月到。") is None


def test_who_asks_once_in_a_dialogue_is_a_speaker():
    text = (
        "Question: Is the harbour open?\nLin Lan: It is. Come and see.\n"
        "Yonhap: When will the ministers meet?\nLin Lan: I have nothing to share.\n"
    )
    assert _labels(text) == ["Lin Lan", "Question", "Yonhap"]


def test_what_somebody_asked_is_no_label():
    text = "记者：桥修好了吗？\n林岚：修好了。\n有人问：“值不值？”\n林岚：值。\n"
    assert _labels(text) == ["林岚", "记者"]


def test_in_capitals_all_labels_are_speakers():
    text = (
        "ZHOU LIMIN: The water is clean. Drink it.\nREUTERS: Some say it is not so clean.\n"
        "LIN LAN: It is. We measured it.\n"
    )
    assert _labels(text) == ["LIN LAN", "REUTERS", "ZHOU LIMIN"]


def test_a_title_of_two_parts_is_no_label():
    text = "Round Table: Does the Old Town Need Arcades\nHost: Welcome.\nOld Tan: Thank you.\n"
    assert "Round Table" not in _labels(text)


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        (
            "记者　桥好了吗？\n路透社记者　多少钱？\n林岚　好了。\n记者　谢谢。\n林岚　不谢。\n",
            "林岚",
        ),
        (
            "Moderator\nWelcome to the harbour.\n\nReuters\nIs it open?\n\nLin Lan\nIt is.\n\n"
            "Moderator\nThank you.\n\nLin Lan\nThank you.\n",
            "Reuters",
        ),
    ],
)
def test_labels_without_a_colon_are_found(text, labels):
    assert labels in build_labels(read_lines(text)).bare
