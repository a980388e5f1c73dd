"""Lines -> speaker labels that stand without a colon: on their own line, or before a wide gap."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from rag.documents.label_words import MAX_LABEL_CHARS, Strength, rate_label
from rag.documents.shapes import is_finished, is_question
from rag.documents.stretch import Stretch
from rag.text.language import HAN

_BARE_ROLE = re.compile(
    r"(记者|記者|问|問|答|主持人|Question|Answer|Q\d*\.|A\d*\.)[\s\u3000]++(?=\S)"
    r"|(Reporter|Journalist|Moderator|Host|Interviewer|Interviewee|Q|A)(?:\t| {2,}+)\s*+(?=\S)"
)
_BEFORE_GAP = re.compile(r"(\S.{0,38}?\S)(?:[\t\u3000]| {2,}+)\s*+(?=\S)")
_BARE_NAME = re.compile(
    f"([{HAN}]{{2,4}})[ \u3000\t]+(?=[{HAN}\\d“《])"
    "|((?:[A-Z][\\w'’.-]* ){1,3}[A-Z][\\w'’.-]*)\t\\s*(?=\\S)"
    "|((?:[A-Z][\\w'’.-]* ){2,3})[ ]*(?=[A-Z“])"
)
#: So many roles in a document, one each, are no coincidence.
_MIN_ROLES = 3
#: Lines of a paragraph that are read to see how it ends.
_MAX_LINES = 40


def find_bare_labels(lines: Sequence[Stretch], colon: frozenset[str]) -> frozenset[str]:
    """Find the labels that stand without a colon.

    :param lines: the document's lines, in order.
    :param colon: labels that stand before one, elsewhere in the document.
    :returns: the labels, those before a colon among them where any stands without it.
    """
    counts, asked = _count_roles(lines, colon)
    alone = _count_alone(lines, colon)
    roles = {label for label, count in counts.items() if count > 1}
    if sum(counts.values()) >= _MIN_ROLES:
        roles |= set(counts)
    repeated = {label for label, count in alone.items() if count > 1}
    if roles and asked:
        roles |= _bare_names(lines) | repeated
        if repeated:
            roles |= {label for label, text in _introduced(lines) if is_question(text)}
    return frozenset(roles | {label for label in colon if counts[label] or roles})


def _count_roles(lines: Sequence[Stretch], colon: frozenset[str]) -> tuple[Counter[str], bool]:
    """Count words that only ever name a role, and tell whether any of them asks."""
    counts: Counter[str] = Counter()
    asked = False
    for line in lines:
        words = line.text.strip()
        if words in colon or rate_label(words) == Strength.ROLE:
            counts[words] += 1
            asked = True
            continue
        match = _BARE_ROLE.match(line.text)
        label = (match.group(1) or match.group(2)).rstrip(".") if match else _before_gap(line.text)
        if label:
            counts[label] += 1
            asked = asked or is_question(line.text)
    return counts, asked


def _before_gap(text: str) -> str:
    match = _BEFORE_GAP.match(text)
    words = match.group(1) if match else ""
    return words if words and rate_label(words) == Strength.ROLE else ""


def _count_alone(lines: Sequence[Stretch], colon: frozenset[str]) -> Counter[str]:
    """Count names that stand alone, and other words that stand alone right above a paragraph."""
    names = Counter(
        line.text.strip()
        for line in lines
        if line.gap and not line.level and rate_label(line.text.strip()) == Strength.NAME
    )
    others = Counter(
        label for label, _ in _introduced(lines) if rate_label(label) == Strength.PLAIN
    )
    return Counter({k: v for k, v in (names | others).items() if k not in colon})


def _introduced(lines: Sequence[Stretch]) -> Iterator[tuple[str, str]]:
    """Yield what stands alone right above a paragraph, and the paragraph."""
    for number, line in enumerate(lines[:-1]):
        words = line.text.strip()
        begins = line.gap or number == 0 or is_finished(lines[number - 1].text)
        if not begins or line.level or lines[number + 1].gap or len(words) > MAX_LABEL_CHARS:
            continue
        if rate_label(words) < Strength.PLAIN:
            continue
        text = lines[number + 1].text
        for following in islice(lines, number + 2, number + 2 + _MAX_LINES):
            if following.gap or is_finished(text):
                break
            text = following.text
        if is_finished(text):
            yield words, text


def _bare_names(lines: Iterable[Stretch]) -> set[str]:
    counts: Counter[str] = Counter()
    for line in lines:
        match = _BARE_NAME.match(line.text)
        if match and is_finished(line.text):
            words = (match.group(1) or match.group(2) or match.group(3)).strip()
            counts[words] += rate_label(words) == Strength.NAME
    return {label for label, count in counts.items() if count > 1}
