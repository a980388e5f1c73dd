"""Asking and answers."""

from __future__ import annotations

from rag.schema import Language
from ui.strings.text import Text

# Asking
QUESTION_LABEL = Text("你的问题", "Your question")
QUESTION_PLACEHOLDER = Text("用中文或英文提问……", "Ask in Chinese or English…")
QUESTION_HINT = Text("回车发送，Shift + 回车换行", "Enter sends, Shift + Enter starts a new line")
SEND = Text("提问", "Ask")
STOP = Text("停止", "Stop")
CLEAR = Text("新对话", "New conversation")
CONVERSATION = Text("对话", "Conversation")

# The empty page
WELCOME_TITLE = Text("想查什么？", "What would you like to know?")
WELCOME_TEXT = Text(
    "问题和资料可以是不同的语言。每个答案都标明出处，并列出另一种语言的对应段落。",
    "Your question and your documents may be in different languages. Every answer is marked with "
    "its sources, each beside its counterpart in the other language.",
)
WELCOME_COUNT = Text(
    "资料库里有 {count} 份资料。",
    "{count} documents in the library.",
    "One document in the library.",
)
WELCOME_EMPTY = Text(
    "资料库还是空的。先加入几份资料，再来提问。",
    "The library is empty. Add some documents, then ask about them.",
)
EXAMPLES = Text("可以这样问", "Questions to start with")
ADD_DOCUMENTS = Text("加入资料", "Add documents")

# An answer
YOU_ASKED = Text("你问", "You asked")
SEARCHING = Text("正在查找……", "Searching…")
WRITING = Text(
    "找到 {count} 段，正在写答案……",
    "Found {count} passages; writing the answer…",
    "Found one passage; writing the answer…",
)
UNDERSTOOD = Text("问题理解为：", "Understood as: ")
ORIGINALS: dict[Language, Text] = {
    "zh": Text("中文原文", "Chinese original"),
    "en": Text("英文原文", "English original"),
}
STOPPED = Text("已停止。", "Stopped.")
RETRY = Text("重新回答", "Try again")
RETRY_FAILED = Text(
    "没能重新回答，这里仍是原来的回答。{reason}",
    "This could not be answered again; the earlier answer is back. {reason}",
)
RETRY_STOPPED = Text("已停止，这里仍是原来的回答。", "Stopped; the earlier answer is back.")
COPY = Text("复制", "Copy")
COPY_HINT = Text("连同出处一起复制", "Copy with its sources")
COPIED = Text("已复制", "Copied")
COPY_FAILED = Text("复制不了，请手动选取", "Could not copy; please select the text")
SHOW_SOURCES = Text("出处 {count} 条", "{count} sources", "1 source")
SHOW_NEAREST = Text("查看最接近的段落", "Nearest passages")
NOTES = Text("说明", "Notes")
MARK_LABEL = Text("出处 {marker}：{title}", "Source {marker}: {title}")
REFUSED_TITLE = Text("资料库里没有找到答案", "Not answered: the documents do not say")
REFUSED_REASONS: dict[str, Text] = {
    "nothing_relevant": Text(
        "最接近的段落列在出处一栏，供你核对。",
        "The nearest passages are listed with the sources, so that you can check.",
    ),
    "name_absent": Text(
        "请检查写法，或换一种说法再问。", "Check its spelling, or ask in other words."
    ),
    "not_stated": Text(
        "有段落谈到这个话题，但没有回答所问，列在出处一栏，供你核对。",
        "Some passages are on the subject but do not answer; they are listed with the sources, so "
        "that you can check.",
    ),
    "empty_library": Text(
        "资料库还是空的，请先加入资料。", "The library is empty. Add documents first."
    ),
}
EXTRACTIVE_MODEL = Text("摘自原文", "Quoted from the documents")
EXTRACTIVE_HINT = Text("没有使用语言模型", "No language model was used")
MODEL = Text("模型 {name}", "Model {name}")
SECONDS = Text("{seconds} 秒", "{seconds} s")
TOKENS = Text("词元 {prompt} + {completion}", "{prompt} + {completion} tokens")
