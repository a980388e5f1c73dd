"""Speaker labels: which beginnings of lines name a speaker, and who asks.

A label is what stands before a colon, so many other things look like one (来源：, He said:, a list
of costs). Words that only ever name a role count at once; names and outlets count where the
document shows a dialogue: several labels, or one that returns with whole sentences behind it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from rag.documents.bare_labels import find_bare_labels
from rag.documents.label_words import (
    MAX_LABEL_CHARS,
    Strength,
    is_asking_label,
    is_host_label,
    rate_label,
    strip_aside,
)
from rag.documents.shapes import is_finished, is_introducing, is_question
from rag.documents.stretch import WIDE, Stretch
from rag.text.language import HAN, count_han, count_latin_words

#: How far behind a label is read to see whether sentences are told there.
_MAX_LINES_READ_ON = 4
_MAX_CHARS_READ = 300
_COLON = re.compile("[:：﹕︰∶](?!//)")
_BEFORE_COLON = re.compile(r"^\s*([^:：﹕︰∶\n]{1,60}?)\s*$")
#: A name's office is often longer than any label: Moderator (Qiu Jing, Director of the ...):
_BEFORE_ASIDE = re.compile(
    r"\s{0,9}([^:：﹕︰∶\n（）()]{1,60}[（(][^:：﹕︰∶\n（）()]{1,120}[）)])\s{0,3}[:：﹕︰∶](?!//)"
)
#: Labels in brackets, or before a dash.
_FRAMED = re.compile(
    r"[【\[［〔]([^【】\[\]［］〔〕\n\d][^【】\[\]［］〔〕\n]{0,40})[】\]］〕]\s*[:：]?|([^—–:：，。,.!?\n]{1,40}?)\s*(?:——|—|–)"
)
#: Where a line goes over from one language to the other and a label in it follows.
_SCRIPT_CHANGE = re.compile(
    f"(?<=[{HAN}”）])(?=[A-Z][A-Za-z .'’-]{{0,40}}:)|(?<=[a-z”)])(?=[{HAN}]{{1,12}}[:：])"
)
_INNER_END = re.compile("[。！？]|[.!?] [A-Z]")
_SENTENCE_END = re.compile("[。！？!?.…][”’\"'」』）)]*\\s*")


_MAX_ACRONYM = 3
#: A title or an initial before a name: its full stop ends no sentence.
_TITLE_STOP = re.compile(
    r"\b(?:Prof|Dr|Mr|Mrs|Ms|St|Capt|Gen|Sen|Rep|Lt|Col|Sgt|Rev|Hon|Gov|Amb|(?<!\.)[A-Z])\.\s*$"
)
#: Nobody's name is longer in Chinese, where no list of surnames and offices knows it.
_MAX_ANSWERER_HAN = 6
_QUOTES = ("“", "「", "『", '"')
_ASKED = ("问", "問", "道", "想")
#: How far before a label one looks for the other language.
_NEAR_CHARS = 4


@dataclass(frozen=True, slots=True)
class Label:
    """A label found in a text: the words as printed, and where the label ends."""

    words: str
    end: int


@dataclass(frozen=True, slots=True)
class LabelBook:
    """The labels that name speakers in one document.

    :param colon: labels that stand before a colon.
    :param bare: labels that also stand without one, before white space.
    :param framed: labels that stand in brackets or before a dash.
    """

    colon: frozenset[str] = frozenset()
    bare: frozenset[str] = frozenset()
    framed: frozenset[str] = frozenset()

    def match(self, text: str) -> Label | None:
        """Find the label a text begins with."""
        found = _before_colon(text, 0)
        if found is not None and found.words in self.colon:
            return found
        if self.framed:
            framed = _in_frame(text)
            if framed is not None and framed.words in self.framed:
                return framed
        if found is not None and rate_label(found.words) is Strength.ROLE:
            return None  # a field of the head: 记者 Reporter: 林岚
        return self._match_bare(text) if self.bare else None

    def name(self, label: Label) -> str:
        """Give the speaker whom a label names, as wherever it stands without its brackets."""
        bare = strip_aside(label.words)
        return bare if bare in self.colon else label.words

    def _match_bare(self, text: str) -> Label | None:
        head = text[: MAX_LABEL_CHARS + 1]
        for match in re.finditer(r"[\s\u3000]|$", head):
            words = head[: match.start()].rstrip(".")
            if words in self.bare and _starts_sentence(text[match.end() :]):
                return Label(words, match.start())
        return None

    def find_inner(self, text: str) -> list[int]:
        """Find where labels stand behind a sentence end inside a text; offsets, in order."""
        return [start for start, label in _inner(text) if label.words in self.colon]


def is_label_only(book: LabelBook, text: str) -> bool:
    """Tell whether a text is a speaker's label and nothing else."""
    label = book.match(text) if len(text) <= MAX_LABEL_CHARS + 1 else None
    return label is not None and label.end >= len(text)


