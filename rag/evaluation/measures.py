"""A question and its answer -> what was observed, one list of numbers per measure.

A measure's figure is the mean of its observations over all questions, so that a question with five
facts weighs five times as much in ``facts`` as one with a single fact. All are shares from 0 to 1,
higher is better, but ``language_bias`` (0.5 is even-handed), ``sentences``, ``seconds`` and
``tokens``.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from rag.evaluation.lines import AnswerLine, CitationLine, PassageLine
from rag.evaluation.matching import contains_fact, matched_groups, matches_evidence
from rag.evaluation.questions import EvalQuestion
from rag.evaluation.retrieval import rank_groups, score_rankings
from rag.text.language import count_han, count_latin_words, letters, split_sentences

#: What was observed of one question, by measure.
Observations = dict[str, list[float]]

#: Measures in the order in which reports list them, with what they say.
MEASURES: Mapping[str, str] = {
    "answered": "answerable questions that were not refused",
    "facts": "required facts that stand in the answer",
    "complete": "answerable questions whose answer holds every required fact",
    "exact": "answers that are the model answer, to the letter",
    "f1": "overlap with the model answer (Chinese by characters, English by words)",
    "correct": "what a chat model says the answer has of the model answer (--judge)",
    "faithful": "answers that a chat model finds wholly in what they cite (--judge)",
    "cited_facts": "required facts that stand in the cited paragraphs",
    "cite_precision": "cited paragraphs that are evidence",
    "cite_recall": "evidence groups with a cited paragraph",
    "quoted": "citations whose quote stands in the cited paragraph, letter by letter",
    "verified": "citations whose claim was found in the quote",
    "refusal_precision": "refusals that were right",
    "refusal_recall": "unanswerable questions that were refused",
    "language": "answers in the question's language",
    "hit@1": "questions with evidence in the first entry",
    "hit@5": "questions with evidence in the first 5 entries",
    "hit@10": "questions with evidence in the first 10 entries",
    "recall@1": "evidence groups found in the first entry",
    "recall@5": "evidence groups found in the first 5 entries",
    "recall@10": "evidence groups found in the first 10 entries",
    "mrr@10": "mean of 1 / rank of the first evidence",
    "ndcg@1": "normalised discounted gain of the first entry",
    "ndcg@5": "normalised discounted gain of the first 5 entries",
    "ndcg@10": "normalised discounted gain of the first 10 entries",
    "passages5": "questions with all their evidence in the first 5 passages, counterparts apart",
    "facts2000": "required facts in the first 2,000 characters retrieved",
    "language_bias": "first 10 entries in the question's language; with a counterpart: half",
    "sentences": "sentences of an answer",
    "seconds": "seconds from question to answer",
    "tokens": "tokens of a prompt and its answer, where a chat model was asked",
}

#: What measures are called where they stand without that explanation.
LABELS: Mapping[str, str] = {
    "facts": "facts stated",
    "complete": "complete answers",
    "cited_facts": "facts in what is cited",
    "cite_precision": "citation precision",
    "cite_recall": "citation recall",
    "quoted": "exact quotes",
    "language": "right language",
    "answered": "answered",
    "refusal_precision": "refusal precision",
    "refusal_recall": "refusal recall",
    "recall@5": "evidence in first 5",
    "passages5": "all evidence in first 5",
    "f1": "F1, model answers",
}

#: Measures that are no shares.
COUNTS = frozenset({"sentences", "seconds", "tokens"})

_TOP_PASSAGES = 5
_TOP_BIAS = 10
_CONTEXT_CHARS = 2000
#: Answers shorter than this many characters and words are terms or figures, of no language.
_MIN_JUDGED = 12
_MARK = re.compile(r"[\[\u3010\u3014]\s*\d+(?:\s*[,\uff0c\u3001]\s*\d+)*\s*[\]\u3011\u3015]")
_WORD = re.compile(r"[^\W_]+")
_ARTICLES = frozenset({"a", "an", "the"})


def observe(
    questions: Sequence[EvalQuestion], answers: Mapping[str, AnswerLine]
) -> dict[str, Observations]:
    """Measure every question that has an answer.

    :param questions: the question set.
    :param answers: by question id.
    :returns: observations by question id, in the order of the questions.
    """
    asked = [question for question in questions if question.id in answers]
    observed = {question.id: observe_answer(question, answers[question.id]) for question in asked}
    rankings = {
        question.id: rank_groups(answers[question.id], question)
        for question in asked
        if question.evidence
    }
    counts = {question.id: len(question.evidence_groups) for question in asked}
    for id_, scores in score_rankings(rankings, counts).items():
        observed[id_].update({name: [value] for name, value in scores.items()})
    return observed


def observe_answer(question: EvalQuestion, answer: AnswerLine) -> Observations:
    """Measure one answer, all but its ranking."""
    found: Observations = {}
    if answer.seconds is not None:
        found["seconds"] = [answer.seconds]
    if answer.tokens is not None:
        found["tokens"] = [float(answer.tokens.prompt + answer.tokens.completion)]
    if question.evidence is not None and answer.refused:
        found["refusal_precision"] = [float(not question.evidence)]
    if question.evidence == ():
        return found | {"refusal_recall": [float(answer.refused)]}
    found["answered"] = [float(not answer.refused)]
    # A refusal says nothing, whatever its wording.
    text = "" if answer.refused else answer.answer
    cited = () if answer.refused else answer.citations
    found |= _observe_facts(question, text, cited)
    found |= _observe_citations(question, cited)
    found |= _observe_passages(question, answer)
    if answer.judgement is not None:
        found["correct"] = [answer.judgement.correct / 2]
    if answer.judgement is not None and not answer.refused:
        found["faithful"] = [float(answer.judgement.faithful)]
    if not answer.refused:
        found["language"] = [float(_in_right_language(question, answer))]
        # A mark that follows the full stop is no sentence of its own.
        found["sentences"] = [float(len(split_sentences(strip_marks(text))))]
    return found


def strip_marks(text: str) -> str:
    """Take the citation marks out of an answer."""
    return _MARK.sub("", text).strip()


def _observe_facts(
    question: EvalQuestion, text: str, cited: Sequence[CitationLine]
) -> Observations:
    found: Observations = {}
    facts = question.must_contain
    if facts:
        held = [contains_fact(fact, text) for fact in facts]
        joined = "\n".join(citation.text for citation in cited)
        found["facts"] = [float(each) for each in held]
        found["complete"] = [float(all(held))]
        found["cited_facts"] = [float(contains_fact(fact, joined)) for fact in facts]
    wanted = question.model_answers
    if wanted:
        found["exact"] = [max(float(_tokens(text) == _tokens(each)) for each in wanted)]
        found["f1"] = [max(token_f1(text, each) for each in wanted)]
    return found


def _observe_citations(question: EvalQuestion, cited: Sequence[CitationLine]) -> Observations:
    found: Observations = {
        "quoted": [float(is_quoted(citation)) for citation in cited],
        "verified": [float(citation.verified) for citation in cited],
    }
    evidence, groups = question.evidence, question.evidence_groups
    if evidence:
        found["cite_precision"] = [
            float(any(matches_evidence(citation, entry) for entry in evidence))
            for citation in cited
        ]
        served = {
            group for citation in cited for group in matched_groups(citation, evidence, groups)
        }
        found["cite_recall"] = [float(group in served) for group in range(len(groups))]
    return found


def _observe_passages(question: EvalQuestion, answer: AnswerLine) -> Observations:
    passages = answer.passages
    context = "\n".join(passage.text for passage in passages)[:_CONTEXT_CHARS]
    found: Observations = {
        "facts2000": [float(contains_fact(fact, context)) for fact in question.must_contain]
    }
    evidence, groups = question.evidence, question.evidence_groups
    if evidence:
        top = passages[:_TOP_PASSAGES]
        served = {group for passage in top for group in matched_groups(passage, evidence, groups)}
        found["passages5"] = [float(len(served) == len(groups))]
        if {entry.lang for entry in evidence} == {"zh", "en"}:
            found["language_bias"] = [
                _leaning(passage, question) for passage in answer.ranking[:_TOP_BIAS]
            ]
    return found


def _leaning(passage: PassageLine, question: EvalQuestion) -> float:
    """Tell whether an entry is in the question's language; one that comes in both is even."""
    other = passage.counterpart
    if other is not None and other.language != passage.language:
        return 0.5
    return float(passage.language == question.lang)


