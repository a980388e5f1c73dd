"""The library: documents and uploads."""

from __future__ import annotations

from ui.strings.text import Text

LIBRARY_TITLE = Text("资料库", "Library")
LIBRARY_TEXT = Text(
    "资料只保存在这台电脑上，不会发往别处。",
    "Documents stay on this computer and are sent nowhere.",
)
UPLOAD = Text("选择文件", "Choose files")
UPLOAD_DROP = Text("把文件拖到这里，或者", "Drop files here, or")
UPLOAD_LIMITS = Text(
    "中文、英文或中英对照的资料，每份不超过 {size}，一次最多 {count} 份",
    "Documents in Chinese, English or both, up to {size} each, {count} at a time",
    "Documents in Chinese, English or both, up to {size}, one at a time",
)
UPLOAD_FORMATS = Text("可以上传哪些格式", "Which formats can be read")
UPLOAD_FORMATS_TEXT = Text(
    "文本、Markdown、网页、Word、PDF（须有文字）、EPUB、字幕、翻译记忆库（TMX、XLIFF）、双语表格（CSV、TSV），"
    "以及装着这些文件的 ZIP：{supported}",
    "Text, Markdown, web pages, Word, PDF with text, EPUB, subtitles, translation memories (TMX, "
    "XLIFF), tables of both languages (CSV, TSV), and ZIP files of these: {supported}",
)
UPLOAD_SENDING = Text("正在上传……", "Uploading…")
UPLOAD_WORKING = Text("正在处理 {name}", "Working on {name}")
UPLOAD_PAIRING = Text("正在配对中英文段落", "Pairing paragraphs of the two languages")
UPLOAD_QUEUED = Text("正在准备……", "Getting ready…")
UPLOAD_PROGRESS = Text("已完成 {done}，共 {total}", "{done} of {total} done")
UPLOAD_ADDED = Text("已加入", "Added")
UPLOAD_UPDATED = Text("已更新", "Updated")
UPLOAD_UNCHANGED = Text("没有变化", "Unchanged")
UPLOAD_FAILED = Text("未能加入", "Not added")
UPLOAD_PARTLY = Text(
    "有些内容读不出来，其余已加入。", "Some of it could not be read; the rest was added."
)
UPLOAD_THIRD_LANGUAGE = Text(
    "这份资料看来大部分既不是中文也不是英文，虽已加入，但很难检索到。",
    "Most of this text seems to be in neither Chinese nor English. It was added, but will be found "
    "badly.",
)
UPLOAD_RESULTS = Text("上传结果", "Upload results")
UPLOAD_TOO_LARGE = Text(
    "这个文件有 {size}，超过了 {limit} 的上限。请拆分后再上传。",
    "This file has {size}, more than the limit of {limit}. Split it, then upload the parts.",
)
UPLOAD_TOO_MANY = Text(
    "一次最多上传 {limit} 份，这里有 {count} 份。请分几次上传。",
    "At most {limit} files can be uploaded at a time; these are {count}. Upload them in parts.",
)
UPLOADS_FULL = Text(
    "资料库已存了 {kept} 的上传文件，上限是 {limit}。请先移除不再需要的资料，再上传。",
    "The library keeps {kept} of uploaded files, and the limit is {limit}. Remove documents that "
    "are no longer needed, then upload this one.",
)
UPLOAD_NOT_WHAT_IT_SAYS = Text(
    "文件名以 {suffix} 结尾，内容却不是这种格式。请用原来的程序重新保存，再上传。",
    "The name ends in {suffix}, but the contents are of another format. Save it anew in the "
    "program it comes from, then upload that.",
)
UPLOAD_EMPTY = Text("这个文件是空的，里面没有文字。", "This file is empty; there is no text in it.")
UPLOAD_SUFFIX = Text(
    "还不能读取 {suffix} 文件。请先转成 {supported} 等格式，再上传。",
    "Files ending in {suffix} cannot be read. Convert it to {supported} or the like first.",
)
UPLOAD_BINARY = Text(
    "这不是文本文件。请先另存为 UTF-8 编码的文本，再上传。",
    "This is not a text file. Save its text as UTF-8, then upload that.",
)
UPLOAD_UNREADABLE = Text(
    "没能从这个文件里读出中文或英文段落。",
    "No Chinese or English paragraphs could be read from this file.",
)
UPLOAD_NOT_SAVED = Text(
    "文件存不进资料库文件夹，请检查磁盘空间和权限。",
    "The file could not be saved in the library's folder. Check its space and permissions.",
)
UPLOAD_DISMISS = Text("收起", "Dismiss")
DOCUMENT_COUNT = Text("{count} 份资料", "{count} documents", "1 document")
DOCUMENT_COUNT_FOUND = Text("{count} 份资料中的 {found} 份", "{found} of {count} documents")
DOCUMENTS_EMPTY = Text("还没有资料。", "No documents yet.")
DOCUMENTS_SHOWN = Text(
    "这里列出最近加入的 {count} 份，其余请按名称筛选。",
    "The {count} added last are listed; filter by name for the others.",
)
DOCUMENTS_NO_MATCH = Text("没有符合的资料。", "No document matches.")
DOCUMENTS_FILTER = Text("按名称筛选", "Filter by name")
COLUMN_TITLE = Text("标题", "Title")
COLUMN_LANGUAGES = Text("语言", "Languages")
COLUMN_SOURCE = Text("来源", "Source")
COLUMN_DATE = Text("日期", "Date")
COLUMN_PARAGRAPHS = Text("段落", "Paragraphs")
COLUMN_PAIRS = Text("对应", "Pairs")
COLUMN_ACTIONS = Text("操作", "Actions")
PARAGRAPH_COUNT = Text("{count} 段", "{count} paragraphs", "1 paragraph")
PAIR_COUNT = Text("{count} 对", "{count} pairs", "1 pair")
OPEN_NAMED = Text("阅读 {title}", "Read {title}")
EDIT = Text("更正", "Correct")
EDIT_NAMED = Text("更正 {title} 的信息", "Correct what is known of {title}")
EDIT_TITLE = Text("更正资料信息", "Correct what is known of a document")
EDIT_TEXT = Text(
    "引用和筛选用的是这些信息。更正不会改动原文件，文件更新后仍然有效。",
    "Citations and filters use these. A correction does not touch the file, and stays when the "
    "file changes.",
)
EDIT_DATE_HINT = Text("例如 2021-12-30、2021-12 或 2021", "Such as 2021-12-30, 2021-12 or 2021")
EDIT_STATED = Text(
    "资料里是“{value}”，清空即可恢复。",
    "The document itself says “{value}”; empty the field to go back to it.",
)
EDIT_NOT_STATED = Text("资料里没有写明。", "The document itself does not say.")
EDIT_NO_DATE = Text(
    "读不出日期，请写成 2021-12-30、2021-12 或 2021。",
    "This is no date that can be read. Write 2021-12-30, 2021-12 or 2021.",
)
EDIT_TOO_LONG = Text("太长了，请写短一些。", "This is too long. Please shorten it.")
EDIT_FAILED = Text("没有更正成。", "The correction could not be made.")
EDIT_SAVE = Text("保存", "Save")
EDIT_CLOSE = Text("关闭", "Close")
EDIT_CANCEL = Text("取消", "Cancel")
METADATA_FIELDS: dict[str, Text] = {
    "title": Text("标题", "Title"),
    "date": Text("日期", "Date"),
    "source": Text("来源", "Source"),
    "event": Text("活动", "Event"),
    "interviewer": Text("采访者", "Interviewer"),
    "interviewee": Text("受访者", "Interviewee"),
}
REMOVE = Text("移除", "Remove")
REMOVE_NAMED = Text("移除 {title}", "Remove {title}")
REMOVE_TITLE = Text("移除这份资料？", "Remove this document?")
REMOVE_TEXT = Text(
    "它会从资料库和搜索中消失。原来的文件不会被删除；上传的副本会一并删除。",
    "It disappears from the library and from search. The original file is not touched; an uploaded "
    "copy is deleted with it.",
)
KEEP = Text("保留", "Keep")
REMOVED = Text("已移除 {title}", "Removed {title}")
ALREADY_REMOVED = Text("这份资料已经不在资料库里了。", "This document is no longer in the library.")
