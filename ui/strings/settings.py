"""Settings: how questions are answered, what they are limited to, how the page looks."""

from __future__ import annotations

from rag.schema import Language
from ui.strings.text import Text

VIEW_SETTINGS = Text("设置", "Settings")
SETTINGS_TITLE = Text("设置", "Settings")
SETTINGS_TEXT = Text(
    "改动立即生效，只保存在这个浏览器里。",
    "Changes hold at once, and are kept in this browser only.",
)

# The model
SETTINGS_MODEL = Text("由谁回答", "Answered by")
SETTINGS_MODEL_DEFAULT = Text("默认", "Standard")
MODEL_EXTRACTIVE = Text("摘引原文", "Quotes from the documents")
MODEL_EXTRACTIVE_ABOUT = Text(
    "直接引用资料里的句子，不用语言模型，内容不离开这台电脑。",
    "Sentences of the documents themselves. No language model; nothing leaves this computer.",
)
MODEL_IN_PROCESS_ABOUT = Text(
    "语言模型，就在这台电脑上运行，内容不离开这台电脑。",
    "A language model that runs on this computer; nothing leaves it.",
)
MODEL_HERE_ABOUT = Text(
    "语言模型，由这台电脑上的 {place} 运行，内容不离开这台电脑。",
    "A language model, run by {place} on this computer; nothing leaves it.",
)
MODEL_AWAY_ABOUT = Text(
    "语言模型。问题和找到的段落会发送到 {place}。",
    "A language model. Questions and the passages found are sent to {place}.",
)
MODEL_ONLY_ONE = Text(
    "可以选用的语言模型由管理员用 DUIZHAO_PAGE__MODELS 列出。",
    "Language models to choose from are named by whoever runs Duizhao, in DUIZHAO_PAGE__MODELS.",
)
MODEL_TRY = Text("测试连接", "Test the connection")
MODEL_TRY_NAMED = Text("测试 {name} 的连接", "Test the connection to {name}")
MODEL_TRYING = Text("正在等它回一个词……", "Waiting for one word from it…")
MODEL_REPLIED = Text("连接正常，{seconds} 秒后有回应。", "It works: it replied after {seconds} s.")
MODEL_SILENT = Text(
    "等了 {seconds} 秒没有回应。模型可能还在载入，请稍后再试。",
    "No word after {seconds} s. The model may still be loading; try again in a while.",
)
MODEL_NOT_OFFERED = Text(
    "这个模型已不在可选之列，现在使用默认的。",
    "This model can no longer be chosen; the standard one is used.",
)

# The passages
SETTINGS_TOP_K = Text("每次查看多少段", "Passages considered for each question")
SETTINGS_TOP_K_HINT = Text(
    "段落越多，越不容易漏掉，回答也越慢；语言模型会用掉更多词元。",
    "More passages miss less and take longer; a language model spends more tokens on them.",
)
TOP_K_DEFAULT = Text("默认（{count} 段）", "Standard ({count} passages)", "Standard (1 passage)")

# The filters
SETTINGS_FILTERS = Text("只在一部分资料里查找", "Search part of the library")
SETTINGS_FILTERS_TEXT = Text(
    "几项都选时须同时符合。答案下面会注明用了哪些筛选。",
    "Where several are set, all must be met. Each answer says below which filters it was given.",
)
FILTER_LANGUAGE = Text("段落的语言", "Language of passages")
FILTER_LANGUAGE_BOTH = Text("两种都查", "Both")
FILTER_LANGUAGES: dict[Language, Text] = {
    "zh": Text("只查中文", "Chinese only"),
    "en": Text("只查英文", "English only"),
}
FILTER_SINCE = Text("起始日期", "From")
FILTER_UNTIL = Text("截止日期", "To")
FILTER_DATE_HINT = Text(
    "例如 2021-12-30、2021-12 或 2021。没有日期的资料会被排除。",
    "Such as 2021-12-30, 2021-12 or 2021. Documents without a date are left out.",
)
FILTER_DATE_WRONG = Text(
    "读不出日期，这一项没有生效。请写成 2021-12-30、2021-12 或 2021。",
    "This is no date that can be read, so it has no effect. Write 2021-12-30, 2021-12 or 2021.",
)
FILTER_DATES_CROSSED = Text(
    "起始日期晚于截止日期，不会有符合的资料。",
    "This begins after it ends, so no document can meet it.",
)
FILTERS: dict[str, Text] = {
    "documents": Text("资料", "Documents"),
    "speakers": Text("发言人", "Speakers"),
    "sources": Text("来源", "Sources"),
}
FILTER_LABELS: dict[str, Text] = {
    "documents": Text("资料", "Document"),
    "speakers": Text("发言人", "Speaker"),
    "sources": Text("来源", "Source"),
}
PICK_FIND: dict[str, Text] = {
    "documents": Text("查找资料", "Find documents"),
    "speakers": Text("查找发言人", "Find speakers"),
    "sources": Text("查找来源", "Find sources"),
}
PICK_SHOWN = Text(
    "列出 {shown} 项，共 {count} 项，输入文字可缩小范围",
    "{shown} of {count}; type to narrow them down",
)
PICK_NONE = Text("没有符合的。", "None matches.")
PICK_EMPTY: dict[str, Text] = {
    "documents": Text("资料库里还没有资料。", "The library has no documents yet."),
    "speakers": Text("资料里没有标明发言人。", "No document names its speakers."),
    "sources": Text(
        "资料都没有注明来源，可以在资料库里补上。",
        "No document states its source; the library page lets you add it.",
    ),
}
CLEAR_FILTERS = Text("清除全部筛选", "Clear all filters")

