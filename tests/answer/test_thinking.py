import pytest

from rag.answer.chat_models.thinking import ThoughtFilter, drop_thoughts


def stream(*pieces):
    thoughts = ThoughtFilter()
    return "".join([*(thoughts.feed(piece) for piece in pieces), thoughts.finish()])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<think>May? 2019?</think>\n\nOn May 3. [1]", "On May 3. [1]"),
        ("<think>\n\n</think>\n\n5月3日。[1]", "5月3日。[1]"),
        ("\n <thinking>想一想</thinking>5月3日。[1]", "5月3日。[1]"),
        ("<reasoning>x</reasoning> Yes. [1]", "Yes. [1]"),
        ("\u25c1think\u25b7嗯\u25c1/think\u25b7是的。[1]", "是的。[1]"),
        ("<|channel|>analysis<|message|>Hm.<|channel|>final<|message|>Yes. [1]", "Yes. [1]"),
        ("Yes. [1]", "Yes. [1]"),
        ("是的。[1]", "是的。[1]"),
        ("a < b and <b>bold</b>. [1]", "a < b and <b>bold</b>. [1]"),
        ("<", "<"),
        ("<thin", "<thin"),
        ("<think>never done", ""),
        ("", ""),
    ],
)
@pytest.mark.parametrize("size", [1, 3, 1000])
def test_thoughts_at_the_start_are_held_back(text, expected, size):
    pieces = [text[start : start + size] for start in range(0, len(text), size)]
    assert stream(*pieces) == expected
    assert drop_thoughts(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # Qwen3 and R1 templates open the thought themselves.
        ("The passage says May.\n</think>\n\nOn May 3. [1]", "On May 3. [1]"),
        ("先看第一段。</think>5月3日。[1]", "5月3日。[1]"),
        ("One. [1] <think>more?</think> Two. [2]", "One. [1]  Two. [2]"),
        ("One. [1] <think>more?", "One. [1] "),
        ("Yes. [1]<|im_end|>\n", "Yes. [1]"),
    ],
)
def test_finished_text_holds_no_thought_wherever_it_stood(text, expected):
    assert drop_thoughts(text) == expected
