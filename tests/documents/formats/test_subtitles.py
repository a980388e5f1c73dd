import pytest

from rag.documents import load_document, split_paragraphs
from rag.documents.formats.cues import read_cues
from rag.documents.formats.subtitles import load_subtitles
from rag.errors import DocumentError
from rag.settings import DocumentSettings

SETTINGS = DocumentSettings()


def time_of(seconds, mark):
    return f"{int(seconds) // 3600:02}:{int(seconds) % 3600 // 60:02}:{seconds % 60:06.3f}".replace(
        ".", mark
    )


def make_srt(*cues, mark=",", head=""):
    """Cues of two seconds; a cue is its text, or the pause before it and its text."""
    written, now = head, 0.0
    for number, cue in enumerate(cues, start=1):
        pause, text = cue if isinstance(cue, tuple) else (0.1, cue)
        now += pause
        written += f"{number}\n{time_of(now, mark)} --> {time_of(now + 2, mark)}\n{text}\n\n"
        now += 2
    return written


def make_vtt(*cues):
    return make_srt(*cues, mark=".", head="WEBVTT - made\n\nNOTE nothing\nto see\n\n")


def load(text, encoding="utf-8"):
    return load_subtitles(text.encode(encoding), "a.srt", SETTINGS)


def paragraphs_of(text):
    return load(text).text.strip().split("\n\n")


def pairs_of(text):
    loaded = load(text)
    return [(loaded.text[a:b], loaded.text[c:d]) for (a, b), (c, d) in loaded.given_pairs]


@pytest.mark.parametrize("make", [make_srt, make_vtt])
def test_cues_become_sentences_and_paragraphs(make):
    text = make("We will open", "the port in May.", (2, "The mayor said"), "it is ready.")
    assert paragraphs_of(text) == ["We will open the port in May.", "The mayor said it is ready."]


def test_chinese_cues_are_joined_without_spaces():
    text = make_srt("我们将于五月", "开放新港口。", (2, "市长说"), "一切都好。")
    assert paragraphs_of(text) == ["我们将于五月开放新港口。", "市长说一切都好。"]


def test_chinese_without_punctuation_keeps_its_clauses_apart():
    text = make_srt("我们五月开放新港口", "欢迎大家来看", (2, "市长说一切都好"))
    assert paragraphs_of(text) == ["我们五月开放新港口 欢迎大家来看", "市长说一切都好"]


def test_a_pause_inside_a_sentence_does_not_end_the_paragraph():
    text = make_srt("We will open", (2, "the port in May."), (2, "It is ready."))
    assert paragraphs_of(text) == ["We will open the port in May.", "It is ready."]


def test_a_long_talk_without_pauses_is_cut_after_sentences():
    text = make_srt(*["We carry many people to the islands", "on every day of the year."] * 20)
    found = paragraphs_of(text)
    assert len(found) > 2
    assert all(each.endswith("year.") for each in found)


def test_a_name_in_the_other_language_stays_in_its_sentence():
    assert paragraphs_of(make_srt("我们加入了", "RCEP", "这个协定。")) == [
        "我们加入了 RCEP 这个协定。"
    ]


def test_tags_positions_entities_and_readings_are_left_out():
    text = make_vtt(
        "<c.yellow>Salt &amp; <i>pepper</i></c> <00:00:01.000>are",
        "<ruby>港<rt>gǎng</rt></ruby>口",
    ).replace("02.100\n", "02.100 align:start position:10%\n", 1)
    assert [line.text for cue in read_cues(text) for line in cue.lines] == [
        "Salt & pepper are",
        "港口",
    ]


def test_srt_keeps_what_is_no_tag():
    text = make_srt("{\\an8}<font color=red>If 5 < 6 & 7 > 6</font>, fine.")
    assert paragraphs_of(text) == ["If 5 < 6 & 7 > 6, fine."]


def test_speakers_begin_paragraphs():
    voices = make_vtt("<v Lin Hai>Hello.</v>", "<v Wang>Thanks.", "<v Wang>It is good.")
    assert paragraphs_of(voices) == ["Lin Hai: Hello.", "Wang: Thanks. It is good."]
    labels = make_srt("林海：你好。", "记者：谢谢市长。")
    assert paragraphs_of(labels) == ["林海：你好。", "记者：谢谢市长。"]
    dashes = make_srt("- Hello.\n- How are you?", ">> I am fine.")
    assert paragraphs_of(dashes) == ["Hello.", "How are you?", "I am fine."]


