"""A term and hits -> the sentences that say it in the other language.

The search finds paragraphs that hold the term; of a long one only the sentence that says the same
as the term's own tells how it is worded.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from rag.answer.reading import Sentence, read_sides, split_passage
from rag.schema import Counterpart, Hit, Language, Passage, Span
from rag.text.language import letters
from rag.text.speech import label_end
from rag.wordings import Term, holds_term

#: A term may be worded in more than one way; a third quote rarely adds one.
_MOST = 2
#: A Chinese character says as much as this many letters of English in the sample documents.
_ENGLISH_PER_HAN: dict[Language, float] = {"zh": 3.6, "en": 1.0}
#: A version with less than this share of the usual length lacks a part.
_WHOLE = 0.5

FindQuote = Callable[[Passage, Counterpart | None, Span], str]


def holds_rendering(term: Term | None, hits: Sequence[Hit]) -> bool:
    """Tell whether any of the hits holds a term and has a version in the language wanted."""
    return term is not None and next(_find_places(term, hits), None) is not None


def find_renderings(
    term: Term | None, hits: Sequence[Hit], find_quote: FindQuote
) -> tuple[Sentence, ...]:
    """Find how a term is said in the other language.

    :param term: the term, if the question asks for the wording of one.
    :param hits: the evidence, best first.
    :param find_quote: finds the letters of a counterpart that say the same as a stretch.
    :returns: sentences in the language wanted, each with the paragraph that holds the term as its
        counterpart; none where no hit holds the term, or none of those has such a version.
    """
    found: list[Sentence] = []
    for place in _find_places(term, hits) if term is not None else ():
        quote = find_quote(place.passage, place.counterpart, place.span)
        rendering = _locate(quote, place)
        if term is not None and rendering is not None:
            rendering = _widen(rendering, place, term)
        if rendering is not None and all(rendering.quote != each.quote for each in found):
            found.append(rendering)
        if len(found) == _MOST:
            break
    return tuple(found)


def translate_sentences(
    chosen: Sequence[Sentence], language: Language, find_quote: FindQuote
) -> tuple[Sentence, ...]:
    """Give the other version of sentences, where the same answer is asked for in that language.

    :param chosen: sentences, in order.
    :param language: the language wanted.
    :param find_quote: as for ``find_renderings``.
    :returns: what says the same in that language, once each; the sentence itself where nothing
        does, or where it is in that language.
    """
    found: list[Sentence] = []
    for sentence in chosen:
        other = None
        if sentence.language != language:
            quote = find_quote(sentence.passage, sentence.counterpart, sentence.span)
            other = _locate(quote, sentence)
        told = other or sentence
        before = found[-1] if found else None
        if before is not None and _follows(before, told):
            told = replace(told, position=before.position + 1)
        if all(told.quote != each.quote for each in found):
            found.append(told)
    return tuple(found)


def _follows(before: Sentence, sentence: Sentence) -> bool:
    """Tell whether nothing stands between two sentences of one paragraph."""
    between = before.passage.paragraph.text[before.span[1] : sentence.span[0]]
    is_behind = before.passage.id == sentence.passage.id and before.span[1] <= sentence.span[0]
    return is_behind and not between.strip()


def rate_pairs(renderings: Sequence[Sentence]) -> float:
    """Tell how sure it is that the best of them says the same as its counterpart, 0 to 1."""
    return max((each.counterpart.score for each in renderings if each.counterpart), default=0.0)


def _find_places(term: Term, hits: Sequence[Hit]) -> Iterator[Sentence]:
    for index, hit in enumerate(hits):
        for passage, counterpart in read_sides(hit, term.language):
            if passage.paragraph.language != term.language or counterpart is None:
                continue
            start = label_end(passage.paragraph)
            for sentence in split_passage(index, passage, counterpart, start=start):
                if holds_term(term, sentence.text):
                    yield sentence


def _locate(quote: str, place: Sentence) -> Sentence | None:
    """Find a quote in the counterpart of a place, as a sentence of its own."""
    if not quote or place.counterpart is None:
        return None
    for passage in place.counterpart.passages:
        start = passage.paragraph.text.find(quote)
        if start >= 0:
            own = Counterpart((place.passage,), place.counterpart.score)
            span = start, start + len(quote)
            # Places a quote apart from others: neighbours of one paragraph are quoted as one.
            return Sentence(place.hit, passage, own, span, 2 * start)
    return None


def _widen(rendering: Sentence, place: Sentence, term: Term) -> Sentence:
    """Take the next sentence too where a rendering is too short to hold all of the term's sentence.

    One Chinese sentence is often two English ones, of which an aligner may find one.
    """
    width = (rendering.span[1] - rendering.span[0]) * _ENGLISH_PER_HAN[rendering.language]
    own = (place.span[1] - place.span[0]) * _ENGLISH_PER_HAN[place.language]
    if width >= _WHOLE * own:
        return rendering
    passage = rendering.passage
    others = [s.span for s in split_passage(rendering.hit, passage, rendering.counterpart)]
    ends = letters(term.text) in letters(place.text[len(place.text) // 2 :])
    if ends:
        near = [span for span in others if span[0] >= rendering.span[1]][:1]
        return replace(rendering, span=(rendering.span[0], near[0][1])) if near else rendering
    near = [span for span in others if span[1] <= rendering.span[0]][-1:]
    return replace(rendering, span=(near[0][0], rendering.span[1])) if near else rendering