def _starts_sentence(rest: str) -> bool:
    first = rest.lstrip()[:1]
    return not first or first.isupper() or first.isdigit() or not first.isascii()


def _before_colon(text: str, start: int) -> Label | None:
    colon = _COLON.search(text, start, start + MAX_LABEL_CHARS + 3)
    words = _BEFORE_COLON.match(text[start : colon.start()]) if colon else None
    if colon and words:
        return Label(words.group(1), colon.end())
    long = _BEFORE_ASIDE.match(text, start)
    return Label(long.group(1), long.end()) if long else None


def _rate(words: str) -> Strength:
    """Rate the words of a label; an office in brackets may be long and hold any mark."""
    own, bare = rate_label(words), strip_aside(words)
    if own is not Strength.NONE or bare == words:
        return own
    found = rate_label(bare)
    return found if found >= Strength.NAME else Strength.NONE


def _in_frame(text: str) -> Label | None:
    match = _FRAMED.match(text)
    if match is None:
        return None
    return Label((match.group(1) or match.group(2)).strip(), match.end())


def _inner(text: str) -> Iterator[tuple[int, Label]]:
    """Yield labels, likely ones and others, that stand behind a sentence end."""
    for colon in _COLON.finditer(text):
        floor = max(0, colon.start() - MAX_LABEL_CHARS)
        ends = [
            match.end()
            for match in _SENTENCE_END.finditer(text, floor, colon.start())
            if not _TITLE_STOP.search(text, floor, match.end())
        ]
        ends += [match.end() for match in _SCRIPT_CHANGE.finditer(text, floor, colon.start() + 1)]
        ends.sort()
        # A full stop inside a label (Dr. Lin:) makes two places; the longest label is right.
        for start in ends:
            words = text[start : colon.start()].strip()
            # Where the language changes, less is enough: a translation begins as its original.
            least = Strength.PLAIN if _changes_script(text, start) else Strength.NAME
            if rate_label(words) >= least:
                yield start, Label(words, colon.end())
                break


def _changes_script(text: str, place: int) -> bool:
    before = text[max(0, place - _NEAR_CHARS) : place].rstrip()
    after = text[place : place + 1]
    if not before or not after:
        return False
    wide = WIDE.search(before) is not None
    changed = wide != (WIDE.match(after) is not None)
    return changed and (not after.isascii() or after.isupper())


@dataclass(slots=True)
class _Sightings:
    """What is known of one possible label while a document is read."""

    strength: Strength
    count: int = 0
    sentences: int = 0
    bullets: int = 0
    alone: int = 0
    titles: int = 0
    asks: int = 0
    names: int = 0


def build_labels(lines: Sequence[Stretch], given: Iterable[str] = ()) -> LabelBook:
    """Read the lines of a document for its speakers.

    :param lines: in order.
    :param given: speakers whom the document's format names; no others are looked for then.
    :returns: the labels that name speakers.
    """
    if names := frozenset(given):
        return LabelBook(names)
    seen: dict[str, _Sightings] = {}
    for number, line in enumerate(lines):
        for label, rest in _candidates(line):
            _sight(seen, label, _read_on(rest, lines, number), bullet=line.bullet)
            seen[label].titles += not number and not is_finished(line.text)
    colon = _accept(seen)
    colon |= _find_answerers(lines, colon)
    bare = find_bare_labels(lines, colon)
    return LabelBook(colon, bare, _accept_framed(lines))


def _accept_framed(lines: Sequence[Stretch]) -> frozenset[str]:
    """Find labels in brackets or before a dash: roles, and names that come again beside them."""
    found = [label.words for line in lines if not line.level and (label := _in_frame(line.text))]
    counts = Counter(words for words in found if rate_label(words) >= Strength.NAME)
    repeated = {words for words, count in counts.items() if count > 1}
    asked = any(rate_label(words) == Strength.ROLE or _asks(lines, words) for words in repeated)
    return frozenset(repeated) if asked and len(repeated) > 1 else frozenset()


def _asks(lines: Sequence[Stretch], words: str) -> bool:
    """Tell whether what stands behind a label in a frame mostly asks."""
    texts = [
        _read_on(line.text, lines, number)
        for number, line in enumerate(lines)
        if (label := _in_frame(line.text)) and label.words == words
    ]
    return sum(map(is_question, texts)) * 2 > len(texts)


def _read_on(rest: str, lines: Sequence[Stretch], number: int) -> str:
    """Add the lines right below, as far as it takes to see whether a sentence is told."""
    if not rest:
        return rest
    for line in lines[number + 1 : number + 1 + _MAX_LINES_READ_ON]:
        if line.gap or is_finished(rest):
            break
        rest = f"{rest} {line.text}"
    return rest