def is_quoted(citation: CitationLine) -> bool:
    """Tell whether a citation's quote stands in the cited paragraph."""
    quote = letters(citation.quote)
    return bool(quote) and quote in letters(citation.text)


def _in_right_language(question: EvalQuestion, answer: AnswerLine) -> bool:
    """Judge the wording only where the documents have the language and the answer is a sentence."""
    if answer.language != question.lang:
        return False
    if question.evidence and question.lang not in {entry.lang for entry in question.evidence}:
        return True
    han, words = count_han(answer.answer), count_latin_words(answer.answer)
    return han + words < _MIN_JUDGED or (han > words) == (question.lang == "zh")


def token_f1(text: str, wanted: str) -> float:
    """Compare an answer with a model answer as bags of Chinese characters and English words.

    :param text: the answer.
    :param wanted: the model answer.
    :returns: harmonic mean of precision and recall, 0 to 1; marks and punctuation do not count.
    """
    have, want = Counter(_tokens(text)), Counter(_tokens(wanted))
    common = (have & want).total()
    return 2 * common / (have.total() + want.total()) if common else 0.0


def _tokens(text: str) -> list[str]:
    tokens: list[str] = []
    for word in _WORD.findall(_MARK.sub(" ", text).lower()):
        tokens.extend(_split_han(word))
    return [token for token in tokens if token not in _ARTICLES]


def _split_han(word: str) -> list[str]:
    if not count_han(word):
        return [word]
    return re.findall(r"[a-z0-9]+|[^a-z0-9]", word)


#: Ways to put questions together: by name, the label that a question falls under.
GROUPINGS: Mapping[str, Callable[[EvalQuestion], str]] = {
    "direction": lambda question: question.direction,
    "kind": lambda question: question.kind,
}
