"""A turn that asks for more of the last answer, and for nothing else: 继续, "Tell me more"."""

from __future__ import annotations

import re

_MORE_EN = re.compile(
    r"(?:(?:ok|okay|yes|and|so|then|well|please|now),? )*"
    r"(?:(?:can|could|would|will) you (?:please )?|i(?:'d| would) like (?:you )?to |please )?"
    r"(?:(?:please )?(?:go on|continue|carry on|keep going|read on|go ahead|elaborate|expand"
    r"|(?:tell|give|show) (?:me|us) (?:some |a bit |a little )?(?:more|further)(?: details?)?"
    r"|(?:say|hear|know|quote) (?:some |a bit |a little )?more"
    r"|(?:some )?more(?: details?| please)?|(?:in )?more detail|details"
    r"|(?:is there |was there )?(?:anything|something) (?:else|more)"
    r"|what else|what (?:comes|came) next|is that (?:all|it)|next)"
    r"(?: (?:on|about|of|to) (?:it|that|this|them))?"
    r"(?: (?:do|does|did) (?:it|he|she|they|you) say(?: (?:on|about) (?:it|that|this))?)?)"
    r"(?:,? please)?",
    re.IGNORECASE,
)
_MORE_ZH = re.compile(
    r"(?:ok|okay|yes|please|好的?|嗯|那么?|请|麻烦|你|您|能不能|能否|可以|可否|能|再|就|给我|我想|想|还想)*"
    r"(?:(?:继续|接着|往下|展开|详细|具体|多|进一步|深入|再)(?:说|讲|谈|介绍|说明|展开|引用|读|看|听|了解)"
    r"(?:说|讲|谈|下去|一下|一点|一些|点|些|看|明|更多|详细)*"
    r"|继续|展开|说下去|讲下去|接着来|往下(?:读|看)?|详细(?:一点|一些|点|些)?"
    r"|(?:说|讲|谈|介绍)(?:得|的)?(?:更)?(?:详细|具体|多)(?:一点|一些|点|些)?"
    r"|(?:更|再)?多(?:一点|一些|点|些)|更多(?:内容|细节|信息)?|再(?:说|讲|谈)(?:说|讲|谈|一说|一下|点|些)?"
    r"|还有(?:吗|没有|别的|其他的?|其它的?|更多的?|什么|呢|哪些)?(?:吗|内容|么)?"
    r"|(?:他|她|它|他们|她们|里面)?还(?:说|讲|谈|提)(?:到|了|过|到了)?(?:些|别的|其他)?什么|下文(?:呢)?|然后呢|后面(?:呢|怎么说))"
    r"(?:吧|吗|呢|么|啊|呀|谢谢|好吗|可以吗|please|thanks)*",
    re.IGNORECASE,
)
#: Longer turns say what of; patterns of this kind would take long to tell.
_MAX_CHARS = 80
_MARKS = " \t.?!,。？！，、；;…~～"


def asks_for_more(text: str) -> bool:
    """Tell whether a turn asks to go on with the last answer, and says nothing of what with."""
    if len(text) > _MAX_CHARS:
        return False
    bare = re.sub(r"[，、,\s]+", " ", text.replace("\u2019", "'")).strip(_MARKS)
    return bool(_MORE_EN.fullmatch(bare) or _MORE_ZH.fullmatch(bare.replace(" ", "")))