# The filters above the question box and below an answer
FILTERS_ON = Text("只查：", "Only:")
FILTERS_ON_LABEL = Text("正在使用的筛选", "Filters in use")
FILTER_CHIP_LANGUAGE: dict[Language, Text] = {
    "zh": Text("中文段落", "Chinese passages"),
    "en": Text("英文段落", "English passages"),
}
FILTER_CHIP_SINCE = Text("{date} 起", "from {date}")
FILTER_CHIP_UNTIL = Text("到 {date} 为止", "to {date}")
FILTER_CHIP_MANY: dict[str, Text] = {
    "documents": Text("{count} 份资料", "{count} documents"),
    "speakers": Text("{count} 位发言人", "{count} speakers"),
    "sources": Text("{count} 个来源", "{count} sources"),
}
FILTER_REMOVE = Text("去掉筛选：{name}", "Remove the filter {name}")
FILTER_GONE = Text("已不在资料库里", "no longer in the library")
CLEAR_CHIPS = Text("清除", "Clear")
OPEN_FILTERS = Text("筛选与模型", "Filters and model")
FILTERS_MET_NOTHING = Text(
    "没有资料同时符合所选的筛选。请去掉其中一项，或者全部清除。",
    "No document meets all the filters chosen. Remove one of them, or clear them all.",
)
FILTERED_REFUSAL = Text(
    "这次只查了一部分资料（{filters}）。",
    "Only part of the library was searched ({filters}).",
)
ASK_UNFILTERED = Text("清除筛选再问一次", "Clear the filters and ask again")

# The page
SETTINGS_DISPLAY = Text("页面", "This page")
LANGUAGE_AS_BROWSER = Text("随浏览器", "As the browser")
THEME = Text("外观", "Appearance")
THEMES: dict[str, Text] = {
    "system": Text("随系统", "As the system"),
    "light": Text("浅色", "Light"),
    "dark": Text("深色", "Dark"),
}

# What an answer was made with
CONSIDERED_COUNT = Text("查看 {count} 段", "{count} passages considered", "1 passage considered")
FILTER_COUNT = Text("筛选 {count} 项", "{count} filters", "1 filter")
MADE_BY = Text("怎样得出的", "How it was made")
MADE_MODEL = Text("模型", "Model")
MADE_INSTEAD = Text(
    "{name} 没有给出可用的回答，改为摘引原文",
    "{name} gave no usable answer, so the documents are quoted instead",
)
MADE_NOT_ASKED = Text(
    "没有向 {name} 提问：资料库里没有可供回答的段落",
    "{name} was not asked: no passage bears on the question",
)
MADE_SECONDS = Text("用时", "Time")
MADE_TOKENS = Text("词元", "Tokens")
TOKENS_IN_OUT = Text("输入 {prompt}，输出 {completion}", "{prompt} in, {completion} out")
TOKENS_COUNTED_BY = Text("按 {encoding} 计", "counted with {encoding}")
TOKENS_REPORTED = Text("由模型服务报告", "as the model's server reports")
MADE_PASSAGES = Text("段落", "Passages")
MADE_FILTERS = Text("筛选", "Filters")
MADE_NO_FILTERS = Text("没有，查的是整个资料库", "None: the whole library was searched")
