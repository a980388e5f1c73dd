import pytest

from rag.schema import Paragraph
from rag.text.speech import label_end, spoken_text


@pytest.mark.parametrize(
    ("text", "speaker", "said"),
    [
        ("Mayor Zhou: The quay will move.", "Mayor Zhou", "The quay will move."),
        ("周市长：码头要迁走。", "周市长", "码头要迁走。"),
        ("Zhou 周市长： The 码头 will move.", "Zhou 周市长", "The 码头 will move."),
        # Who the speaker is stands nowhere else.
        ("主持人（邱静）：下午好。", "主持人", "主持人（邱静）：下午好。"),
        ("Host (Qiu Jing 邱静): Welcome.", "Host", "Host (Qiu Jing 邱静): Welcome."),
        ("Zhou (Mayor) said: no.", "Zhou", "Zhou (Mayor) said: no."),
        ("The quay will move.", "Mayor Zhou", "The quay will move."),
        ("Mayor Zhou said: no.", "Mayor Zhou", "Mayor Zhou said: no."),
        ("Note: the quay.", None, "Note: the quay."),
        ("周市长：", "周市长", "周市长："),
        ("", None, ""),
    ],
    ids=[
        "en",
        "zh",
        "mixed",
        "zh aside",
        "mixed aside",
        "later aside",
        "later",
        "no label",
        "no speaker",
        "label alone",
        "empty",
    ],
)
def test_label_is_no_part_of_what_is_said(text, speaker, said):
    paragraph = Paragraph("talk", 1, "en", "answer", speaker, text, ((0, len(text)),))
    assert spoken_text(paragraph) == said
    assert text[label_end(paragraph) :] in (said, "")
