import subprocess
import sys
import time

import pytest

from rag.text.language import (
    detect_language,
    fold,
    is_third_language,
    split_sentences,
    to_simplified,
)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        pytest.param("中国对此有何评论？", "zh", id="zh"),
        pytest.param("What is the mayor's view?", "en", id="en"),
        pytest.param("推动RCEP尽快生效，打造“Made in China”品牌。", "zh", id="english in zh"),
        pytest.param("He called it 命运共同体, a shared future, again.", "en", id="zh in en"),
        pytest.param("", None, id="empty"),
        pytest.param("2021 — 10%", None, id="no words"),
        pytest.param("<b>今天</b><script>alert('hello')</script>谁来了？", "zh", id="zh in tags"),
        pytest.param(
            '<p class="question main">港口<br/>何时开放？&nbsp;</p>', "zh", id="attributes"
        ),
        pytest.param("<b>今天</b><script>alert(1)", "zh", id="unclosed script"),
        pytest.param("<!-- a comment of some words -->港口呢？", "zh", id="comment"),
        pytest.param("[color=red]港口[/color]何时开放？", "zh", id="square tags"),
        pytest.param("{{ user.name }}港口呢？", "zh", id="template"),
        pytest.param("见 https://www.example.com/a/b-c?d=e 说了什么？", "zh", id="zh with URL"),
        pytest.param("www.example.org/port_opening.html讲什么？", "zh", id="zh with www"),
        pytest.param("写信给 press.office@harbour-city.gov.cn 问？", "zh", id="zh with e-mail"),
        pytest.param("<p>When does the 港口 open?</p>", "en", id="en in tags"),
        pytest.param("<b>Wang Yi</b> 对 <i>RCEP</i> 的看法是什么？", "zh", id="mixed in tags"),
        pytest.param("Is a <b and c> d?", "en", id="no tag"),
        pytest.param("https://example.com/", "en", id="URL alone"),
        pytest.param("<script>", "en", id="tag alone"),
        pytest.param("<script>今天谁来了？", "zh", id="zh in a script"),
        pytest.param("<>", None, id="no word in tag"),
    ],
)
def test_detect_language(text, language):
    assert detect_language(text) == language


@pytest.mark.parametrize(
    ("text", "third"),
    [
        pytest.param("港口什么时候开放？", False, id="zh"),
        pytest.param("When does the port open?", False, id="en"),
        pytest.param("RCEP ASEAN China", False, id="names"),
        pytest.param("Wang Yi 对 RCEP 的看法", False, id="mixed"),
        pytest.param("Name a common autoimmune disease.", False, id="en imperative"),
        pytest.param("Quelle est la position du maire sur le port ?", True, id="fr"),
        pytest.param("Was sagt der Minister dazu genau?", True, id="de"),
        pytest.param("Wie groß ist die Not der Bauern heute?", True, id="de like en"),
        pytest.param("Cosa pensa il sindaco del porto nuovo?", True, id="it"),
        pytest.param("Wat vindt de burgemeester van de nieuwe haven?", True, id="nl"),
        pytest.param("市長は何と言いましたか", True, id="ja"),
        pytest.param("시장은 무엇을 말했습니까", True, id="ko"),
        pytest.param("Что сказал мэр?", True, id="ru"),
        pytest.param("<b>市長は</b><i>何と</i>", True, id="ja in tags"),
        pytest.param("<b>Что</b> сказал <i>мэр</i>?", True, id="ru in tags"),
        pytest.param("", False, id="empty"),
    ],
)
def test_is_third_language(text, third):
    assert is_third_language(text) is third


@pytest.mark.parametrize(
    "text",
    ["Will it lapse or be kept going?", "Is that still so?", "港口开放吗？", "RCEP 呢？", ""],
)
def test_identifier_is_not_loaded_for_what_is_plain(text):
    # 75 MB and a third of a second.
    script = (
        "import sys; from rag.text.language import is_third_language as third;"
        f"assert not third({text!r}); assert 'py3langid' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", script], check=True)


@pytest.mark.parametrize("piece", ["<a", "<script>", "https://a.", "a@b", "[a=", "{{a", "<!--"])
def test_detect_language_takes_no_longer_for_broken_markup(piece):
    started = time.perf_counter()
    detect_language(piece * 40_000)
    assert time.perf_counter() - started < 2


def test_to_simplified_keeps_length_and_other_text():
    assert to_simplified("學習RCEP，臺灣說話") == "学习RCEP，台湾说话"


def test_fold_joins_widths_case_and_quotes():
    assert fold("ＡＢＣ「說」’") == 'abc"说"\''


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        pytest.param("第一句。第二句！“第三句？”", ["第一句。", "第二句！", "“第三句？”"], id="zh"),
        pytest.param(
            "Mr. Li met the U.S. envoy. It cost 2.5 million. Done",
            ["Mr. Li met the U.S. envoy.", "It cost 2.5 million.", "Done"],
            id="en",
        ),
        pytest.param(
            "我们说完了。Then it ended. 好。",
            ["我们说完了。", "Then it ended.", "好。"],
            id="mixed",
        ),
        pytest.param("  \n", [], id="empty"),
        ("塔高三十三米\u2003守塔人走了", ["塔高三十三米", "守塔人走了"]),
        ("新华社记者\u3000请问市长。", ["新华社记者\u3000请问市长。"]),
    ],
)
def test_split_sentences(text, sentences):
    assert [text[a:b] for a, b in split_sentences(text)] == sentences


@pytest.mark.parametrize("text", ["", "Plain ASCII, 'quoted' ~!", "\x00\x1f\x7fTAB\t"], ids=repr)
def test_fold_of_ascii_is_what_every_step_gives(text):
    assert fold(text) == fold(text + "\u3000").removesuffix(" ")
