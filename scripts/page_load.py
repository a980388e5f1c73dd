"""Users who ask the page at once, as their browsers would, by the page's own protocol."""

from __future__ import annotations

import asyncio
import html
import json
import random
import secrets
import time
from dataclasses import dataclass, field
from pathlib import Path

import httpx

_TIMEOUT_SECONDS = 60.0
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
    """Where and how long to ask."""

    url: str
    seconds: float


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
    """Let every user ask one question after the other until the time is over."""
    async with httpx.AsyncClient(timeout=_TIMEOUT_SECONDS) as client:
        config = (await client.get(f"{load.url}/config")).json()
        event = _find_event(config, "ask")
        return list(await asyncio.gather(*(_use(client, load, event, own) for own in facts)))


def _find_event(config: dict[str, object], name: str) -> tuple[int, int, int]:
    """Find an event's number, the part it belongs to and how many inputs it takes."""
    for dependency in config["dependencies"]:  # type: ignore[attr-defined]
        for target, event in dependency["targets"]:
            if event == name:
                return dependency["id"], target, len(dependency["inputs"])
    raise RuntimeError(f"The page has no event {name!r}.")


async def _use(
    client: httpx.AsyncClient,
    load: Load,
    event: tuple[int, int, int],
    facts: list[Fact],
) -> UserReport:
    report, session = UserReport(), secrets.token_hex(8)
    end = time.perf_counter() + load.seconds
    number = 0
    while time.perf_counter() < end:
        fact = facts[number % len(facts)]
        number += 1
        started = time.perf_counter()
        try:
            shown = await _ask_page(client, load.url, event, session, fact.question)
        except (httpx.HTTPError, RuntimeError, ValueError) as exc:
            report.failures.append(f"{type(exc).__name__}: {exc}")
            continue
        report.seconds.append(time.perf_counter() - started)
        asked = html.escape(fact.question)
        turn = next((part for part in shown[-1] if asked in part), "")
        if fact.figure not in turn[turn.find(asked) :]:
            report.mixed_up.append(f"{fact.question}: {turn[:300]}")
    return report


async def _ask_page(
    client: httpx.AsyncClient, url: str, event: tuple[int, int, int], session: str, question: str
) -> list[list[str]]:
    """Ask as the page's script does, and give all that was shown, state by state."""
    number, target, inputs = event
    joined = await client.post(
        f"{url}/gradio_api/queue/join",
        json={
            "data": [None] * inputs,
            "event_data": {"question": question},
            "fn_index": number,
            "trigger_id": target,
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
