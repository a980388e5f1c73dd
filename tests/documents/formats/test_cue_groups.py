"""Where sentences and paragraphs of subtitles end: by dashes, voices, pauses and the English."""

from rag.documents import load_source, split_paragraphs
from rag.settings import DocumentSettings
from rag.text.language import split_sentences

SETTINGS = DocumentSettings()


def make_srt(*cues):
    """Cues of two seconds: the pause before each, and its text."""
    written, now = "", 0.0
    for number, (pause, text) in enumerate(cues, start=1):
        now += pause
        start, end = (f"00:00:{time:06.3f}".replace(".", ",") for time in (now, now + 2))
        written += f"{number}\n{start} --> {end}\n{text}\n\n"
        now += 2
    return written


def split(text, tmp_path, name="talk.srt"):
    document = load_source(tmp_path / name, text.encode(), "talk", SETTINGS)
    paragraphs = split_paragraphs(document)
    for paragraph in paragraphs:
        joined = "".join(document.text[start:end] for start, end in paragraph.spans)
        assert paragraph.text == joined
    return paragraphs


def sentences(text, tmp_path):
    """The units of quoting of each paragraph."""
    return [
        [paragraph.text[start:end] for start, end in split_sentences(paragraph.text)]
        for paragraph in split(text, tmp_path)
    ]


def test_chinese_without_full_stops_has_sentences_where_the_english_has(tmp_path):
    text = make_srt(
        (0.5, "这座灯塔建于一九〇四年\nThis lighthouse was built in 1904."),
        (0.5, "灯光能照到十八海里以外\nIts light reaches 18 nautical miles."),
        (0.5, "二〇二三年十月，灯塔改成\nIn October 2023 it was\n"),
        (0.5, "自动控制\nautomated, with one man left."),
    )
    assert sentences(text, tmp_path) == [
        ["这座灯塔建于一九〇四年", "灯光能照到十八海里以外", "二〇二三年十月，灯塔改成 自动控制"],
        [
            "This lighthouse was built in 1904.",
            "Its light reaches 18 nautical miles.",
            "In October 2023 it was automated, with one man left.",
        ],
    ]


def test_chinese_alone_has_sentences_where_words_and_pauses_tell(tmp_path):
    text = make_srt(
        (0.5, "船长下令抛锚停船"),
        (0.5, "第二次才抓住海底"),
        (0.1, "我们将于五月"),
        (0.1, "开放新的灯塔"),
        (0.5, "他是我见过的"),
        (0.5, "最好的守塔人"),
    )
    assert sentences(text, tmp_path) == [
        [
            "船长下令抛锚停船",
            "第二次才抓住海底",
            "我们将于五月 开放新的灯塔",
            "他是我见过的 最好的守塔人",
        ]
    ]


def test_a_pause_of_a_second_ends_a_paragraph_only_behind_a_sentence(tmp_path):
    chinese = make_srt(
        (0.5, "船长下令抛锚"), (1.0, "锚抓住了海底"), (1.0, "我把钥匙放在"), (1.0, "桌子上了")
    )
    assert [p.text for p in split(chinese, tmp_path)] == [
        "船长下令抛锚",
        "锚抓住了海底",
        "我把钥匙放在 桌子上了",
    ]
    english = make_srt((0.5, "The anchor"), (1.0, "held."), (1.0, "We waited."))
    assert [p.text for p in split(english, tmp_path)] == ["The anchor held.", "We waited."]


def test_dashes_part_speakers_and_what_is_said_next(tmp_path):
    text = make_srt(
        (0.5, "- 你几点到的？\n- 八点半。"),
        (0.5, "<i>他撒了谎。</i>"),
        (0.5, "- 我没有。"),
        (0.5, "- 有人看见你了。\n- 谁？"),
    )
    assert [p.text for p in split(text, tmp_path)] == [
        "你几点到的？",
        "八点半。",
        "他撒了谎。",
        "我没有。",
        "有人看见你了。",
        "谁？",
    ]
    english = make_srt(
        (0.5, "- When?\n- At eight, when"), (0.1, "the bell rang."), (0.1, "-10 degrees.")
    )
    assert [p.text for p in split(english, tmp_path)] == [
        "When?",
        "At eight, when the bell rang. -10 degrees.",
    ]


def test_voices_name_their_speakers(tmp_path):
    text = (
        "WEBVTT\n\n00:01.000 --> 00:05.000\n<v Prof. Amara Nwosu>Welcome to the lecture.\n\n"
        "00:05.500 --> 00:08.000\n<v Student>Is bleaching always fatal?\n\n"
        "00:08.500 --> 00:12.000\n<v Prof. Amara Nwosu>No. There is one rule: wait.\n\n"
        "00:12.500 --> 00:15.000\n<v 小周>要点：等六个星期。\n"
    )
    assert [(p.kind, p.speaker, p.text) for p in split(text, tmp_path, "talk.vtt")] == [
        ("answer", "Prof. Amara Nwosu", "Prof. Amara Nwosu: Welcome to the lecture."),
        ("question", "Student", "Student: Is bleaching always fatal?"),
        ("answer", "Prof. Amara Nwosu", "Prof. Amara Nwosu: No. There is one rule: wait."),
        ("answer", "小周", "小周：要点：等六个星期。"),
    ]


def test_nothing_in_subtitles_is_a_title_or_a_heading(tmp_path):
    text = make_srt((0.5, "海边的灯塔"), (2, "他为什么不走？"), (2, "没有人知道"), (2, "He stayed"))
    assert [(p.kind, p.text) for p in split(text, tmp_path)] == [
        ("paragraph", "海边的灯塔"),
        ("paragraph", "他为什么不走？"),
        ("paragraph", "没有人知道"),
        ("paragraph", "He stayed"),
    ]
