"""What Gradio keeps for each visit of the page, within bounds."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import gradio as gr
from fastapi import FastAPI
from gradio.blocks import Block
from gradio.routes import App
from gradio.state_holder import SessionState, StateHolder
from starlette.routing import Mount

#: More than anyone has open at once; some 170 KB each after twelve questions.
_MOST = 1_000
#: How long a visit whose window was closed is kept: a reader's computer may only have slept.
_KEPT = timedelta(hours=1)


class Session(SessionState):  # type: ignore[misc]  # Gradio is not typed
    """A visit whose parts stay the same ones, and that is no larger after many questions.

    For each ``gr.skip()``, which leaves a part as it is, Gradio makes the part anew with a number
    of its own, and keeps what is shown under every number: a megabyte a question in a long
    conversation. What is put in a part's place gets its number here. Gradio also keeps a second
    copy of the whole page as shown, for links that lead back to it, which this page has none of:
    100 KB before the first question.
    """

    @property
    def config_values(self) -> dict[int, Any]:
        """The copy for links: none; what is put in is let go."""
        return {}

    @config_values.setter
    def config_values(self, values: dict[int, Any]) -> None:
        del values

    def _update_config(self, key: int) -> None:
        del key

    def _update_value_in_config(self, key: int, value: Any) -> None:
        del key, value

    def __setitem__(self, key: int, value: Any) -> None:
        if isinstance(value, Block):
            value._id = key  # noqa: SLF001 - there is no public way
        super().__setitem__(key, value)


class Sessions(StateHolder):  # type: ignore[misc]
    """The visits; those that ended are forgotten, where Gradio forgets their values alone."""

    def __getitem__(self, session_id: str) -> SessionState:
        if session_id not in self.session_data:
            self.session_data[session_id] = Session(self.blocks)
        return super().__getitem__(session_id)

    def delete_all_expired_state(self) -> None:
        """Forget what nobody will ask for again; Gradio calls it every second."""
        super().delete_all_expired_state()
        last = datetime.now() - _KEPT
        for session_id, session in list(self.session_data.items()):
            if session.is_closed and self.time_last_used[session_id] < last:
                del self.session_data[session_id], self.time_last_used[session_id]


def bound_sessions(app: FastAPI, page: gr.Blocks) -> None:
    """Have the page's visits kept within bounds.

    :param app: where the page is mounted.
    :param page: the page.
    """
    page.state_session_capacity = _MOST
    sessions = Sessions()
    sessions.set_blocks(page)
    for route in app.routes:
        if isinstance(route, Mount) and isinstance(route.app, App):
            route.app.state_holder = sessions
