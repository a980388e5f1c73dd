# ruff: noqa: E501 - the cases are one a line
"""Sentences that a model might write about six passages of a country that does not exist.

Each one comes with the mark it carries and with what the checks should make of it. ``_HELD_OUT``
was written together with ``_SEEN`` and looked at once the checks were done.
"""

from dataclasses import dataclass

from answer_fakes import make_hit, make_question

TRADE_EN = (
    "Norland's exports reached 4.2 billion crowns in 2022, up 7.5 percent from a year earlier. We "
    "did not raise tariffs on farm goods, and we have no plan to do so. The new customs office in "
    "Veldt opened on June 18, 2023."
)
TRADE_ZH = (
    "诺兰2022年出口额达42亿克朗，比上年增长7.5%。我们没有提高农产品关税，也没有这样做的计划。"
    "位于费尔特的新海关办公室已于2023年6月18日启用。"
)
BANK_EN = (
    "The central bank will keep its interest rate at 3.25 percent. Inflation fell to 2.1 percent in "
    "March, the lowest since 2019. We expect prices to rise again in autumn because of higher energy "
    "costs."
)
BANK_ZH = (
    "央行将把利率维持在3.25%。3月通货膨胀率降至2.1%，为2019年以来最低。"
    "由于能源成本上升，我们预计物价将在秋季再次上涨。"
)
CARE_ZH = (
    "截至去年底，全市共建成养老服务中心380个，为12.6万名老年人提供服务。今年将再投入3.5亿元，"
    "新建60个社区食堂。我们不会关闭任何一家乡镇卫生院。"
)
FISH_EN = (
    "The two countries signed the fisheries agreement in Port Salem on 9 October 2021. It covers "
    "1,500 vessels and will stay in force for ten years. Daniel Osei rejected claims that the "
    "agreement harms small boats."
)
RAIL_EN = (
    "The Lindal railway is 312 kilometres long and cost 9.6 billion crowns. It carries about 40,000 "
    "passengers a day. Engineer Sofia Brandt led the work from 2015 to 2020."
)
RAIL_ZH = (
    "林达尔铁路全长312公里，造价96亿克朗，日均运送旅客约4万人次。"
    "2015年至2020年，工程由工程师索菲娅·布兰特主持。"
)
TALKS_ZH = (
    "外交部发言人刘明远表示，我方从未承诺提供军事援助，有关报道不符合事实。我方支持通过对话解决争端。"
    "双方外长将于下月在海临市会晤。"
)

HITS = (
    make_hit(TRADE_EN, TRADE_ZH, speaker="Elena Park", document="trade-briefing", number=4),
    make_hit(BANK_EN, BANK_ZH, speaker="Tomas Reed", document="bank-briefing", number=7),
    make_hit(CARE_ZH, language="zh", speaker="王岚", document="care-briefing", number=3),
    make_hit(FISH_EN, speaker="Daniel Osei", document="fisheries", number=2),
    make_hit(RAIL_EN, RAIL_ZH, document="railway", number=5),
    make_hit(TALKS_ZH, language="zh", speaker="刘明远", document="talks", number=9),
)
QUESTIONS = {
    "en": make_question("What was said about trade, prices, care, fishing, rail and the talks?"),
    "zh": make_question("关于贸易、物价、养老、渔业、铁路和会谈，说了什么？"),
}


@dataclass(frozen=True)
class Case:
    kind: str
    language: str
    sentence: str
    expected: str
    held_out: bool


