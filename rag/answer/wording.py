"""The fixed sentences that users read, in both languages."""

from __future__ import annotations

from typing import Final, Literal

from rag.schema import Language

Wording = dict[Language, str]

EMPTY_LIBRARY: Final[Wording] = {
    "zh": "文档库还是空的，没有可以引用的内容。请先加入文档。",
    "en": "The library is empty, so there is nothing to quote. Add documents first.",
}
NOTHING_RELEVANT: Final[Wording] = {
    "zh": "文档库里没有与这个问题相关的内容。",
    "en": "Nothing in the library is about this question.",
}
NOT_STATED: Final[Wording] = {
    "zh": "文档库里没有说明这一点；下面是最接近的段落。",
    "en": "The library does not state this; the nearest passages are listed below.",
}
QUOTED_ORIGINAL: Final[Wording] = {
    "zh": "文档库里没有这段话的中文版本，以下引用英文原文。",
    "en": "The library has no English version of this; the Chinese original is quoted.",
}
MODEL_FAILED: Final[Wording] = {
    "zh": "语言模型没有给出可用的回答，以下是从文档中直接摘录的句子。原因：{reason}",
    "en": "The language model gave no usable answer; these are sentences quoted from the "
    "documents. Reason: {reason}",
}
MODEL_BROKE_OFF: Final[Wording] = {
    "zh": "语言模型中途中断，回答可能不完整。原因：{reason}",
    "en": "The language model broke off; the answer may be incomplete. Reason: {reason}",
}
PASSAGES_LEFT_OUT: Final[Wording] = {
    "zh": "为不超出模型的窗口（{limit} 个词元），检索到的 {total} 段中有 {count} 段没有交给模型："
    "{names}",
    "en": "To stay within the model's window of {limit} tokens, {count} of the {total} passages "
    "found were not given to it: {names}",
}
COUNTERPARTS_LEFT_OUT: Final[Wording] = {
    "zh": "为不超出模型的窗口，{count} 段没有附上另一种语言的版本。",
    "en": "To stay within the model's window, {count} passages were given in one language only.",
}
PASSAGE_SHORTENED: Final[Wording] = {
    "zh": "第一段超出模型的窗口，只交给了模型开头的整句。",
    "en": "The first passage is longer than the model's window; only its first whole sentences "
    "were given to it.",
}
TURNS_LEFT_OUT: Final[Wording] = {
    "zh": "较早的 {count} 条对话没有交给模型。",
    "en": "{count} earlier messages of the conversation were not given to the model.",
}
MARKS_REMOVED: Final[Wording] = {
    "zh": "删去了 {count} 个没有对应段落的引用编号。",
    "en": "{count} citation marks that point to no passage were removed.",
}
CLAIMS_UNSUPPORTED: Final[Wording] = {
    "zh": "有 {count} 句话在所引段落中找不到依据，请自行核对。",
    "en": "{count} sentences could not be found in what they cite; check them yourself.",
}
CLAIMS_REPAIRED: Final[Wording] = {
    "zh": "有 {count} 句话的引用改到了确有依据的段落。",
    "en": "{count} sentences were moved to the passage that supports them.",
}
ANSWER_CUT_OFF: Final[Wording] = {
    "zh": "回答达到 {limit} 个词元的上限，在此截断。",
    "en": "The answer reached the limit of {limit} tokens and ends there.",
}

ProblemKind = Literal[
    "no_key",
    "no_permission",
    "unknown_model",
    "rate_limit",
    "server",
    "unreachable",
    "timeout",
    "too_long",
    "broken_stream",
    "empty",
    "rejected",
    "missing_extra",
    "not_loadable",
]
#: What went wrong with a chat model, and what to do; ``{model}``, ``{place}`` and ``{detail}``.
MODEL_PROBLEMS: Final[dict[ProblemKind, Wording]] = {
    "no_key": {
        "zh": "{place} 不接受 {model} 的密钥。请在服务商自己的环境变量（如 OPENAI_API_KEY）或 "
        "DUIZHAO_ANSWER__API_KEY 中设置有效的密钥。",
        "en": "{place} does not accept the key for {model}. Set a valid key in the provider's own "
        "variable (such as OPENAI_API_KEY) or in DUIZHAO_ANSWER__API_KEY.",
    },
    "no_permission": {
        "zh": "{place} 不允许这个密钥使用 {model}。请换一个模型或密钥。{detail}",
        "en": "{place} does not let this key use {model}. Choose another model or key. {detail}",
    },
    "unknown_model": {
        "zh": "{place} 没有模型 {model}（或地址不对）。请核对 --model 的名称与 base_url；"
        "用 Ollama 时先 ollama pull。{detail}",
        "en": "{place} has no model {model}, or the address is wrong. Check the name in --model "
        "and base_url; with Ollama, pull the model first. {detail}",
    },
    "rate_limit": {
        "zh": "{place} 限制了请求次数或额度已用完。请稍后再试，或检查账户额度。{detail}",
        "en": "{place} limits the requests, or the quota is used up. Try again later, or check the "
        "account. {detail}",
    },
    "server": {
        "zh": "{place} 内部出错。请稍后再试，或查看该服务器的日志。{detail}",
        "en": "{place} failed internally. Try again later, or see that server's log. {detail}",
    },
    "unreachable": {
        "zh": "无法连接 {place}。请确认模型服务器已启动、base_url 正确。",
        "en": "{place} cannot be reached. Check that the model server runs and that base_url is "
        "right.",
    },
    "timeout": {
        "zh": "{place} 在规定时间内没有回应。请稍后再试，或调大 DUIZHAO_ANSWER__TIMEOUT_SECONDS。",
        "en": "{place} did not answer in time. Try again later, or raise "
        "DUIZHAO_ANSWER__TIMEOUT_SECONDS.",
    },
    "too_long": {
        "zh": "提示超出 {model} 的窗口。请调小 DUIZHAO_ANSWER__MAX_CONTEXT_TOKENS。{detail}",
        "en": "The prompt is longer than the window of {model}. Lower "
        "DUIZHAO_ANSWER__MAX_CONTEXT_TOKENS. {detail}",
    },
    "broken_stream": {
        "zh": "{place} 的回答传到一半中断了，或格式无法识别。请重试。{detail}",
        "en": "The answer from {place} broke off, or was not in a form that is understood. Ask "
        "again. {detail}",
    },
    "empty": {
        "zh": "{model} 返回了空的回答。请重试或换一个模型。",
        "en": "{model} returned an empty answer. Ask again, or choose another model.",
    },
    "rejected": {
        "zh": "{place} 拒绝了对 {model} 的请求。{detail}",
        "en": "{place} rejected the request to {model}. {detail}",
    },
    "missing_extra": {
        "zh": "{model} 需要额外的软件包：pip install 'duizhao[{detail}]'",
        "en": "{model} needs an extra package: pip install 'duizhao[{detail}]'",
    },
    "not_loadable": {
        "zh": "模型 {model} 无法加载。写法应为“提供商:名称”，如 openai:gpt-4o-mini、ollama:qwen3、"
        "huggingface:/模型/路径。{detail}",
        "en": "The model {model} cannot be loaded. Write provider:name, such as "
        "openai:gpt-4o-mini, ollama:qwen3 or huggingface:/path/to/model. {detail}",
    },
}
