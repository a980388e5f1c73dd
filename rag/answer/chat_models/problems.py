"""What can go wrong with a chat model, said to users in both languages."""

from __future__ import annotations

from typing import Final, Literal

from rag.schema import Language

Wording = dict[Language, str]

ProblemKind = Literal[
    "no_key",
    "key_refused",
    "loose_key_file",
    "no_permission",
    "no_credit",
    "unknown_model",
    "rate_limit",
    "server",
    "unreachable",
    "web_page",
    "timeout",
    "took_too_long",
    "too_long",
    "broken_stream",
    "empty",
    "rejected",
    "missing_extra",
    "no_folder",
    "not_loadable",
]
#: What went wrong, and what to do; ``{model}``, ``{place}`` and ``{detail}``.
MODEL_PROBLEMS: Final[dict[ProblemKind, Wording]] = {
    "no_key": {
        "zh": "没有设置 {place} 的密钥，{model} 用不了。请在服务商自己的环境变量"
        "（如 OPENAI_API_KEY）、DUIZHAO_ANSWER__API_KEY 或 "
        "DUIZHAO_ANSWER__API_KEY_FILE 所指的文件中设置密钥。",
        "en": "No key for {place} is set, which {model} needs. Set one in the provider's own "
        "variable (such as OPENAI_API_KEY), in DUIZHAO_ANSWER__API_KEY, or in a file that "
        "DUIZHAO_ANSWER__API_KEY_FILE names.",
    },
    "key_refused": {
        "zh": "{place} 不接受 {model} 的密钥，或者需要密钥而没有设置。请在服务商自己的环境变量"
        "（如 OPENAI_API_KEY）、DUIZHAO_ANSWER__API_KEY 或 "
        "DUIZHAO_ANSWER__API_KEY_FILE 所指的文件中设置有效的密钥。",
        "en": "{place} does not accept the key for {model}, or wants one where none is set. Set a "
        "valid key in the provider's own variable (such as OPENAI_API_KEY), in "
        "DUIZHAO_ANSWER__API_KEY, or in a file that DUIZHAO_ANSWER__API_KEY_FILE names.",
    },
    "loose_key_file": {
        "zh": "密钥文件无法使用：{detail}",
        "en": "The key file cannot be used: {detail}",
    },
    "no_permission": {
        "zh": "{place} 不允许这个密钥使用 {model}。请换一个模型或密钥。{detail}",
        "en": "{place} does not let this key use {model}. Choose another model or key. {detail}",
    },
    "no_credit": {
        "zh": "{place} 的账户余额或额度已用完。请充值，或换一个模型。{detail}",
        "en": "The account at {place} has no credit or quota left. Top it up, or choose another "
        "model. {detail}",
    },
    "unknown_model": {
        "zh": "{place} 没有模型 {model}（或地址不对）。请核对 --model 的名称与 base_url；"
        "用 Ollama 时先 ollama pull。{detail}",
        "en": "{place} has no model {model}, or the address is wrong. Check the name in --model "
        "and base_url; with Ollama, pull the model first. {detail}",
    },
    "rate_limit": {
        "zh": "{place} 限制了请求次数。请稍后再试。{detail}",
        "en": "{place} limits the requests. Try again later. {detail}",
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
    "web_page": {
        "zh": "{place} 返回的是网页，不是模型服务器的回答。请核对 DUIZHAO_ANSWER__BASE_URL：OpenAI "
        "协议的地址通常以 /v1 结尾，Ollama 的地址只有主机和端口。",
        "en": "{place} answered with a web page, not as a model server. Check "
        "DUIZHAO_ANSWER__BASE_URL: an address of the OpenAI protocol mostly ends in /v1, one of "
        "Ollama is host and port alone.",
    },
    "timeout": {
        "zh": "{place} 在规定时间内没有回应。请稍后再试，或调大 DUIZHAO_ANSWER__TIMEOUT_SECONDS。",
        "en": "{place} did not answer in time. Try again later, or raise "
        "DUIZHAO_ANSWER__TIMEOUT_SECONDS.",
    },
    "took_too_long": {
        "zh": "{place} 的整个回答超过了时限。请重试，或调大 "
        "DUIZHAO_ANSWER__TOTAL_TIMEOUT_SECONDS。",
        "en": "The whole answer from {place} took too long. Ask again, or raise "
        "DUIZHAO_ANSWER__TOTAL_TIMEOUT_SECONDS.",
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
    "no_folder": {
        "zh": "没有名为 {detail} 的模型文件夹，{model} 无法加载。请核对路径。",
        "en": "There is no folder {detail}, so {model} cannot be loaded. Check the path.",
    },
    "not_loadable": {
        "zh": "模型 {model} 无法加载。写法应为“提供商:名称”，如 openai:gpt-4o-mini、ollama:qwen3、"
        "huggingface:/模型/路径。{detail}",
        "en": "The model {model} cannot be loaded. Write provider:name, such as "
        "openai:gpt-4o-mini, ollama:qwen3 or huggingface:/path/to/model. {detail}",
    },
}
