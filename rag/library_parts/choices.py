"""What users of a library may choose from: models that answer, and speakers to keep to."""

from __future__ import annotations

import time
from abc import ABC
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rag.library_parts.answerers import Answerers
from rag.schema import Language
from rag.settings import Settings
from rag.store_errors import library_errors
from vectorstore import Store

if TYPE_CHECKING:
    from rag.answer.chat_models.trial import ModelTrial

_EXTRACTIVE = "extractive"
#: A model's first word takes this long where a server has to load it first.
_TRIAL_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class ModelChoice:
    """A model that answers may be asked of.

    :param name: ``extractive`` or a chat model's name.
    :param place: the address where it is asked; empty where it runs in this process.
    :param leaves: whether questions and passages leave this computer for it.
    """

    name: str
    place: str = ""
    leaves: bool = False


@dataclass(frozen=True, slots=True)
class Speaker:
    """A speaker's label as printed.

    :param count: of the paragraphs under it, in the language.
    """

    label: str
    language: Language
    count: int


class LibraryChoices(ABC):
    """The part of ``Library`` that tells what can be chosen."""

    _store: Store
    _settings: Settings
    _answerers: Answerers

    @property
    def top_k(self) -> int:
        """How many entries of evidence are considered where nobody says."""
        return self._settings.search.top_k

    def models(self) -> list[ModelChoice]:
        """List the models that users may choose: those that the settings name, and no others.

        :returns: the one that answers where nobody chooses first.
        """
        from rag.answer.chat_models.hosts import host_of, leaves_computer

        named = (self._settings.answer.model, _EXTRACTIVE, *self._settings.page.models)
        choices = []
        for name in dict.fromkeys(named):
            if name == _EXTRACTIVE:
                choices.append(ModelChoice(name))
                continue
            place = host_of(self._answerers.settings_for(name))
            choices.append(ModelChoice(name, place, leaves_computer(place)))
        return choices

    def try_model(self, model: str) -> ModelTrial:
        """Ask a model for one word.

        :param model: one of ``models``.
        :returns: how long that took, or what failed and what to do, in both languages.
        """
        from rag.answer.chat_models.failures import ChatModelError
        from rag.answer.chat_models.trial import ModelTrial, failed_trial

        started = time.perf_counter()
        try:
            answerer = self._answerers.load(model)
        except ChatModelError as error:
            return failed_trial(error, time.perf_counter() - started)
        if model == _EXTRACTIVE:
            return ModelTrial(time.perf_counter() - started, replied=True)
        from rag.answer.chat_models.chat import ChatAnswerer

        if not isinstance(answerer, ChatAnswerer):
            raise TypeError(f"{model} answers without a chat model: {answerer!r}")
        return answerer.try_out(_TRIAL_SECONDS)

    def speakers(self) -> list[Speaker]:
        """List the speakers' labels, most frequent first; one of both languages stands twice."""
        with library_errors():
            return [Speaker(*row) for row in self._store.speakers()]
