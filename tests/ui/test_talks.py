"""The list of conversations: those that are called alike can be told apart."""

import re
from datetime import UTC, datetime, timedelta, timezone

from rag.conversations import ConversationInfo
from ui import render

NOW = datetime(2026, 3, 5, 18, 0, tzinfo=timezone(timedelta(hours=8)))


def shown(*talks):
    infos = [
        ConversationInfo(str(n), "", title, updated, updated, 1)
        for n, (title, updated) in enumerate(talks)
    ]
    html = render.render_talks(infos, NOW, "zh", limit=50)
    return re.findall(r'<a [^>]*title="([^"]*)"[^>]*>(?:<time[^>]*>([^<]*)</time>)?', html)


def at(*time):
    return datetime(2026, *time, tzinfo=UTC).isoformat()


def test_title_that_stands_once_has_no_time():
    assert shown(("灯塔多高？", at(3, 5, 9)), ("渡轮", at(3, 5, 8))) == [
        ("灯塔多高？", ""),
        ("渡轮", ""),
    ]


def test_forked_conversations_show_when_each_went_on():
    found = shown(("灯塔", at(3, 5, 9, 4)), ("渡轮", at(3, 5, 9)), ("灯塔", at(3, 4, 9, 2)))
    assert found == [("17:04 灯塔", "17:04"), ("渡轮", ""), ("17:02 灯塔", "17:02")]


def test_older_ones_show_the_day():
    found = shown(("灯塔", at(3, 5, 9, 4)), ("灯塔", at(2, 1, 17, 2)))
    assert [time for _, time in found] == ["17:04", "2026-02-02 01:02"]


def test_forks_of_one_minute_show_seconds():
    found = shown(("灯塔", at(3, 5, 9, 4, 30)), ("灯塔", at(3, 5, 9, 4, 1)))
    assert [time for _, time in found] == ["17:04:30", "17:04:01"]
