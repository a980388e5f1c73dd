"""The reader: a document in two columns."""

from __future__ import annotations

from rag.differences import DifferenceKind
from ui.strings.text import Text

SHOW_IN_DOCUMENT = Text("在原文中查看", "Show in document")
READER = Text("对照阅读", "Reader")
READER_LOADING = Text("正在打开……", "Opening…")
READER_BACK = Text("返回", "Back")
READER_TOOLS = Text("在这份资料里查找", "Find in this document")
READER_FIND = Text("查找中文或英文", "Find Chinese or English")
READER_PREVIOUS = Text("上一处", "Previous place")
READER_NEXT = Text("下一处", "Next place")
READER_FOUND = Text("第 {place} 处，共 {count} 处", "{place} of {count}")
READER_FOUND_NONE = Text("没有找到", "Not found")
READER_FOUND_MANY = Text("只列出前 {count} 处", "Only the first {count} places are shown")
READER_TEXT = Text("正文", "Text")
READER_PORTION_FAILED = Text("这一部分没有读出来，点此重试", "This part did not load; try again")
READER_ONE_LANGUAGE = Text(
    "这份资料还没有对应的译文。把译文加入资料库，就会显示在旁边。",
    "This document has no counterpart in the library yet. Add its translation, and it appears "
    "beside it.",
)
READER_NO_PARAGRAPH = Text(
    "这份资料没有第 {number} 段，一共有 {count} 段。",
    "There is no paragraph {number} in this document, which has {count}.",
)
READER_GONE = Text(
    "资料库里没有名为“{name}”的资料，可能已经移除或改了名。",
    "There is no document named “{name}” in the library; it may have been removed or renamed.",
)
READER_TO_LIBRARY = Text("查看资料库", "See the library")
PARAGRAPH_LINK = Text("第 {number} 段的链接", "Link to paragraph {number}")
OTHER_PARAGRAPH_LINK = Text("{title}，第 {number} 段", "{title}, paragraph {number}")
FROM_DOCUMENT = Text("出自", "From")
ALSO_SAID_IN = Text("对应段落另见：", "Also rendered in: ")
NO_COUNTERPART_HERE = Text("没有对应段落", "No counterpart")

# Differences
DIFFERENCES = Text("差异", "Differences")
DIFFERENCES_AWAITED = Text("正在比较", "Comparing")
DIFFERENCES_LOADING = Text("正在比较两种语言……", "Comparing the two languages…")
DIFFERENCES_NONE = Text(
    "没有发现两边说法不同的地方。", "Nothing was found that the two sides do not say alike."
)
DIFFERENCES_UNPAIRED = Text(
    "这份资料还没有对应的译文，没有可以比较的内容。",
    "This document has no counterpart in the library, so there is nothing to compare.",
)
DIFFERENCES_COUNT = Text("{count} 处差异", "{count} differences", "1 difference")
DIFFERENCES_ZERO = Text("没有差异", "No differences")
DIFFERENCES_NOTHING = Text("无可比较", "Nothing to compare")
DIFFERENCES_HINT = Text(
    "由程序比较得出，未必都是错误，请以原文为准。",
    "Found by the program; not every one is a mistake. Check them against the text.",
)
DIFFERENCE_GO = Text("转到第 {number} 段", "Go to paragraph {number}")
DIFFERENCE_KINDS: dict[DifferenceKind, Text] = {
    "number": Text("数字", "Number"),
    "date": Text("日期", "Date"),
    "name": Text("名称", "Name"),
    "negation": Text("否定", "Negation"),
    "sentence": Text("只有一边有", "One side only"),
    "letters": Text("文字", "Wording"),
}
DIFFER_BOTH: dict[DifferenceKind, Text] = {
    "number": Text(
        "数字不同：中文是“{zh}”，英文是“{en}”。",
        "The numbers differ: “{zh}” in Chinese, “{en}” in English.",
    ),
    "date": Text(
        "日期不同：中文是“{zh}”，英文是“{en}”。",
        "The dates differ: “{zh}” in Chinese, “{en}” in English.",
    ),
    "name": Text(
        "名称不同：中文是“{zh}”，英文是“{en}”。",
        "The names differ: “{zh}” in Chinese, “{en}” in English.",
    ),
    "negation": Text(
        "中文和英文的这句话，一个是否定的说法，一个不是。",
        "Of this sentence in Chinese and in English, only one says “not”.",
    ),
    "sentence": Text(
        "这句话在中文和英文里不一致。", "This sentence is not the same in Chinese and English."
    ),
    "letters": Text(
        "这里是“{here}”，同一段文字在{where}里是“{there}”。",
        "“{here}” here; the same text reads “{there}” in {where}.",
    ),
}
DIFFER_HERE: dict[DifferenceKind, Text] = {
    "number": Text("数字“{here}”只见于{side}。", "The number “{here}” is in the {side} text only."),
    "date": Text("日期“{here}”只见于{side}。", "The date “{here}” is in the {side} text only."),
    "name": Text("名称“{here}”只见于{side}。", "The name “{here}” is in the {side} text only."),
    "negation": Text("只有{side}用了否定的说法。", "Only the {side} text says “not” here."),
    "sentence": Text("这句话只见于{side}。", "This sentence is in the {side} text only."),
    "letters": Text(
        "这里的“{here}”，同一段文字在{where}里没有。",
        "“{here}” here; the same text lacks it in {where}.",
    ),
}
DIFFER_THERE = Text(
    "同一段文字在{where}里多出“{there}”。", "The same text has “{there}” besides in {where}."
)