def test_bilingual_cues_become_pairs():
    text = make_srt(
        "我们五月开放新港口\nWe open the port",
        "欢迎大家来看\nin May, and welcome all.",
        (2, "市长说一切都好\nThe mayor says all is well."),
    )
    assert pairs_of(text) == [
        ("我们五月开放新港口 欢迎大家来看", "We open the port in May, and welcome all."),
        ("市长说一切都好", "The mayor says all is well."),
    ]


def test_bilingual_cues_on_one_line_are_split():
    text = make_srt("早上好，市长 Good morning, mayor.", "港口开放了 The port is open.")
    assert pairs_of(text) == [
        ("早上好，市长\u2003港口开放了", "Good morning, mayor. The port is open.")
    ]


def test_cues_of_the_same_time_are_one():
    zh, en = (
        make_srt("早上好。", (3, "港口开放了。")),
        make_srt("Morning.", (3, "The port is open.")),
    )
    assert pairs_of(zh + en) == [("早上好。", "Morning."), ("港口开放了。", "The port is open.")]


def test_a_bilingual_file_keeps_cues_of_one_language():
    text = make_srt("早上好。\nGood morning.", (5, "[applause]"), (5, "再见。\nGoodbye."))
    assert len(pairs_of(text)) == 2
    assert "[applause]" in load(text).text


def test_scrolling_lines_are_taken_once():
    text = make_srt("we open", "we open\nthe port", "the port\nin may", "in may")
    assert paragraphs_of(text) == ["we open the port in may"]


def test_what_is_said_twice_stays_twice():
    text = make_srt("Yes.", "Yes.", "We open in May.", "All of us.", "It is so.", "Come.", "Bye.")
    assert paragraphs_of(text)[0].startswith("Yes. Yes.")


@pytest.mark.parametrize("encoding", ["gbk", "utf-16", "utf-8-sig"])
def test_encodings(encoding):
    text = make_srt("我们将于五月开放新的港口。").replace("\n", "\r\n")
    assert load(text, encoding).text == "我们将于五月开放新的港口。\n"


def test_times_written_loosely_are_read():
    text = "1\n0:0:1.5 -> 0:0:2\nHello.\n2\n00:00:03,000 --> 00:00:04,000\n20 people came.\n"
    cues = read_cues(text)
    assert [(cue.start, cue.lines[0].text) for cue in cues] == [
        (1.5, "Hello."),
        (3.0, "20 people came."),
    ]


@pytest.mark.parametrize(
    "text", ["Some words\n", "1\n00:00:01,000 --> 00:00:02,000\n\n", "WEBVTT\n"]
)
def test_a_file_without_cues_is_refused(text):
    with pytest.raises(DocumentError, match=r"a\.srt: no subtitle was found"):
        load(text)


def test_a_subtitle_file_is_loaded_and_cut_by_its_speakers(tmp_path):
    path = tmp_path / "talk.srt"
    path.write_text(make_srt("记者：港口何时开放？", "林海：五月一日", "就会开放。"), "utf-8")
    found = split_paragraphs(load_document(path, "talk", SETTINGS))
    assert [(p.speaker, p.text) for p in found] == [
        ("记者", "记者：港口何时开放？"),
        ("林海", "林海：五月一日就会开放。"),
    ]


def test_times_that_cannot_be_right_are_told_and_the_text_is_kept():
    text = (
        "1\n00:00:09,000 --> 00:00:02,000\nThe ship left early.\n\n"
        "2\n99:99:99,000 --> xx\nIt came back late.\n\n"
        "3\n00:00:20,000 --> 00:00:22,000\nThen it rained.\n"
    )
    loaded = load_subtitles(text.encode(), "talk.srt", DocumentSettings())
    assert "-->" not in loaded.text
    words = loaded.text.split()
    assert words == "The ship left early. It came back late. Then it rained.".split()
    assert len(loaded.warnings) == 1
    assert "times of 2 subtitles" in loaded.warnings[0]