_SEEN = """
right en verified | Norland's exports reached 4.2 billion crowns in 2022. [1]
right en verified | The central bank keeps its interest rate at 3.25 percent. [2]
right en verified | The fisheries agreement was signed in Port Salem on 9 October 2021. [4]
right en verified | The Lindal railway is 312 kilometres long. [5]
right zh verified | 诺兰2022年出口额达42亿克朗。[1]
right zh verified | 央行将利率维持在3.25%。[2]
right zh verified | 全市共建成养老服务中心380个。[3]
right zh verified | 双方外长将于下月在海临市会晤。[6]
right en verified | Tariffs on farm goods were not raised. [1]
right zh verified | 我方从未承诺提供军事援助。[6]
number en unsupported | Norland's exports reached 4.6 billion crowns in 2022. [1]
number en unsupported | The fisheries agreement covers 1,800 vessels. [4]
number zh unsupported | 全市共建成养老服务中心480个。[3]
number zh unsupported | 林达尔铁路全长321公里。[5]
number en unsupported | Inflation fell to 1.2 percent in March. [2]
unit en unsupported | Norland's exports reached 4.2 million crowns in 2022. [1]
unit zh unsupported | 诺兰2022年出口额达42万克朗。[1]
unit zh unsupported | 今年将再投入3.5万元。[3]
unit en unsupported | The Lindal railway is 312 miles long. [5]
unit en unsupported | The Lindal railway cost 9.6 billion dollars. [5]
unit zh unsupported | 林达尔铁路造价96亿美元。[5]
negated en unsupported | The government raised tariffs on farm goods. [1]
negated en unsupported | The central bank will not keep its interest rate at 3.25 percent. [2]
negated zh unsupported | 我方承诺提供军事援助。[6]
negated zh unsupported | 我方不支持通过对话解决争端。[6]
negated zh unsupported | 乡镇卫生院将会关闭。[3]
negated en unsupported | Daniel Osei confirmed that the agreement harms small boats. [4]
speaker en unsupported | Tomas Reed said exports reached 4.2 billion crowns in 2022. [1]
speaker en unsupported | Elena Park said the central bank will keep its interest rate at 3.25 percent. [2]
speaker zh unsupported | 王岚表示，我方支持通过对话解决争端。[6]
speaker zh unsupported | 刘明远表示，今年将新建60个社区食堂。[3]
saidright en verified | Elena Park said exports reached 4.2 billion crowns in 2022. [1]
saidright zh verified | 王岚表示，今年将再投入3.5亿元，新建60个社区食堂。[3]
saidright en verified | According to Tomas Reed, inflation fell to 2.1 percent in March. [2]
date en unsupported | The new customs office in Veldt opened on July 18, 2023. [1]
date en unsupported | The agreement was signed in Port Salem on 9 October 2020. [4]
date zh unsupported | 新海关办公室于2023年6月28日启用。[1]
date zh unsupported | 诺兰2021年出口额达42亿克朗。[1]
name en unsupported | Engineer Sofia Lindqvist led the work from 2015 to 2020. [5]
name en unsupported | The fisheries agreement was signed in Port Harlow. [4]
name zh unsupported | 双方外长将于下月在云州市会晤。[6]
name en unsupported | The new customs office in Brunn opened on June 18, 2023. [1]
paraphrase en verified | Exports grew 7.5 percent compared with the year before. [1]
paraphrase en verified | Prices are expected to go up again in autumn, since energy costs more. [2]
paraphrase zh verified | 工程由索菲娅·布兰特负责，从2015年持续到2020年。[5]
paraphrase zh verified | 养老服务中心为12.6万老年人服务。[3]
paraphrase en verified | About 40,000 people ride the Lindal railway every day. [5]
missing en repaired | The agreement covers 1,500 vessels.
missing zh repaired | 今年将再投入3.5亿元，新建60个社区食堂。
missing en unsupported | Whales are often seen near the harbour.
wrongmark en repaired | The Lindal railway is 312 kilometres long. [1]
wrongmark zh repaired | 双方外长将于下月在海临市会晤。[2]
wrongmark en repaired | Inflation fell to 2.1 percent in March, the lowest since 2019. [4]
wrongmark zh repaired | 全市共建成养老服务中心380个。[6]
cross zh verified | 渔业协定涵盖1500艘船，有效期十年。[4]
cross en verified | The city has built 380 care centres for the elderly. [3]
cross en verified | The foreign ministers will meet next month. [6]
cross zh unsupported | 渔业协定涵盖2500艘船。[4]
cross en unsupported | The city will invest 3.5 million yuan this year. [3]
cross en unsupported | Liu Mingyuan promised military aid. [6]
cross zh unsupported | 渔业协定于2021年10月19日签署。[4]
invented en unsupported | Norland will join the customs union next year. [1]
invented zh unsupported | 全市将新建五座游泳馆。[3]
invented zh unsupported | 央行行长将于年底辞职。[2]
"""

