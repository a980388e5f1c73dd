"""Evidence: sources, passages, languages."""

from __future__ import annotations

from rag.schema import CitationStatus, Kind, Language
from ui.strings.text import Text

EVIDENCE = Text("出处", "Sources")
EVIDENCE_EMPTY = Text(
    "答案里每个标记的出处会列在这里：中文和英文两个版本放在一起，引用的句子会标亮。",
    "The source behind each mark of an answer appears here, its Chinese and English versions "
    "together, with the quoted sentence highlighted.",
)
LEGEND = Text("每条出处都经过核对", "Every source is checked")
EVIDENCE_ALL_VERIFIED = Text(
    "{count} 条，全部核实", "{count} marks, all verified", "1 mark, verified"
)
#: Of quotes only the letters are checked; whether they answer is for the reader to judge.
EVIDENCE_ALL_QUOTED = Text(
    "{count} 条，均为原文照录", "{count} quotes, letter for letter", "1 quote, letter for letter"
)
EVIDENCE_UNSUPPORTED = Text(
    "{count} 条，其中 {bad} 条未找到依据",
    "{count} marks, {bad} without support",
    "1 mark, without support",
)
NEAREST = Text("最接近的段落", "Nearest passages")
NEAREST_HINT = Text(
    "这些段落没有回答问题，只是最接近。",
    "These passages do not answer the question; they are the nearest.",
)
FOUND = Text("找到的段落", "Passages found")
CONSIDERED = Text(
    "还看过的 {count} 段", "{count} other passages considered", "1 other passage considered"
)
STATUSES: dict[CitationStatus, Text] = {
    "verified": Text("已核实", "Verified"),
    "repaired": Text("已改正", "Repaired"),
    "unsupported": Text("无依据", "Unsupported"),
}
STATUS_MEANINGS: dict[CitationStatus, Text] = {
    "verified": Text(
        "模型写的这句话与标亮的原文核对过，原文支持这句话。",
        "The model's statement was checked against the highlighted words, which support it.",
    ),
    "repaired": Text(
        "答案原来标了另一段；经核对，依据在这一段。",
        "The answer first pointed to another passage; this is the one that supports it.",
    ),
    "unsupported": Text(
        "这一段里没有找到支持这句话的内容，引用前请自行核对。",
        "No support for the statement was found in this passage. Check before you rely on it.",
    ),
}
QUOTED_STATUS = Text("原文照录", "Quoted letter for letter")
QUOTED_MEANING = Text(
    "标亮的文字与原文一字不差；是否回答了问题，请看上下文。",
    "The highlighted words stand so in the document. Whether they answer the question is for you "
    "to judge.",
)
LANGUAGES: dict[Language, Text] = {"zh": Text("中文", "Chinese"), "en": Text("英文", "English")}
CITED = Text("引用段落", "cited")
FOUND_PASSAGE = Text("找到的段落", "passage found")
COUNTERPART = Text("对应段落", "counterpart")
PAIR_SCORE = Text("对应度 {percent}%", "match {percent} %")
PAIR_SCORE_HINT = Text("两段互为译文的把握", "How sure it is that the two say the same")
NO_COUNTERPART = Text(
    "没有找到另一种语言的对应段落。", "No counterpart found in the other language."
)
WHOLE_PARAGRAPH = Text("显示整段", "Show the whole paragraph")
BACK_TO_ANSWER = Text("回到答案", "Back to the answer")
PAGE_NUMBER = Text("第 {page} 页", "page {page}")
PARAGRAPH_NUMBER = Text("第 {number} 段", "paragraph {number}")
ALSO_IN = Text("同一段文字另见：", "The same text also in: ")
KINDS: dict[Kind, Text] = {
    "title": Text("标题", "title"),
    "dateline": Text("电头", "dateline"),
    "heading": Text("小标题", "heading"),
    "question": Text("提问", "question"),
    "answer": Text("回答", "answer"),
    "paragraph": Text("正文", "text"),
    "caption": Text("图片说明", "caption"),
    "notice": Text("提示", "notice"),
}
