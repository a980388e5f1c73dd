"""Users who ask the page at once, as their browsers would, by the page's own protocol."""

from __future__ import annotations

import asyncio
import html
import json
import random
import secrets
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import httpx

_TIMEOUT_SECONDS = 60.0
_PAUSE_AFTER_FAILURE_SECONDS = 1.0
#: Facts of each user; no two users share one.
_FACTS = 12
_GOODS = "crates barrels sacks bales drums pallets boxes coils planks bricks tiles ropes".split()
_GOODS_ZH = "木箱 油桶 麻袋 布匹 铁罐 托盘 纸箱 线圈 木板 红砖 瓦片 缆绳".split()


@dataclass(frozen=True, slots=True)
class Fact:
    """A question and the figure that answers it, found in one document only."""

    question: str
    figure: str


@dataclass(frozen=True, slots=True)
class Load:
    """Where and how long to ask.

    :param url: the page's.
    :param seconds: how long; who has asked by then still gets the answer.
    :param pause_seconds: what a user reads before the next question.
    """

    url: str
    seconds: float
    pause_seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class PageEvent:
    """An event of the page, as Gradio numbers it: itself, the part it belongs to, its inputs."""

    number: int
    part: int
    inputs: int


@dataclass(slots=True)
class UserReport:
    """What became of a user's questions."""

    seconds: list[float] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    mixed_up: list[str] = field(default_factory=list)


def write_facts(folder: Path, users: int) -> list[list[Fact]]:
    """Write a document for each user, and give the facts in it.

    :param folder: made if it is missing.
    :param users: how many.
    :returns: facts, user by user; even users ask in English, odd ones in Chinese.
    """
    folder.mkdir(parents=True, exist_ok=True)
    figures = iter(random.Random(7).sample(range(10_000, 100_000), users * _FACTS))  # noqa: S311
    facts = []
    for user in range(users):
        own = [next(figures) for _ in range(_FACTS)]
        in_english = user % 2 == 0
        goods = _GOODS if in_english else _GOODS_ZH
        lines = [
            _state(user, *pair, in_english=in_english) for pair in zip(goods, own, strict=True)
        ]
        (folder / f"depot-{user}.txt").write_text("\n\n".join(lines), encoding="utf-8")
        facts.append(
            [
                Fact(_ask(user, good, in_english=in_english), str(figure))
                for good, figure in zip(goods, own, strict=True)
            ]
        )
    return facts


def _state(user: int, good: str, figure: int, *, in_english: bool) -> str:
    if in_english:
        return f"The depot at Quay {user + 100} holds {figure} {good} this winter."
    return f"{user + 100}号码头的仓库今年冬天存放着{figure}件{good}。"


def _ask(user: int, good: str, *, in_english: bool) -> str:
    if in_english:
        return f"How many {good} does the depot at Quay {user + 100} hold?"
    return f"{user + 100}号码头的仓库存放着多少件{good}？"


async def ask_for_a_while(load: Load, facts: list[list[Fact]]) -> list[UserReport]:
    """Let every user ask one question after the other until the time is over.

    Who has asked for all facts of his own begins a new conversation.
    """
    async with httpx.AsyncClient(timeout=_TIMEOUT_SECONDS) as client:
        events = [await find_event(client, load.url, name) for name in ("ask", "clear")]
    return await ask_as(load, events, facts)


async def ask_as(
    load: Load, events: Sequence[PageEvent], facts: list[list[Fact]]
) -> list[UserReport]:
    """Let every user ask by the page's events ``ask`` and ``clear``."""
    async with httpx.AsyncClient(timeout=_TIMEOUT_SECONDS) as client:
        return list(await asyncio.gather(*(_use(client, load, events, own) for own in facts)))


async def find_event(client: httpx.AsyncClient, url: str, name: str) -> PageEvent:
    """Find one of the page's events by its name."""
    config = (await client.get(f"{url}/config")).json()
    for dependency in config["dependencies"]:
        for target, event in dependency["targets"]:
            if event == name:
                return PageEvent(dependency["id"], target, len(dependency["inputs"]))
    raise RuntimeError(f"The page has no event {name!r}.")


async def _use(
    client: httpx.AsyncClient,
    load: Load,
    events: Sequence[PageEvent],
    facts: list[Fact],
) -> UserReport:
    (ask, clear), report, session = events, UserReport(), secrets.token_hex(8)
    end = time.perf_counter() + load.seconds
    number = 0
    while time.perf_counter() < end:
        fact = facts[number % len(facts)]
        number += 1
        try:
            if fact is facts[0]:
                await send(client, load.url, clear, session, {})
            started = time.perf_counter()
            shown = await ask_page(client, load.url, ask, session, fact.question)
        except (httpx.HTTPError, RuntimeError, ValueError) as exc:
            report.failures.append(f"{type(exc).__name__}: {exc}")
            # A page that is gone would be asked, and noted, some thousand times a second.
            await asyncio.sleep(max(load.pause_seconds, _PAUSE_AFTER_FAILURE_SECONDS))
            continue
        report.seconds.append(time.perf_counter() - started)
        asked = html.escape(fact.question)
        turn = next((part for part in shown[-1] if asked in part), "")
        if fact.figure not in turn[turn.find(asked) :]:
            report.mixed_up.append(f"{fact.question}: {turn[:300]}")
        await asyncio.sleep(load.pause_seconds)
    return report


async def ask_page(
    client: httpx.AsyncClient, url: str, event: PageEvent, session: str, question: str
) -> list[list[str]]:
    """Ask a question, and give all that was shown, state by state."""
    return await send(client, url, event, session, {"question": question})


async def send(
    client: httpx.AsyncClient, url: str, event: PageEvent, session: str, told: dict[str, str]
) -> list[list[str]]:
    """Tell the page what its script would, and give all that was shown, state by state."""
    joined = await client.post(
        f"{url}/gradio_api/queue/join",
        json={
            "data": [None] * event.inputs,
            "event_data": told,
            "fn_index": event.number,
            "trigger_id": event.part,
            "session_hash": session,
        },
    )
    joined.raise_for_status()
    event_id = joined.json()["event_id"]
    shown: list[list[str]] = []
    address = f"{url}/gradio_api/queue/data?session_hash={session}"
    async with client.stream("GET", address) as stream:
        async for line in stream.aiter_lines():
            if not line.startswith("data:"):
                continue
            message = json.loads(line[5:])
            if message.get("event_id") not in (None, event_id):
                continue
            if message["msg"] in ("process_generating", "process_completed"):
                if not message.get("success", True):
                    raise RuntimeError(f"the page failed: {message.get('output')}")
                shown.append([str(part) for part in message["output"].get("data") or []])
            if message["msg"] == "process_completed":
                return shown
    raise RuntimeError("the stream ended before the answer")
