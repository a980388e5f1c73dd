import os
import signal
from collections.abc import Iterator

import numpy as np
import pytest
from crew_children import crew_children

from rag.ingesting.crew_pairing import PairingCrew, Scope
from rag.pairing import Believed
from rag.protocols import Lexicon
from rag.schema import Language, Paragraph
from rag.settings import PairingSettings
from rag.translation import AdaptedLexicon, LearnedTerms, load_lexicon

_SETTINGS = PairingSettings()
_ZH = ("渔民在清晨出海。", "灯塔建于1932年。", "孩子们在沙滩上放风筝。", "傍晚下了一场大雨。")
_EN = (
    "The fishermen put to sea at dawn.",
    "The lighthouse was built in 1932.",
    "The children fly kites on the beach.",
    "In the evening it rained heavily.",
)


def _side(texts: tuple[str, ...], language: Language) -> list[Paragraph]:
    return [
        Paragraph(f"coast-{language}", number, language, "paragraph", None, text, ((0, len(text)),))
        for number, text in enumerate(texts)
    ]


def _scope(number: int) -> tuple[int, Scope, int]:
    """Two sides whose vectors say which belong together; the zh side turned by a few places."""
    vectors = np.eye(len(_ZH), dtype=np.float32)
    shown = number % len(_ZH) + 1
    scope = Scope(
        _side(_ZH[:shown], "zh"),
        _side(_EN, "en"),
        vectors[:shown],
        vectors,
        is_one_document=number % 2 == 0,
    )
    return number, scope, 1_000_000


def _run(lexicon: Lexicon | None, size: int) -> list[tuple[int, Believed]]:
    with PairingCrew(_SETTINGS, lexicon, size, worth_seconds=-1.0) as crew:
        return list(crew.run([_scope(number) for number in range(12)]))


@pytest.mark.parametrize("with_table", [True, False])
def test_processes_find_what_one_finds_in_the_same_order(with_table: bool) -> None:
    lexicon = load_lexicon() if with_table else None
    many = _run(lexicon, 2)
    assert many == _run(lexicon, 1)
    assert [number for number, _ in many] == list(range(12))
    assert max(len(found.pairs) for _, found in many) == len(_ZH)


def test_what_a_process_that_ends_was_at_is_done_here() -> None:
    def killing() -> Iterator[tuple[int, Scope, int]]:
        for number in range(20):
            if number == 10:  # one has been aligned by now
                for child in crew_children():
                    os.kill(child, signal.SIGKILL)
            yield _scope(number)

    with PairingCrew(_SETTINGS, load_lexicon(), 2, worth_seconds=-1.0) as crew:
        found = list(crew.run(killing()))
    with PairingCrew(_SETTINGS, load_lexicon(), 1) as one:
        assert found == list(one.run([_scope(number) for number in range(20)]))


def test_another_table_than_the_one_that_ships_is_asked_in_this_process() -> None:
    other = AdaptedLexicon(load_lexicon(), LearnedTerms())
    with PairingCrew(_SETTINGS, other, 2, worth_seconds=-1.0) as crew:
        found = []
        for each in crew.run([_scope(number) for number in range(12)]):
            found.append(each)
            assert not crew_children()
    assert found == _run(load_lexicon(), 1)
