"""Words that carry a question's grammar rather than its subject, in both languages."""

from __future__ import annotations

ENGLISH_STOPWORDS: frozenset[str] = frozenset(
    """
    a about above after again all also am an and any are aren as at be because been before being
    between both but by can cannot could did didn do does doesn doing don down during each else
    ever few for from further had has have having he her here hers him his how however i if in
    into is isn it its itself just let many me more most much must my nor not of off on once only or
    other ought our ours out over own please same shall she should so some such than that the
    their theirs them themselves then there these they this those through to too under until up
    upon us very was wasn we were weren what whatever when where whether which while who whom
    whose why will with within would yet you your yours tell
    """.split()
)

#: Cut out of a Chinese question wherever they stand; each is rare as a part of other words.
HAN_STOP_PHRASES: frozenset[str] = frozenset(
    """
    什么 为什么 为何 如何 怎么 怎么样 怎样 哪 哪些 哪个 哪里 哪儿 哪位 哪年 哪一年 哪一 何时
    何地 何种 多少 多久 谁 是否 能否 可否 有没有 是不是 能不能 会不会 请问 请介绍 您 你们
    我们 他们 她们 它们 咱们 吗 呢 呀 这些 那些 这个 那个 这样 那样 这里 那里 什麽 关于 对于
    以及 或者 并且 而且 因为 所以 但是 如果 虽然 一下 有何 有哪 几个 几年 几次
    """.split()
)

#: Left out as single characters of a Chinese question; they stay inside pairs, since 和 is "and"
#: and also half of 和平.
HAN_STOP_CHARS: frozenset[str] = frozenset(
    "的了是在和与及或也就都而把被让给着过得地之其这那此个们我你他她它吗呢吧啊呀么哪谁几很更最又还"
    "有为对于从到向由以所将会能可要请并但则等些种位次年月日不"
)

#: Words that say how something was said: they place a question rather than say what it asks.
REPORTING_STEMS = frozenset(
    "say said state think believ view opinion consid regard describ mention accord claim "
    "refer interview confer press review word term comment remark explain year".split()
)
REPORTING_WORDS = frozenset(
    "认为 表示 看来 看法 提到 谈到 指出 强调 回应 回答 评价 态度 说法 表述 记者 采访 专访 年底 "
    "年终 年初".split()
)