_HELD_OUT = """
right en verified | The new customs office in Veldt opened on June 18, 2023. [1]
right zh verified | 3月通货膨胀率降至2.1%。[2]
right en verified | The agreement will stay in force for ten years. [4]
right zh verified | 林达尔铁路造价96亿克朗。[5]
right zh verified | 乡镇卫生院一家也不会关闭。[3]
right en verified | There is no plan to raise tariffs on farm goods. [1]
number en unsupported | The railway carries about 60,000 passengers a day. [5]
number zh unsupported | 养老服务中心为16.2万名老年人提供服务。[3]
number en unsupported | Exports were up 5.7 percent from a year earlier. [1]
unit en unsupported | The railway cost 9.6 million crowns. [5]
unit zh unsupported | 林达尔铁路日均运送旅客约4亿人次。[5]
unit en unsupported | Exports rose by 7.5 crowns from a year earlier. [1]
unit zh unsupported | 林达尔铁路全长312米。[5]
unit zh unsupported | 今年将再投入3.5亿美元。[3]
negated en unsupported | Prices are not expected to rise again in autumn. [2]
negated zh unsupported | 央行不会把利率维持在3.25%。[2]
negated zh unsupported | 有关报道符合事实。[6]
negated en unsupported | The government has a plan to raise tariffs on farm goods. [1]
negated zh unsupported | 我们提高了农产品关税。[1]
speaker en unsupported | Daniel Osei said inflation fell to 2.1 percent in March. [2]
speaker zh unsupported | 刘明远说，全市共建成养老服务中心380个。[3]
speaker en unsupported | Tomas Reed rejected claims that the agreement harms small boats. [4]
saidright zh verified | 刘明远说，有关报道不符合事实。[6]
saidright en verified | Daniel Osei said the agreement does not harm small boats. [4]
date en unsupported | Inflation fell to 2.1 percent in May. [2]
date zh unsupported | 工程从2013年开始，由索菲娅·布兰特主持。[5]
date en unsupported | The interest rate is the lowest since 2009. [2]
name zh unsupported | 工程由工程师索菲娅·林奎斯特主持。[5]
name en unsupported | Peter Holm rejected claims that the agreement harms small boats. [4]
name zh unsupported | 位于贝尔根的新海关办公室已经启用。[1]
paraphrase zh verified | 2022年诺兰的出口比上一年多了7.5%。[1]
paraphrase en verified | Sofia Brandt was the engineer in charge of the work between 2015 and 2020. [5]
paraphrase zh verified | 因能源成本上升，预计秋季物价会再涨。[2]
paraphrase en verified | The rate stays at 3.25 percent. [2]
missing en repaired | The new customs office in Veldt opened on June 18, 2023.
missing zh unsupported | 月球背面有大量水冰。
wrongmark en repaired | Norland's exports reached 4.2 billion crowns in 2022. [5]
wrongmark zh repaired | 央行将把利率维持在3.25%。[3]
cross en verified | The city will invest another 350 million yuan and open 60 community canteens. [3]
cross zh verified | 两国于2021年10月9日签署渔业协定。[4]
cross en unsupported | The city has built 830 care centres for the elderly. [3]
cross en unsupported | The reports are true. [6]
cross zh unsupported | 渔业协定的有效期为二十年。[4]
cross en verified | Disputes should be settled through dialogue. [6]
invented en unsupported | The railway will be extended to the coast. [5]
invented zh unsupported | 双方将建立联合舰队。[6]
"""


def _read(lines: str, *, held_out: bool) -> list[Case]:
    cases = []
    for line in lines.strip().splitlines():
        head, _, sentence = line.partition(" | ")
        kind, language, expected = head.split()
        cases.append(Case(kind, language, sentence, expected, held_out))
    return cases


CASES = [*_read(_SEEN, held_out=False), *_read(_HELD_OUT, held_out=True)]
