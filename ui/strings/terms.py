"""The terms: how a word is rendered in the other language."""

from __future__ import annotations

from ui.strings.text import Text

VIEW_TERMS = Text("术语", "Terms")
TERMS_TITLE = Text("术语译法", "Terms and their renderings")
TERMS_TEXT = Text(
    "输入中文或英文的词语，查看资料库里每一处译法。",
    "Type a Chinese or English term to see every rendering of it in your documents.",
)
TERM_LABEL = Text("词语", "Term")
TERM_PLACEHOLDER = Text("例如：新闻发布会", "For example: press conference")
TERM_FIND = Text("查找", "Look up")
TERM_SEARCHING = Text("正在查找“{term}”……", "Looking up “{term}”…")
TERM_NOWHERE = Text(
    "资料库里没有出现“{term}”。请换一个说法，或者只输入其中的一个词。",
    "“{term}” stands nowhere in the documents. Try another form, or a single word of it.",
)
TERM_INVALID = Text(
    "词语至少要有一个字，最多 200 个字符。",
    "A term has at least one letter and at most 200 characters.",
)
TERM_PLACES = Text("“{term}”出现 {count} 处", "“{term}”: {count} places", "“{term}”: 1 place")
TERM_RENDERINGS = Text("{count} 种译法", "{count} renderings", "1 rendering")
TERM_PLACE_COUNT = Text("{count} 处", "{count} places", "1 place")
TERM_UNCLEAR = Text("译法不明确", "Rendering not clear")
TERM_UNCLEAR_HINT = Text(
    "另一种语言里有对应的句子，但看不出是哪几个字。",
    "The other language has a sentence for it, but not clearly words of its own.",
)
TERM_ALONE = Text("没有对应段落", "No counterpart in the other language")
TERM_MORE = Text(
    "这里只列出前 {count} 处，CSV 文件里有全部 {total} 处。",
    "The first {count} are shown here; the CSV file has all {total}.",
)
TERM_DOWNLOAD = Text("下载 CSV", "Download CSV")
TERM_DOWNLOAD_FAILED = Text("没有下载成", "Download failed")
TERM_RESULTS = Text("查找结果", "Results")
