"""What the page's process holds does not grow with the questions of a conversation."""

import asyncio
import gc
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import gradio as gr
import httpx
import pytest
from fastapi import FastAPI

from rag.settings import PageSettings
from ui.app import build_page
from ui.sessions import Sessions, bound_sessions

sys.path.append(str(Path(__file__).parents[2] / "scripts"))
from page_load import ask_page, find_event

QUESTIONS = {
    "zh": ["二号线什么时候开通？", "港口是哪一年建成的？"],
    "en": ["When does tram line 2 open?", "When was the port built?"],
    "mixed": ["Tram line 2 什么时候开通？", "When was 港口 built?"],
}


def count_parts() -> int:
    gc.collect()
    return sum(isinstance(each, gr.HTML) for each in gc.get_objects())


def run(asking):
    """Run in a thread of its own: in this one the browser of other tests has its loop."""
    with ThreadPoolExecutor(1) as threads:
        return threads.submit(asyncio.run, asking).result()


async def ask_all(url: str, session: str, questions: list[str]) -> list[list[str]]:
    async with httpx.AsyncClient(timeout=60) as client:
        event = await find_event(client, url, "ask")
        return [(await ask_page(client, url, event, session, each))[-1] for each in questions]


@pytest.mark.parametrize("language", QUESTIONS)
def test_parts_of_the_page_do_not_pile_up(server, language):
    asked = QUESTIONS[language]
    run(ask_all(server.url, f"memory-{language}", asked))
    before = count_parts()
    shown = run(ask_all(server.url, f"memory-{language}", asked * 3))
    assert all(
        any(question in part for part in parts)
        for question, parts in zip(asked * 3, shown, strict=True)
    )
    assert count_parts() == before


@pytest.fixture
def sessions(library):
    app = FastAPI()
    page = build_page(library, PageSettings())
    gr.mount_gradio_app(app, page, path="/")
    bound_sessions(app, page)
    return page.state_holder


@pytest.mark.parametrize("text", ["港口的图书馆", "the library by the port", "Port 港口", ""])
def test_what_is_shown_is_not_kept_a_second_time_for_links(sessions, text):
    visit = sessions["visit"]
    shown = [key for key, part in visit.blocks_config.blocks.items() if isinstance(part, gr.HTML)]
    # What Gradio does after each event, for each part.
    for key in shown:
        visit[key] = gr.HTML(text, render=False)
        visit._update_config(key)
        visit._update_value_in_config(key, text)
    assert shown
    assert all(visit[key].value == text for key in shown)
    assert list(visit.components) == []


def test_visits_that_ended_are_forgotten_after_an_hour(sessions):
    for name, is_closed, minutes in (
        ("left", True, 61),
        ("asleep", True, 59),
        ("open", False, 900),
    ):
        sessions[name].is_closed = is_closed
        sessions.time_last_used[name] -= timedelta(minutes=minutes)
    sessions.delete_all_expired_state()
    assert list(sessions.session_data) == ["asleep", "open"]
    assert sessions.time_last_used.keys() == {"asleep", "open"}


def test_visits_are_bounded(sessions):
    sessions.capacity = 3
    for number in range(5):
        assert sessions[f"visit-{number}"] is sessions[f"visit-{number}"]
    assert list(sessions.session_data) == ["visit-2", "visit-3", "visit-4"]


def test_programs_and_the_page_use_what_is_bounded(server):
    run(ask_all(server.url, "memory-kept", ["When does tram line 2 open?"]))
    (holder,) = (
        each for each in gc.get_objects() if isinstance(each, Sessions) and "memory-kept" in each
    )
    assert holder.capacity == 1_000