def _candidates(line: Stretch) -> Iterator[tuple[str, str]]:
    found = _before_colon(line.text, 0)
    if found is not None and not line.level:
        yield found.words, line.text[found.end : found.end + _MAX_CHARS_READ].strip()
    for start, label in _inner(line.text):
        if start:
            yield label.words, line.text[label.end : label.end + _MAX_CHARS_READ].strip()


def _sight(seen: dict[str, _Sightings], label: str, rest: str, *, bullet: bool) -> None:
    sightings = seen.get(label)
    if sightings is None:
        sightings = seen[label] = _Sightings(_rate(label))
    sightings.count += 1
    sightings.bullets += bullet
    sightings.alone += not rest
    sightings.names += _is_name(rest)
    # 有人问：“值不值？” tells what somebody asked.
    told = rest[:1] in _QUOTES or label.endswith(_ASKED)
    sightings.asks += is_question(rest) and not told
    sightings.sentences += bool(rest) and (_tells(rest) or _is_long(rest))


def _find_answerers(lines: Sequence[Stretch], known: frozenset[str]) -> set[str]:
    """Find who answers in a talk so short that no label comes again.

    :param lines: the document's lines, in order.
    :param known: the labels that name speakers for sure.
    :returns: labels right behind a question; none where somebody is known to answer.
    """
    askers = {label for label in known if is_asking_label(label) or is_host_label(label)}
    if not askers or askers != known:
        return set()
    found: set[str] = set()
    # The two languages of a document keep their turns apart.
    asked = {True: False, False: False}
    speaker = {True: "", False: ""}
    for line in lines:
        for label, text in _segments(line):
            chinese = count_han(text) > 0
            if asked[chinese] and label not in askers and _may_answer(label, line):
                found.add(label)
            speaker[chinese] = label or speaker[chinese]
            asked[chinese] = is_question(text) and speaker[chinese] in askers
    return found


def _segments(line: Stretch) -> Iterator[tuple[str, str]]:
    """Yield the turns that may stand on a line: the label, empty where there is none, and all."""
    first = _before_colon(line.text, 0)
    starts = [(0, first.words if first else "")]
    starts += [(start, label.words) for start, label in _inner(line.text) if start]
    for (start, label), (end, _) in pairwise([*starts, (len(line.text), "")]):
        yield label, line.text[start:end].strip()


def _may_answer(label: str, line: Stretch) -> bool:
    if not label or line.level or line.bullet or count_han(label) > _MAX_ANSWERER_HAN:
        return False
    return rate_label(label) >= Strength.PLAIN


def _is_name(text: str) -> bool:
    """Tell whether a text is a name and nothing else; one in both languages stands once in each."""
    if is_finished(text) or len(text) > MAX_LABEL_CHARS:
        return False
    return rate_label(text) == Strength.NAME


def _tells(text: str) -> bool:
    """Tell whether a text holds a sentence, or begins one that a list goes on with."""
    return is_finished(text) or is_introducing(text) or _INNER_END.search(text) is not None


def _is_long(text: str) -> bool:
    head = text[:200]
    return count_han(head) >= 20 or count_latin_words(head) >= 10


def _accept(seen: dict[str, _Sightings]) -> frozenset[str]:
    # 记者：林岚 at the head names somebody, and says nothing.
    roles = {
        label
        for label, s in seen.items()
        if s.strength == Strength.ROLE and not (s.names and s.names == s.count)
    }
    # Names before a colon in a list are its items, unless those who ask stand in it too.
    listed = any(seen[label].bullets for label in roles)
    names = {
        label
        for label, s in seen.items()
        if s.strength == Strength.NAME
        and (s.sentences or s.alone)
        and (listed or s.bullets < s.count)
        # A title has a colon too: Data Scholar Meng Xiao: Algorithms Should Explain Themselves.
        and s.titles < s.count
    }
    dialogue = bool(roles) or len(names) > 1
    spoken = {label for label in names if dialogue or seen[label].count > 1}
    plain = {
        label
        for label, s in seen.items()
        if s.strength == Strength.PLAIN
        and s.count > 1
        and (s.sentences + s.alone * dialogue) * 2 > s.count
        and not s.bullets
    }
    capitals = [label for label in roles | spoken if len(label) > _MAX_ACRONYM and label.isupper()]
    if len(capitals) > 1:
        # Where speakers stand in capitals, whatever stands so is one: REUTERS.
        plain |= {label for label in seen if label.isupper() and _may_speak(seen[label])}
    if roles and dialogue:
        # Whoever asks only once: a correspondent of an agency that no list holds.
        plain |= {
            label for label, s in seen.items() if _may_speak(s) and s.asks == s.count > s.titles
        }
    return frozenset(roles | spoken | plain)


def _may_speak(sightings: _Sightings) -> bool:
    return (
        sightings.strength >= Strength.PLAIN and sightings.sentences > 0 and not sightings.bullets
    )
