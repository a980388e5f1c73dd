"""Every string of the page, in both languages side by side."""

from __future__ import annotations

from dataclasses import dataclass

from rag.schema import CitationStatus, Kind, Language


@dataclass(frozen=True, slots=True)
class Text:
    """A string of the page.

    :param one: the English form where ``count`` is 1.
    """

    zh: str
    en: str
    one: str | None = None

    def __call__(self, language: Language, **values: object) -> str:
        """Give the string in a language, with its blanks filled in."""
        if language == "zh":
            return self.zh.format(**values)
        if self.one is not None and values.get("count") == 1:
            return self.one.format(**values)
        return self.en.format(**values)


# The frame
PAGE_TITLE = Text("对照 Duizhao", "Duizhao 对照")
TAGLINE = Text(
    "问中英文资料，答案句句有出处", "Ask in Chinese or English; every claim beside its source"
)
NAVIGATION = Text("页面", "Pages")
VIEW_CHAT = Text("问答", "Ask")
VIEW_LIBRARY = Text("资料库", "Library")
PAGE_LANGUAGE = Text("页面语言", "Page language")
SKIP_TO_QUESTION = Text("跳到提问框", "Skip to the question box")
CONNECTION_LOST = Text(
    "与对照程序的连接断开了。请确认程序仍在运行，然后刷新页面。",
    "The connection to Duizhao was lost. Check that it is still running, then reload the page.",
)

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
STOPPED = Text("已停止。", "Stopped.")
RETRY = Text("重新回答", "Try again")
COPY = Text("复制", "Copy")
COPY_HINT = Text("连同出处一起复制", "Copy with its sources")
COPIED = Text("已复制", "Copied")
COPY_FAILED = Text("复制不了，请手动选取", "Could not copy; please select the text")
SHOW_SOURCES = Text("出处 {count} 条", "{count} sources", "1 source")
SHOW_NEAREST = Text("查看最接近的段落", "Nearest passages")
NOTES = Text("说明", "Notes")
MARK_LABEL = Text("出处 {marker}：{title}", "Source {marker}: {title}")
REFUSED_TITLE = Text("资料里没有找到答案", "Not answered: the documents do not say")
REFUSED_REASONS: dict[str, Text] = {
    "nothing_relevant": Text(
        "最接近的段落列在出处一栏，供你核对。",
        "The nearest passages are listed with the sources, so that you can check.",
    ),
    "not_stated": Text(
        "谈到相关内容的段落列在出处一栏，供你核对。",
        "Passages on the subject are listed with the sources, so that you can check.",
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
TOKENS_HINT = Text(
    "输入 {prompt}，输出 {completion}，按 {encoding} 计",
    "{prompt} in, {completion} out, counted with {encoding}",
)

# Evidence
EVIDENCE = Text("出处", "Sources")
EVIDENCE_EMPTY = Text(
    "答案里每个标记的出处会列在这里：左边中文，右边英文，引用的句子会标亮。",
    "The source behind each mark of an answer appears here, Chinese on the left, English on the "
    "right, with the quoted sentence highlighted.",
)
LEGEND = Text("每条出处都经过核对", "Every source is checked")
EVIDENCE_ALL_VERIFIED = Text(
    "{count} 条，全部核实", "{count} marks, all verified", "1 mark, verified"
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
        "标亮的原文支持这句话，一字不差。",
        "The highlighted words, taken letter for letter, support the statement.",
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

# The library
LIBRARY_TITLE = Text("资料库", "Library")
LIBRARY_TEXT = Text(
    "资料只保存在这台电脑上，不会发往别处。",
    "Documents stay on this computer and are sent nowhere.",
)
UPLOAD = Text("选择文件", "Choose files")
UPLOAD_DROP = Text("把文件拖到这里，或者", "Drop files here, or")
UPLOAD_LIMITS = Text(
    "中文、英文或中英对照的资料（{supported}），每份不超过 {size}，一次最多 {count} 份",
    "Documents in Chinese, English or both ({supported}), up to {size} each, {count} at a time",
    "Documents in Chinese, English or both ({supported}), up to {size}, one at a time",
)
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
UPLOAD_RESULTS = Text("上传结果", "Upload results")
UPLOAD_TOO_LARGE = Text(
    "这个文件有 {size}，超过了 {limit} 的上限。请拆分后再上传。",
    "This file has {size}, more than the limit of {limit}. Split it, then upload the parts.",
)
UPLOAD_TOO_MANY = Text(
    "一次最多上传 {limit} 份，这里有 {count} 份。请分几次上传。",
    "At most {limit} files can be uploaded at a time; these are {count}. Upload them in parts.",
)
UPLOAD_EMPTY = Text("这个文件是空的，里面没有文字。", "This file is empty; there is no text in it.")
UPLOAD_SUFFIX = Text(
    "还不能读取 {suffix} 文件，可以上传的有：{supported}。请先转换格式。",
    "Files ending in {suffix} cannot be read; these can: {supported}. Convert it first.",
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
DOCUMENTS_EMPTY = Text("还没有资料。", "No documents yet.")
DOCUMENTS_FILTER = Text("按名称筛选", "Filter by name")
COLUMN_TITLE = Text("标题", "Title")
COLUMN_LANGUAGES = Text("语言", "Languages")
COLUMN_DATE = Text("日期", "Date")
COLUMN_PARAGRAPHS = Text("段落", "Paragraphs")
COLUMN_PAIRS = Text("对应", "Pairs")
COLUMN_ACTIONS = Text("操作", "Actions")
PARAGRAPH_COUNT = Text("{count} 段", "{count} paragraphs", "1 paragraph")
PAIR_COUNT = Text("{count} 对", "{count} pairs", "1 pair")
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

# What went wrong
QUESTION_EMPTY = Text("请先写下问题。", "Write a question first.")
QUESTION_LANGUAGE = Text(
    "只能用中文或英文提问，请用其中一种写出问题。",
    "Questions can be asked in Chinese or English. Please write it in one of them.",
)
QUESTION_TOO_LONG = Text(
    "问题太长了（{count} 个字符）。请只问一件事，写短一些。",
    "The question is too long ({count} characters). Ask one thing, in fewer words.",
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
