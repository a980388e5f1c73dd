"""Texts made to cost time: what reads them stays within a few times what a plain text costs."""

from __future__ import annotations

import pytest
from pattern_attacks import at_most

from rag.answer.marks import join_claims, keep_known, split_claims
from rag.documents.load import load_source
from rag.documents.metadata.dates import find_date
from rag.documents.paragraphs import split_paragraphs
from rag.errors import DocumentError
from rag.settings import DocumentSettings
from rag.text.language import split_sentences
from rag.text.numbers import find_numbers
from rag.verifying.quotations import find_quotations

SIZE = 20_000
#: Five times what the slowest takes on a quiet machine; what is quadratic takes far more.
SECONDS = 4.0

RUNS = {
    "spaces": " ",
    "wide spaces": "\u3000",
    "lines": "\n",
    "blank lines": " \n",
    "letters": "a",
    "capitals": "Aa",
    "words": "Aa ",
    "han": "中",
    "zeros": "零",
    "digits": "1",
    "grouped": "1,111",
    "groups": ",111",
    "sums": "1亿",
    "zero and units": "零亿",
    "dots": "1.1",
    "marks": "[1]",
    "open marks": "[1,",
    "quotes": "“",
    "straight quotes": '"',
    "quoted": "“a”\n\n",
    "brackets": "（",
    "colons": "A:",
    "labels": "问：答：",
    "dashes": "-",
    "rules": "- ",
    "hashes": "# ",
    "stars": "*a",
    "tables": "|",
    "thousand": "thousand ",
    "stops": "。",
    "full stops": ". ",
    "tags": "<b>",
    "open tags": "<",
    "entities": "&lt",
    "readers": "<rt ",
    "voices": "<v a",
    "arrows": "00:00 --> ",
    "commas": ",",
    "cells": '"a",',
    "both": "中a",
    "sentences": "中。A b. ",
}


def attack(unit: str) -> str:
    run = unit * (SIZE // len(unit))
    return f"林岚: Hello there 港口\n{run}x\nEnd 结束。"


@pytest.mark.parametrize("suffix", ["txt", "html", "vtt", "csv"])
@pytest.mark.parametrize("unit", RUNS.values(), ids=RUNS)
def test_document_is_read_in_linear_time(tmp_path, suffix, unit):
    data = attack(unit).encode()
    with at_most(SECONDS):
        try:
            document = load_source(tmp_path / f"a.{suffix}", data, "a", DocumentSettings())
        except DocumentError:
            return
        paragraphs = split_paragraphs(document)
    for paragraph in paragraphs:
        parts = (document.text[start:end] for start, end in paragraph.spans)
        assert "".join(parts) == paragraph.text


@pytest.mark.parametrize(
    "read",
    [find_numbers, split_sentences, split_claims, find_quotations, find_date],
    ids=lambda read: read.__name__,
)
@pytest.mark.parametrize("unit", RUNS.values(), ids=RUNS)
def test_text_is_read_in_linear_time(read, unit):
    with at_most(SECONDS):
        read(attack(unit))


@pytest.mark.parametrize("unit", RUNS.values(), ids=RUNS)
def test_marks_come_back_alike(unit):
    claims, _ = keep_known(split_claims(attack(unit)[:20_000]), {1})
    again = split_claims(join_claims(claims))
    assert [claim.numbers for claim in again if claim.numbers] == [
        claim.numbers for claim in claims if claim.numbers
    ]
