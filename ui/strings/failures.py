"""What went wrong."""

from __future__ import annotations

from ui.strings.text import Text

QUESTION_EMPTY = Text("请先写下问题。", "Write a question first.")
QUESTION_LANGUAGE = Text(
    "只能用中文或英文提问，请用其中一种写出问题。",
    "Questions can be asked in Chinese or English. Please write it in one of them.",
)
QUESTION_NO_WORD = Text(
    "问题里没有文字，请用中文或英文写出问题。",
    "The question holds no word. Please write it in Chinese or English.",
)
QUESTION_TOO_LONG = Text(
    "问题太长了：有 {count} 个字符，最多 {limit} 个。请只问一件事，写短一些。",
    "The question is too long: {count} characters, where at most {limit} are taken. Ask one thing, "
    "in fewer words.",
)
LIBRARY_FAILED = Text(
    "资料库现在用不了。请运行 duizhao doctor 检查。",
    "The library cannot be used at the moment. Run duizhao doctor to check it.",
)
MODEL_FAILED = Text(
    "语言模型没有应答。请检查模型服务是否在运行，或改用摘引原文的方式。",
    "The language model did not answer. Check that its server is running, or let answers quote the "
    "documents instead.",
)
EMBEDDER_FAILED = Text(
    "检索用的嵌入模型用不了。请检查设置里的模型名称。",
    "The embedding model cannot be used. Check the model's name in the settings.",
)
REQUEST_FAILED = Text("这次没有办成。", "That did not work.")
UNEXPECTED = Text(
    "程序出了意外的错误，已记入日志。请再试一次。",
    "Something unexpected went wrong; it is written in the log. Please try again.",
)
DETAILS = Text("技术细节", "Technical details")
