"""Heads of documents and what they state of themselves; what they do not state is None."""

import pytest

from rag.documents import load_source
from rag.metadata import METADATA_FIELDS, metadata_of
from rag.settings import DocumentSettings

ZH_TURNS = "记者：新码头何时开放？\n\n林岚：新码头将于五月开放，已投入三亿元。\n"
EN_TURNS = "Question: When will the pier open?\n\nLin Lan: It opens in May, on schedule.\n"
EN_PLAIN = (
    "The pier will open in June, and the city has spent three hundred million on it so far.\n\n"
    "The ferries run from six to ten.\n"
)

#: Text, and what it states; every other field has to be None.
HEADS = {
    # Interviews, zh
    "zh gives": (
        "林岚市长就新码头建设接受海岸社专访\n\n2024年3月5日\n\n" + ZH_TURNS,
        {
            "title": "林岚市长就新码头建设接受海岸社专访",
            "date": "2024-03-05",
            "event": "海岸社专访",
            "interviewer": "海岸社",
            "interviewee": "林岚",
        },
    ),
    "zh gives, office before the name": (
        "外交部长林岚接受《海岸日报》和东湾电视台联合采访\n\n新码头将于五月开放，已投入三亿元。\n",
        {
            "title": "外交部长林岚接受《海岸日报》和东湾电视台联合采访",
            "event": "《海岸日报》和东湾电视台联合采访",
            "interviewer": "海岸日报和东湾电视台",
            "interviewee": "林岚",
        },
    ),
    "zh gives in the lead": (
        "新码头五月开放\n\n近日，临海市市长林岚就新码头建设接受海岸社独家专访。全文如下：\n\n"
        + ZH_TURNS,
        {
            "title": "新码头五月开放",
            "event": "海岸社独家专访",
            "interviewer": "海岸社",
            "interviewee": "林岚",
        },
    ),
    "zh takes": (
        "海岸社专访临海市市长林岚\n\n" + ZH_TURNS,
        {
            "title": "海岸社专访临海市市长林岚",
            "event": "专访",
            "interviewer": "海岸社",
            "interviewee": "林岚",
        },
    ),
    "zh takes, nobody named asks": (
        "专访林岚：把海港建成花园\n\n" + ZH_TURNS,
        {"title": "专访林岚：把海港建成花园", "event": "专访", "interviewee": "林岚"},
    ),
    "zh visit": (
        "把海港建成花园\n\n——访港口设计师方晓梅教授\n\n海港的花园今年建成，占地三百亩。\n",
        {"title": "把海港建成花园"},
    ),
    "zh visit, office before the name": (
        "把海港建成花园\n\n——访海港大学教授方晓梅\n\n海港的花园今年建成，占地三百亩。\n",
        {"title": "把海港建成花园", "event": "专访", "interviewee": "方晓梅"},
    ),
    "zh own reporter": (
        "林岚接受本报记者专访\n\n" + ZH_TURNS,
        {"title": "林岚接受本报记者专访", "event": "专访", "interviewee": "林岚"},
    ),
    "zh foreign name": (
        "让·杜邦接受海岸社书面采访\n\n海岸社记者：您何时来访？\n\n让·杜邦：我打算五月来访。\n",
        {
            "title": "让·杜邦接受海岸社书面采访",
            "event": "海岸社书面采访",
            "interviewer": "海岸社",
            "interviewee": "让·杜邦",
        },
    ),
    "zh channel": (
        "林岚接受中央广播电视总台CGTN专访\n\n" + ZH_TURNS,
        {
            "title": "林岚接受中央广播电视总台CGTN专访",
            "event": "中央广播电视总台CGTN专访",
            "interviewer": "中央广播电视总台CGTN",
            "interviewee": "林岚",
        },
    ),
    "zh rules on interviews": (
        "关于接受新闻媒体采访的管理规定\n\n各部门接受采访以前，应当向办公室报告。\n",
        {"title": "关于接受新闻媒体采访的管理规定"},
    ),
    "zh traditional": (
        "林嵐市長接受海岸社專訪\n\n2024年3月5日\n\n記者：新碼頭何時開放？\n\n"
        "林嵐：新碼頭將於五月開放。\n",
        {
            "title": "林嵐市長接受海岸社專訪",
            "date": "2024-03-05",
            "event": "海岸社專訪",
            "interviewer": "海岸社",
            "interviewee": "林嵐",
        },
    ),
    "zh fields": (
        "受访者：林岚\n采访者：王明\n采访时间：2023年3月2日\n\n王明：新码头何时开放？\n\n"
        "林岚：五月开放。\n\n"
        "王明：由谁出资？\n\n林岚：由市政府出资。\n",
        {"date": "2023-03-02", "interviewer": "王明", "interviewee": "林岚"},
    ),
    "zh turns alone": (ZH_TURNS, {"interviewee": "林岚"}),
    "zh turns, outlet asks": (
        "海岸社记者：新码头何时开放？\n\n林岚：新码头将于五月开放。\n\n"
        "海岸社记者：由谁出资？\n\n林岚：由市政府出资。\n",
        {"interviewer": "海岸社", "interviewee": "林岚"},
    ),
    "zh turns that tell of an interview": (
        "记者：您接受海岸社采访时说过什么？\n\n林岚：我接受东湾社采访时说，码头会开放。\n",
        {"interviewee": "林岚"},
    ),
    "zh turns, two answer": (
        "记者：新码头何时开放？\n\n林岚：新码头将于五月开放。\n\n记者：由谁出资？\n\n"
        "王明：由市政府出资。\n",
        {},
    ),
    "zh turns, a role answers": (
        "问：新码头何时开放？\n\n答：新码头将于五月开放。\n\n问：由谁出资？\n\n"
        "答：由市政府出资。\n",
        {},
    ),
    # Press conferences and speeches, zh
    "zh press conference": (
        "2024年3月5日外交部发言人林岚主持例行记者会\n\n海岸社记者：发言人对此有何评论？\n\n"
        "林岚：我们注意到了有关报道。\n\n"
        "东湾电视台记者：能否证实？\n\n林岚：没有消息可以提供。\n",
        {
            "title": "2024年3月5日外交部发言人林岚主持例行记者会",
            "date": "2024-03-05",
            "event": "例行记者会",
            "interviewee": "林岚",
        },
    ),
    "zh answers reporters": (
        "林岚市长就新码头建设答记者问\n\n" + ZH_TURNS,
        {"title": "林岚市长就新码头建设答记者问", "event": "答记者问", "interviewee": "林岚"},
    ),
    "zh speech": (
        "在第三届海岸合作论坛开幕式上的主旨演讲\n\n（2024年3月5日，临海）\n\n林岚\n\n"
        "各位来宾，女士们，先生们：\n\n"
        "很高兴同大家在临海相聚。\n",
        {
            "title": "在第三届海岸合作论坛开幕式上的主旨演讲",
            "date": "2024-03-05",
            "event": "第三届海岸合作论坛开幕式",
        },
    ),
    "zh speech with a name": (
        "林岚在海港建成五十周年纪念大会上的讲话\n\n各位来宾：\n\n"
        "今天我们在这里集会，纪念海港建成五十周年。\n",
        {"title": "林岚在海港建成五十周年纪念大会上的讲话", "event": "海港建成五十周年纪念大会"},
    ),
    "zh named event in a headline": (
        "第十二届渔业博览会五月举行\n\n"
        "海岸社临海2024年3月5日电 第十二届渔业博览会将于五月举行，三百家企业参展。\n",
        {
            "title": "第十二届渔业博览会五月举行",
            "date": "2024-03-05",
            "source": "海岸社",
            "event": "第十二届渔业博览会",
        },
    ),
    # Sources, zh
    "zh source line": (
        "新码头五月开放\n\n2024-03-05 10:20　来源：海岸社　作者：王明\n\n"
        "新码头将于五月开放，已投入三亿元。\n",
        {"title": "新码头五月开放", "date": "2024-03-05", "source": "海岸社"},
    ),
    "zh site above the title": (
        "海岸日报网站\n\n# 新码头五月开放\n\n2024年3月5日\n\n新码头将于五月开放，已投入三亿元。\n",
        {"title": "新码头五月开放", "date": "2024-03-05"},
    ),
    "zh outlet beside the date": (
        "新码头五月开放\n\n2024年3月5日 东湾新闻网\n\n新码头将于五月开放，已投入三亿元。\n",
        {"title": "新码头五月开放", "date": "2024-03-05", "source": "东湾新闻网"},
    ),
    "zh source at the end": (
        "新码头五月开放\n\n新码头将于五月开放，已投入三亿元。\n\n（来源：海岸日报）\n",
        {"title": "新码头五月开放", "source": "海岸日报"},
    ),
    "zh agency without a year": (
        "海岸社临海3月5日电（记者王明）新码头将于五月开放，已投入三亿元。\n",
        {"source": "海岸社"},
    ),
    "zh agency reported": (
        "据海岸社报道，新码头将于五月开放，已投入三亿元。\n",
        {"source": "海岸社"},
    ),
    "zh own report": ("本报临海3月5日讯 新码头将于五月开放，已投入三亿元。\n", {}),
    "zh byline": (
        "新码头五月开放\n\n记者：王明\n\n新码头将于五月开放，已投入三亿元，工人们正在赶工。\n",
        {"title": "新码头五月开放"},
    ),
    "zh title that ends like an outlet": (
        "海港互联网工作汇报\n\n2024年3月5日\n\n海港的网络今年建成，各个码头都能使用。\n",
        {"title": "海港互联网工作汇报", "date": "2024-03-05"},
    ),
    "zh source of a figure": (
        "新码头五月开放\n\n新码头将于五月开放，已投入三亿元。\n\n图片来源：海岸社\n\n"
        "数据来源：统计年鉴\n",
        {"title": "新码头五月开放"},
    ),
    "zh source unknown": (
        "新码头五月开放\n\n来源：网络\n\n新码头将于五月开放，已投入三亿元。\n",
        {"title": "新码头五月开放"},
    ),
    # What looks like it and is not, zh
    "zh in running text": (
        "他在会上说，去年接受过许多采访，今年在国际上的影响更大了。2023年5月他离开了临海。\n",
        {},
    ),
    "zh interview told of": (
        "市长林岚在接受海岸社采访时说，新码头将于五月开放。\n\n她还说，渡轮也会增加。\n",
        {},
    ),
    "zh speech told of": (
        "论学习贯彻市长在渔业座谈会上的重要讲话\n\n海港的工作要从渔民的需要出发，一步一步做好。\n",
        {"title": "论学习贯彻市长在渔业座谈会上的重要讲话"},
    ),
    "zh site behind the title": (
        "新码头五月开放-东湾新闻网\n\n新码头将于五月开放，已投入三亿元，工人们正在赶工。\n",
        {"title": "新码头五月开放-东湾新闻网", "source": "东湾新闻网"},
    ),
    "zh reported, not at the beginning": (
        "新码头将于五月开放。\n\n据东湾社报道，渡轮也会增加。\n",
        {},
    ),
    "zh news is accepted": ("市民普遍接受新的票价。\n\n新的票价从五月起实行，比原来低一成。\n", {}),
    "zh place of a speech": (
        "在临海的讲话\n\n各位来宾：\n\n很高兴同大家相聚。\n",
        {"title": "在临海的讲话"},
    ),
    "zh novel": (
        "第一章　海边\n\n那年冬天，海边的风很大，林岚一个人走在路上。\n",
        {"title": "第一章　海边"},
    ),
    # Interviews, en
    "en gives": (
        "Foreign Minister Lin Lan Gives Interview to Coast News and Bay Television\n\n"
        "March 5, 2024\n\n" + EN_TURNS,
        {
            "title": "Foreign Minister Lin Lan Gives Interview to Coast News and Bay Television",
            "date": "2024-03-05",
            "event": "Interview with Coast News and Bay Television",
            "interviewer": "Coast News and Bay Television",
            "interviewee": "Lin Lan",
        },
    ),
    "en given, transcript": (
        "The following is a transcript of a recent interview given by Mayor Lin Lan to Coast News "
        "on the new pier.\n\n" + EN_TURNS,
        {
            "event": "Interview with Coast News",
            "interviewer": "Coast News",
            "interviewee": "Lin Lan",
        },
    ),
    "en own interview": (
        "Mayor Lin Lan's Interview with Coast News\n\n" + EN_TURNS,
        {
            "title": "Mayor Lin Lan's Interview with Coast News",
            "event": "Interview with Coast News",
            "interviewer": "Coast News",
            "interviewee": "Lin Lan",
        },
    ),
    "en outlet's interview": (
        "Coast News's exclusive interview with Ambassador John Frost\n\n"
        "Coast News: When do you leave?\n\nFrost: I leave in May, as was planned.\n",
        {
            "title": "Coast News's exclusive interview with Ambassador John Frost",
            "event": "Interview with Coast News",
            "interviewer": "Coast News",
            "interviewee": "John Frost",
        },
    ),
    "en with a person": (
        "Interview with Professor Mary Hill\n\nSource: Coast News\n\n"
        "The professor has studied harbours for thirty years.\n",
        {
            "title": "Interview with Professor Mary Hill",
            "source": "Coast News",
            "event": "Interview with Mary Hill",
            "interviewee": "Mary Hill",
        },
    ),
    "en said in an interview": (
        "LINHAI, March 5, 2024 (Coast News) -- In an interview with Coast News on Tuesday, "
        "Mayor Lin Lan said the pier would open in May.\n",
        {
            "date": "2024-03-05",
            "source": "Coast News",
        },
    ),
    "en fields": (
        "Interviewer: Jane Smith\nInterviewee: John Frost\nDate: May 2, 2023\n\n"
        "Jane Smith: When do you leave?\n\nJohn Frost: I leave in May, as was planned.\n",
        {"date": "2023-05-02", "interviewer": "Jane Smith", "interviewee": "John Frost"},
    ),
    "en turns alone": (EN_TURNS, {"interviewee": "Lin Lan"}),
    "en turns that tell of an interview": (
        "Question: In an interview with Coast News, Mark Frost said no. Will it open?\n\n"
        "Lin Lan: In an interview with Reuters, Mary Hill said yes.\n",
        {"interviewee": "Lin Lan"},
    ),
    "en turns, roles": (
        "Q: When will the pier open?\n\nA: It opens in May.\n\nQ: Who pays for it?\n\n"
        "A: The city.\n",
        {},
    ),
    "en transcript's title": (
        "Transcript: Foreign Minister Mark Frost's interview with the Coast News\n\n" + EN_PLAIN,
        {
            "title": "Transcript: Foreign Minister Mark Frost's interview with the Coast News",
            "event": "Interview with Coast News",
            "interviewer": "Coast News",
            "interviewee": "Mark Frost",
        },
    ),
    "en outlet interviews": (
        "Coast News interviews Ambassador Mark Frost on trade\n\n" + EN_PLAIN,
        {
            "title": "Coast News interviews Ambassador Mark Frost on trade",
            "event": "Interview with Coast News",
            "interviewer": "Coast News",
            "interviewee": "Mark Frost",
        },
    ),
    "en person of a body": (
        "An Interview with Mary Hill of the Harbour Museum\n\n" + EN_PLAIN,
        {
            "title": "An Interview with Mary Hill of the Harbour Museum",
            "event": "Interview with Mary Hill",
            "interviewee": "Mary Hill",
        },
    ),
    "en novel's title": (
        "The Interview With the Captain of Linhai\n\n" + EN_PLAIN,
        {"title": "The Interview With the Captain of Linhai"},
    ),
    "en debate": (
        "Speech by H.E. Mark Frost at the General Debate of the 75th Session of the Assembly\n\n"
        + EN_PLAIN,
        {
            "title": "Speech by H.E. Mark Frost at the General Debate of the 75th Session of the "
            "Assembly",
            "event": "General Debate of the 75th Session of the Assembly",
        },
    ),
    "en person unsure": (
        "Interview with the team that built the pier\n\n"
        "The team has worked at it for three years.\n",
        {"title": "Interview with the team that built the pier"},
    ),
    # Press conferences and speeches, en
    "en press conference": (
        "Foreign Ministry Spokesperson Lin Lan's Regular Press Conference on March 5, 2024\n\n"
        "Coast News: What is your comment?\n\nLin Lan: We have taken note of the reports.\n\n"
        "Reuters: Can you confirm it?\n\nLin Lan: I have nothing to offer on that.\n",
        {
            "title": "Foreign Ministry Spokesperson Lin Lan's Regular Press Conference on "
            "March 5, 2024",
            "date": "2024-03-05",
            "event": "Regular Press Conference",
            "interviewee": "Lin Lan",
        },
    ),
    "en remarks": (
        "Remarks by Mayor Lin Lan at the Opening Ceremony of the Third Harbour Forum\n\n"
        "Linhai, March 5, 2024\n\nDistinguished guests, ladies and gentlemen,\n\n"
        "It is a pleasure to be here with you today.\n",
        {
            "title": "Remarks by Mayor Lin Lan at the Opening Ceremony of the Third Harbour Forum",
            "date": "2024-03-05",
            "event": "Opening Ceremony of the Third Harbour Forum",
        },
    ),
    "en named event": (
        "Fishermen gather for the 12th Eastern Bay Fisheries Forum\n\n"
        "Three hundred companies have come to the town.\n",
        {
            "title": "Fishermen gather for the 12th Eastern Bay Fisheries Forum",
            "event": "12th Eastern Bay Fisheries Forum",
        },
    ),
    # Sources, en
    "en agency": (
        "LINHAI, March 5 (Coast News) -- The pier will open in June, the city said.\n",
        {"source": "Coast News"},
    ),
    "en source line": (
        "The Pier Opens in June\n\nSource: Eastern Bay Daily | March 5, 2024\n\n"
        "The pier will open in June, the city said.\n",
        {"title": "The Pier Opens in June", "date": "2024-03-05", "source": "Eastern Bay Daily"},
    ),
    "en source of a table": (
        "The Pier Opens in June\n\nThe pier will open in June, the city said on Monday.\n\n"
        "Source: author's calculation\n",
        {"title": "The Pier Opens in June"},
    ),
    # What looks like it and is not, en
    "en bracket in running text": (
        "The World Harbour Organization (WHO) - an agency of many states - met in Linhai.\n",
        {},
    ),
    "en body with a colon": (
        "National Harbour Commission: Piers are safe\n\n"
        "The piers of the country were looked at this spring, and all of them are safe.\n",
        {"title": "National Harbour Commission: Piers are safe"},
    ),
    "en job interview": (
        "How to prepare for a job interview with confidence\n\n"
        "Sleep well the night before, and read about the firm that asks you to come.\n",
        {"title": "How to prepare for a job interview with confidence"},
    ),
    "en address to a nation": (
        "Address to the Nation\n\nMy fellow citizens, the winter has been long and hard.\n",
        {"title": "Address to the Nation"},
    ),
    "en in running text": (
        "He said in March 2023 that the source of the river had dried up, and gave no interview.\n",
        {},
    ),
    # Both languages
    "mixed titles": (
        "Foreign Minister Lin Lan Gives Interview to Coast News\n\n林岚外长接受海岸社采访\n\n"
        "March 5, 2024\n\n2024年3月5日\n\n" + EN_TURNS + "\n" + ZH_TURNS,
        {
            "title": "Foreign Minister Lin Lan Gives Interview to Coast News",
            "date": "2024-03-05",
            "event": "Interview with Coast News / 海岸社采访",
            "interviewer": "Coast News / 海岸社",
            "interviewee": "Lin Lan / 林岚",
        },
    ),
    "mixed turns": (
        "记者：新码头何时开放？Question: When will the pier open?\n\n"
        "林岚：新码头将于五月开放。Lin Lan: The pier opens in May.\n",
        {"interviewee": "林岚 / Lin Lan"},
    ),
    "mixed words": (
        "RCEP 让 harbour 的货船增多\n\n来源：Coast News\n\nRCEP 生效以后，海港的货船增多了三成。\n",
        {"title": "RCEP 让 harbour 的货船增多", "source": "Coast News"},
    ),
}


@pytest.mark.parametrize("name", HEADS)
def test_head_states_this_and_no_more(name, tmp_path):
    text, stated = HEADS[name]
    settings = DocumentSettings()
    document = load_source(tmp_path / "head.txt", text.encode(), "head", settings)
    found = metadata_of(document)
    values = {field: getattr(found, field) for field in METADATA_FIELDS}
    assert {field: value for field, value in values.items() if value is not None} == stated
