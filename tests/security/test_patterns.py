"""Every regular expression of the program takes time in proportion to its text."""

from __future__ import annotations

import re

import pytest
from pattern_attacks import SIZE, find_slow
from pattern_uses import collect_patterns

#: Patterns whose texts are cut or passed over first, where that many characters are the most.
BOUNDED = {
    "rag.documents.glue:": 1_200,  # find_seam
    "rag.documents.runs:": 1_200,  # _MAX_TWO_SENTENCES
    "rag.documents.label_words:": 60,  # rate_label
    "rag.documents.notes:": 80,  # is_dateline
    "rag.documents.metadata.interviews:": 401,  # _read_chinese, _read_english, _read_field
    "rag.documents.metadata.names:": 401,  # words of an interview or a line
    "rag.documents.metadata.sources:": 160,  # _MAX_LINE_CHARS
    "vectorstore.servers.milvus_session:": 1_000,  # the version of a server one chose
}
#: Rules for numbers are tried at one place of a text; find_numbers as a whole is tested below.
AT_ONE_PLACE = ("rag.text.numbers:",)
#: Reads dictionaries while the translation table is made, and is never run by users.
NOT_RUN = ("rag.translation.corpus:",)


def size_for(place: str) -> int:
    return next((most for start, most in BOUNDED.items() if place.startswith(start)), SIZE)


def test_every_pattern_takes_linear_time():
    slow = []
    collected = collect_patterns()
    assert len(collected) > 400
    for used in collected:
        if used.place.startswith(NOT_RUN):
            continue
        methods = {"match"} if used.place.startswith(AT_ONE_PLACE) else used.methods
        found = find_slow(used.pattern, methods, size=size_for(used.place))
        if found is not None:
            slow.append(f"{used.place} {found[0]} on {found[1][:30]!r}...{found[1][-8:]!r}")
    assert not slow, "\n".join(slow)


@pytest.mark.parametrize("bad", [r"(?:\w+,? ?){1,12}x", r"\s+$", r"(a|aa)+$", r"<b.*?</b>"])
def test_careless_pattern_is_found(bad):
    assert find_slow(re.compile(bad), {"search"}) is not None


@pytest.mark.parametrize("good", [r"(?<!\s)\s+$", r"[a-z]+", r"\d{1,4}\s*+x"])
def test_careful_pattern_is_not(good):
    assert find_slow(re.compile(good), {"search"}) is None
