"""Lines in reading order -> paragraphs of lines, by where the lines stand.

A line that reaches the right edge of its column goes on below; an indented line, a gap or other
type begins anew. This tells far more than letters do, so lines that certainly belong together are
joined here, those that certainly do not are parted by a blank line, and what is open is left to
the paragraph step as plain lines.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from rag.documents.formats.pdf_lines import Line, tell_language
from rag.schema import Language
from rag.text.language import HAN

#: In sizes of the type, unless said otherwise.
_INDENT = 0.8
_SLACK = 0.6
_LEAST_SLACK = 0.3
_JUSTIFIED = 0.3
#: Usual width of a Latin letter.
_NARROW = 0.55
#: Share of the full lines that reach the edge where text is justified, of at least so many.
_JUSTIFIED_SHARE = 0.8
_MIN_JUSTIFIED = 8
_MIN_SENTENCES = 3
_SENTENCE_SHARE = 0.6
#: Gap between paragraphs, and between the lines of a title, in usual distances of lines.
_GAP = 1.3
_TITLE_GAP = 1.6
#: The same where the first of a title's lines is full, in a document set with wide spaces.
_FULL_TITLE_GAP = 2.2
#: Of a remark in brackets below a title.
_MAX_BRACKET_LINES = 4
_SAME_SIZE = 0.08
_NEAR_SIZE = 0.16
#: Type this much larger than the text's is a heading's, if little of the text is set in it.
_HEADING = 1.14
_MAX_HEADING_SHARE = 0.15
_MAX_HEADING_CHARS = 200
#: Notes at the foot of a page are set this much smaller.
_NOTE = 0.9
_NOTE_GAP = 1.7
_NOTE_MARK = re.compile("[*†‡¹²³⁴⁵⁶⁷⁸⁹①-⑳]|\\[?\\d{1,3}[\\]\\s.、)]|注[:：]|〔|［")
_INDENT_STYLE_SHARE = 0.5
_FINISHED = re.compile("[。！？!?.…；;][”’」』）)\\]》\"']*[⁰¹²³⁴⁵⁶⁷⁸⁹]*$")
_HYPHEN_END = re.compile(r"[^\W\d_]-$")
_LABEL = re.compile(
    f"[{HAN}][{HAN}·・ （）()]{{0,9}}[:：](?![“「])"
    "|[A-Z][\\w.'’-]*(?: [\\w.'’()-]+){0,4}:(?=\\s|$)"
)
_ITEM = re.compile(
    "[•●▪■◦○‣◆➢➤·*–—-]\\s|[（(][一二三四五六七八九十\\d]{1,3}[)）]|[①-⑳]|\\d{1,2}[.．、)）](?!\\d)"
    "|[一二三四五六七八九十]{1,3}、|[a-zA-Z][.)]\\s|第[一二三四五六七八九十百\\d]{1,4}[条條章节節部](?=[\\s\u3000:：]|$)"
)
_WIDE = re.compile("[\u2e80-\ua4cf\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U00020000-\U000323af]")
#: What is never divided at a line's end: a character or word with the marks that cling to it.
_FIRST_UNIT = re.compile(
    "[“‘（(《「『【\\[]*(?:[\u2e80-\u2fff\u3040-\ua4cf\uf900-\ufaff]|[^\\s\u2e80-\uffef“”‘’]{1,40})"
    "[”’）)》」』】\\]，。、；：？！,.;:?!…—]*"
)


@dataclass(frozen=True, slots=True)
class Passage:
    """Lines of one paragraph, or part of one, and how it stands to the next.

    :param lines: in reading order, at least one.
    :param level: of a heading, 1 or 2; 0 for anything else.
    :param is_note: whether it is a note at the foot of its page.
    :param loose: whether the next one may go on with it: only a plain line end stands between.
    """

    lines: tuple[Line, ...]
    level: int = 0
    is_note: bool = False
    loose: bool = False


@dataclass(frozen=True, slots=True)
class Habits:
    """How the document sets its text.

    :param sizes: of the type of most text, by language.
    :param pitches: usual distance of lines, by size of the type in half points.
    :param heading_sizes: sizes, in half points, that only headings have, by language.
    :param indents: whether paragraphs begin with an indent.
    :param justified: languages whose full lines reach the edge exactly.
    :param sentences: regions where each line is a sentence, of like length by chance.
    """

    sizes: Mapping[Language, float]
    pitches: Mapping[int, float]
    heading_sizes: Mapping[Language, frozenset[int]]
    indents: bool
    justified: frozenset[Language]
    sentences: frozenset[int]


def read_habits(lines: Sequence[Line]) -> Habits:
    """Read off all lines how the document sets its text."""
    weights: dict[Language, Counter[int]] = {"zh": Counter(), "en": Counter()}
    steps: dict[int, list[float]] = defaultdict(list)
    for line in lines:
        language = tell_language(line.text)
        if language is not None:
            weights[language][_halves(line.size)] += len(line.text)
    for line, following in pairwise(lines):
        if line.region == following.region and _is_same_size(line, following):
            step = following.y - line.y
            if 0.8 * line.size < step < 3 * line.size:
                steps[_halves(line.size)].append(step)
    sizes: dict[Language, float] = {
        language: found.most_common(1)[0][0] / 2 for language, found in weights.items() if found
    }
    return Habits(
        sizes,
        {size: sorted(found)[len(found) // 4] for size, found in steps.items()},
        {
            language: _find_heading_sizes(weights[language], size)
            for language, size in sizes.items()
        },
        _has_indents(lines),
        frozenset(language for language in sizes if _is_justified(lines, language)),
        _find_sentences(lines),
    )


def _find_heading_sizes(weights: Counter[int], usual: float) -> frozenset[int]:
    larger = {size: count for size, count in weights.items() if size / 2 >= usual * _HEADING}
    if sum(larger.values()) > weights.total() * _MAX_HEADING_SHARE and len(weights) > 2:
        larger = {
            size: count
            for size, count in larger.items()
            if count <= weights.total() * _MAX_HEADING_SHARE / 2
        }
    return frozenset(larger)


def _has_indents(lines: Sequence[Line]) -> bool:
    """Tell whether the lines that begin paragraphs are mostly indented."""
    opening = [
        following.indent > _INDENT
        for line, following in pairwise(lines)
        if line.region == following.region
        and _FINISHED.search(line.text)
        and not is_full(line, following)
        and line.indent <= _INDENT
    ]
    return sum(opening) > len(opening) * _INDENT_STYLE_SHARE


def _is_justified(lines: Sequence[Line], language: Language) -> bool:
    """Tell whether the lines of a language that are full in mid-sentence all reach the edge."""
    reach = [
        line.right - line.x1 < _JUSTIFIED * line.size
        for line, following in pairwise(lines)
        if line.region == following.region
        and not _FINISHED.search(line.text)
        and tell_language(line.text) == language
        and is_full(line, following)
    ]
    return len(reach) >= _MIN_JUSTIFIED and sum(reach) >= len(reach) * _JUSTIFIED_SHARE


def _find_sentences(lines: Sequence[Line]) -> frozenset[int]:
    """Find the regions where lines that seem full mostly end sentences, as few broken ones do."""
    full: dict[int, list[bool]] = defaultdict(list)
    for line, following in pairwise(lines):
        if line.region == following.region and is_full(line, following):
            full[line.region].append(_FINISHED.search(line.text) is not None)
    return frozenset(
        region
        for region, found in full.items()
        if len(found) >= _MIN_SENTENCES and sum(found) >= len(found) * _SENTENCE_SHARE
    )


def _halves(size: float) -> int:
    return round(size * 2)


def _is_same_size(first: Line, second: Line, share: float = _SAME_SIZE) -> bool:
    return abs(first.size - second.size) <= share * max(first.size, second.size)


def is_full(line: Line, following: Line, *, slack: float = _SLACK) -> bool:
    """Tell whether a line ended because what follows did not fit on it.

    :param line: a line.
    :param following: the next one.
    :param slack: how much more than is free is taken to fit, in sizes of the type.
    :returns: whether it is full.
    """
    left = line.right - line.x1
    unit = _FIRST_UNIT.match(following.text)
    text = unit.group() if unit else following.text[:1]
    wide = len(_WIDE.findall(text))
    # Chinese lines are spread, so their mean tells nothing of the few Latin letters on them.
    narrow = _NARROW if wide or _WIDE.search(following.text) else _mean_width(following)
    space = 0 if wide or _WIDE.search(line.text[-1:]) else 1
    width = wide * line.size + (len(text) - wide + space) * narrow * line.size
    return left < width + slack * line.size


def _mean_width(line: Line) -> float:
    return (line.x1 - line.x0) / max(1, len(line.text)) / line.size


def split_passages(lines: Sequence[Line], habits: Habits) -> list[Passage]:
    """Put lines together as far as their places tell.

    :param lines: of all pages, in reading order.
    :param habits: of the document.
    :returns: passages in reading order, notes at the foot of a page among them.
    """
    notes = _find_notes(lines, habits)
    groups: list[list[Line]] = []
    marks: list[tuple[int, bool]] = []
    loose: list[bool] = []
    flow: dict[bool, int] = {}
    for line in lines:
        is_note = id(line) in notes
        level = 0 if is_note else _find_level(line, habits)
        place = flow.get(is_note)
        if place is not None and _goes_on(
            groups[place], line, mark=marks[place], new_mark=(level, is_note), habits=habits
        ):
            groups[place].append(line)
            continue
        if place is not None and place == len(groups) - 1:
            loose[place] = _is_loose(groups[place][-1], line, habits)
        flow[is_note] = len(groups)
        groups.append([line])
        marks.append((level, is_note))
        loose.append(False)
    return [
        Passage(tuple(group), level, is_note, is_loose)
        for group, (level, is_note), is_loose in zip(groups, marks, loose, strict=True)
    ]


def _find_level(line: Line, habits: Habits) -> int:
    language = tell_language(line.text)
    if language is None or line.cells > 1 or len(line.text) > _MAX_HEADING_CHARS:
        return 0
    sizes = habits.heading_sizes[language]
    if _halves(line.size) not in sizes or len(line.text.strip()) < 2:
        return 0
    return 1 if _halves(line.size) == max(sizes) and line.page == 1 else 2


def _find_notes(lines: Sequence[Line], habits: Habits) -> set[int]:
    """Find the lines in small type at the foot of a region, below text in usual type."""
    regions: dict[int, list[Line]] = defaultdict(list)
    for line in lines:
        regions[line.region].append(line)
    found: set[int] = set()
    for region in regions.values():
        foot: list[Line] = []
        for line in reversed(region):
            if line.size > _usual_size(line, habits) * _NOTE:
                break
            foot.append(line)
        if foot and len(foot) < len(region) and _ends_above(region[-len(foot) - 1], foot[-1]):
            found.update(id(line) for line in foot)
    return found


def _ends_above(last: Line, note: Line) -> bool:
    """Tell whether the text ends above a note: by a gap, a mark of the note or a full stop."""
    gap = note.y - last.y > _NOTE_GAP * last.size
    return gap or bool(_NOTE_MARK.match(note.text) or _FINISHED.search(last.text))


def _usual_size(line: Line, habits: Habits) -> float:
    language = tell_language(line.text)
    return habits.sizes[language] if language else max(habits.sizes.values(), default=line.size)


def _goes_on(
    group: Sequence[Line],
    line: Line,
    *,
    mark: tuple[int, bool],
    new_mark: tuple[int, bool],
    habits: Habits,
) -> bool:
    """Tell whether a line certainly goes on with a paragraph.

    :param group: the paragraph's lines so far.
    :param line: the next line of its flow.
    :param mark: the paragraph's heading level, and whether it is a note.
    :param new_mark: the same of the line.
    :param habits: of the document.
    :returns: whether they are one paragraph.
    """
    last = group[-1]
    if mark != new_mark or last.cells > 1 or line.cells > 1:
        return False
    # Words of a program or a foreign language may be set a little smaller within a sentence.
    within = line.region == last.region and not mark[0] and not _FINISHED.search(last.text)
    if not _is_same_size(last, line, _NEAR_SIZE if within else _SAME_SIZE):
        return False
    before, after = tell_language(last.text), tell_language(line.text)
    if before and after and before != after and _FINISHED.search(last.text):
        return False
    if mark[0]:
        reach = _FULL_TITLE_GAP if is_full(last, line) else _TITLE_GAP
        close = line.region == last.region and line.y - last.y < reach * line.size
        return close and (before == after or after is None)
    if line.region == last.region:
        in_brackets = _is_in_brackets(group) and not _is_gap(last, line, habits)
        return in_brackets or _goes_on_below(group, line, habits)
    return not mark[1] and _goes_on_elsewhere(last, line, habits)


def _goes_on_below(group: Sequence[Line], line: Line, habits: Habits) -> bool:
    last = group[-1]
    if _is_gap(last, line, habits) or not _is_wrapped(last, line, habits):
        return False
    finished = _FINISHED.search(last.text) is not None
    if _begins_anew(last, line):
        return False
    listed = _ITEM.match(group[0].text) is not None
    deeper = (line.x0 - last.x0) / line.size
    if deeper > _INDENT:
        # The first line of a list's item hangs out; anything else that is set in begins anew.
        return listed and len(group) == 1
    if deeper < -_INDENT:
        return len(group) == 1
    level_and_indented = line.indent > _INDENT and len(group) == 1
    return not (level_and_indented and finished and habits.indents)


def _is_in_brackets(group: Sequence[Line]) -> bool:
    """Tell whether a remark that is all in brackets, in the middle of the page, is open."""
    text = group[0].text.strip()
    return (
        len(group) < _MAX_BRACKET_LINES
        and text[:1] in ("（", "(")
        and not any("）" in x.text or ")" in x.text for x in group)
    )


def _is_gap(last: Line, line: Line, habits: Habits) -> bool:
    usual = habits.pitches.get(_halves(line.size), line.size * 1.4)
    return line.y - last.y > max(usual * _GAP, usual + 0.2 * line.size) or line.y < last.y


def _goes_on_elsewhere(last: Line, line: Line, habits: Habits) -> bool:
    """Tell whether a line at the head of a column goes on with one at the foot of another."""
    if tell_language(last.text) != tell_language(line.text):
        return False
    # Behind a full stop too: few paragraphs end at the edge of the last line of a column.
    begins = _begins_anew(last, line)
    return line.indent <= _INDENT and not begins and _is_wrapped(last, line, habits)


def _begins_anew(last: Line, line: Line) -> bool:
    """Tell whether a line opens an item of a list or a turn, behind a finished one."""
    opens = _ITEM.match(line.text) or _LABEL.match(line.text)
    return opens is not None and _FINISHED.search(last.text) is not None


def _is_wrapped(last: Line, line: Line, habits: Habits) -> bool:
    """Tell whether a line was broken by width; of one that ends a sentence more is asked."""
    if not _FINISHED.search(last.text):
        return is_full(last, line)
    if last.region in habits.sentences:
        return False
    if tell_language(last.text) in habits.justified:
        return last.right - last.x1 < _JUSTIFIED * last.size
    return is_full(last, line, slack=_LEAST_SLACK)


def _is_loose(last: Line, line: Line, habits: Habits) -> bool:
    """Tell whether it is open, by their places, if a line goes on with the one before."""
    if last.cells > 1 or line.cells > 1 or not _is_same_size(last, line):
        return False
    if line.region != last.region or _is_gap(last, line, habits):
        return False
    if _find_level(last, habits) or _find_level(line, habits):
        return False
    return not _FINISHED.search(last.text) or is_full(last, line)


def find_joint(before: str, after: str) -> str:
    """Tell what stands between two lines of a paragraph: nothing, a space or a line end."""
    if _HYPHEN_END.search(before[-3:]):
        return "\n"
    wide = _WIDE.search(before[-1:]) or _WIDE.match(after)
    return "" if wide else " "
