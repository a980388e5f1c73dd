"""A small library in memory: two documents of a fictional town, canned answers, real ingest."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

from rag.answer.chat_models.trial import ModelTrial
from rag.concordance import Place, Rendering, RenderingGroup
from rag.differences import Difference, Stretch
from rag.errors import (
    DocumentError,
    FilterError,
    LibraryError,
    ModelError,
    QuestionError,
    QuestionTooLongError,
)
from rag.ingesting.report import FailedFile, IngestProgress, IngestReport
from rag.library_parts.choices import ModelChoice, Speaker
from rag.library_parts.conversations import LibraryConversations
from rag.schema import (
    Answer,
    AnswerDone,
    AnswerEvent,
    Citation,
    CitationStatus,
    Counterpart,
    DocumentInfo,
    Hit,
    HitsFound,
    Language,
    Pair,
    Paragraph,
    Passage,
    Question,
    SearchFilters,
    TextDelta,
    TokenUsage,
    Turn,
)
from rag.verifying import LibraryLetters, verify_quote

#: What takes so long does not end while a test looks, even on a busy machine.
LONG_SECONDS = 60.0
HOSTILE = (
    "<script>window.hacked=1</script><img src=x onerror='window.hacked=2'>"
    "![pixel](https://evil.example/p.png) [link](javascript:window.hacked=3) "
    "<a href='https://evil.example'>click</a> {{constructor}} ${window.hacked=4} $$\\href{x}{y}$$ "
    "</blockquote></article><iframe src='https://evil.example'></iframe> \" onmouseover=\"hacked()"
)

_ZH_TRAM = (
    "临河市交通局局长沈望在会上说，有轨电车二号线将于今年九月通车。全线长十一公里，设十六座车站。"
    "首班车五点半发出，末班车二十三点收车。通车后的头一个月，市民可以免费乘坐。"
    "施工期间封闭的三条街道，将在八月底以前全部恢复通行。"
)
_EN_TRAM = (
    "Shen Wang, head of Linhe's transport bureau, said at the briefing that tram line 2 would open "
    "this September. The line is eleven kilometres long and has sixteen stations. The first tram "
    "leaves at half past five, and the last one arrives at eleven at night. In the first month "
    "rides are free for residents. The three streets closed for construction will all be open "
    "again by the end of August."
)
_ZH_RIVER = "环保局表示，去年河水水质达到二类标准的天数为三百一十二天，比前年多二十天。"
_EN_LIBRARY = "The new city library lends music scores as well as books, and is open until ten."


def make_passage(
    passage_id: int,
    text: str,
    language: Language,
    *,
    document: str = "linhe-briefing",
    title: str = "",
    number: int = 1,
) -> Passage:
    speaker = "沈望" if language == "zh" else "Shen Wang"
    paragraph = Paragraph(
        document, number, language, "answer", speaker, text, ((0, len(text)),), page=2
    )
    return Passage(
        passage_id, paragraph, title=title or "临河市新闻发布会 Linhe briefing", date="2024-06-12"
    )


#: A document's name comes from a file's, which may hold nearly anything.
HOSTILE_NAME = "<img src=x onerror='window.hacked=5'>&amp; *bold* \"name\""

ZH_TRAM = make_passage(1, _ZH_TRAM, "zh", number=4)
EN_TRAM = make_passage(2, _EN_TRAM, "en", number=5)
ZH_RIVER = make_passage(3, _ZH_RIVER, "zh", number=8)
EN_LIBRARY = make_passage(4, _EN_LIBRARY, "en", number=11)
HOSTILE_PASSAGE = make_passage(5, HOSTILE, "en", document=HOSTILE_NAME, title=f"<b>{HOSTILE}</b>")
HOSTILE_ZH = make_passage(6, f"译文。{HOSTILE}", "zh", document=HOSTILE_NAME, number=2)
EN_RIVER = make_passage(
    7,
    "The bureau says that the river reached grade two on 321 days last year.",
    "en",
    document="linhe-english",
    title="Linhe in English",
    number=3,
)
PASSAGES = {
    "linhe-briefing": [ZH_TRAM, EN_TRAM, ZH_RIVER, EN_LIBRARY],
    "linhe-english": [EN_RIVER],
    HOSTILE_NAME: [HOSTILE_PASSAGE, HOSTILE_ZH],
}
PAIRS = [
    Pair((ZH_TRAM.paragraph,), (EN_TRAM.paragraph,), 0.94),
    Pair((ZH_RIVER.paragraph,), (EN_RIVER.paragraph,), 0.81),
    Pair((HOSTILE_ZH.paragraph,), (HOSTILE_PASSAGE.paragraph,), 0.9),
]


def find_stretch(passage: Passage, quote: str) -> Stretch:
    start = passage.paragraph.text.index(quote) if quote else 0
    return Stretch(passage.paragraph, (start, start + len(quote)))


DIFFERENCES = [
    Difference("number", find_stretch(ZH_RIVER, "三百一十二"), find_stretch(EN_RIVER, "321")),
    Difference(
        "sentence",
        find_stretch(ZH_TRAM, "施工期间封闭的三条街道，将在八月底以前全部恢复通行。"),
        find_stretch(EN_TRAM, ""),
    ),
    Difference("name", find_stretch(HOSTILE_ZH, HOSTILE), find_stretch(HOSTILE_PASSAGE, HOSTILE)),
]
HITS = (
    Hit(ZH_TRAM, 1.0, 0.9, Counterpart((EN_TRAM,), 0.94)),
    Hit(ZH_RIVER, 0.6, 0.4),
    Hit(EN_LIBRARY, 0.4, 0.3),
)


def make_answer(
    question: str,
    language: Language,
    text: str,
    citations: Sequence[Citation] = (),
    *,
    refused: bool = False,
    notes: tuple[str, ...] = (),
) -> Answer:
    return Answer(
        Question(question, language),
        text,
        refused,
        tuple(citations),
        HITS,
        model="extractive",
        seconds=0.12,
        reason="nothing_relevant" if refused else None,
        tokens=None if refused else TokenUsage(1234, 56, "duizhao"),
        notes=notes,
    )


def cite_tram(language: Language, marker: int = 1, status: CitationStatus = "verified") -> Citation:
    zh_quote = "有轨电车二号线将于今年九月通车。"
    en_quote = "tram line 2 would open this September."
    if language == "zh":
        return Citation(marker, ZH_TRAM, zh_quote, status, Counterpart((EN_TRAM,), 0.94), en_quote)
    return Citation(marker, EN_TRAM, en_quote, status, Counterpart((ZH_TRAM,), 0.94), zh_quote)


def _answer_tram(question: str, language: Language) -> Answer:
    if language == "zh":
        text = (
            "有轨电车二号线将于今年九月通车。[1]\n去年河水水质达到二类标准的天数为三百一十二天。[2]"
        )
        river = Citation(2, ZH_RIVER, "三百一十二天", "verified")
        return make_answer(question, "zh", text, [cite_tram("zh"), river])
    text = (
        "Tram line 2 opens this September [1]. It has sixteen stations [2]. "
        "The library lends scores [3]. An odd mark stays text [9]."
    )
    citations = [
        cite_tram("en"),
        Citation(2, EN_TRAM, "has sixteen stations.", "repaired", Counterpart((ZH_TRAM,), 0.94)),
        Citation(3, EN_LIBRARY, "music scores", "unsupported"),
    ]
    return make_answer(question, "en", text, citations, notes=("One passage was left out.",))


class FakeLibrary(LibraryConversations):
    """Implements ``PageLibrary``; the words of a question choose what happens.

    :param delay_seconds: pause between pieces of an answer; where the question says "slowly" or
        "endlessly" it is 0.2; of the latter, the answer takes ``LONG_SECONDS`` to end.
    :param ingest_seconds: pause for each file; this one, ``compare_seconds``,
        ``listing_seconds`` and ``thinking_seconds`` end at once when they are lowered.
    """

    def __init__(
        self, folder: Path, *, delay_seconds: float = 0.0, ingest_seconds: float = 0.0
    ) -> None:
        self._path = folder
        self.delay_seconds = delay_seconds
        self.ingest_seconds = ingest_seconds
        self.asked: list[tuple[str, tuple[Turn, ...]]] = []
        self.asked_with: list[tuple[SearchFilters | None, str | None, int | None]] = []
        self.offered = [ModelChoice("extractive")]
        self.trials: dict[str, ModelTrial] = {}
        self.top_k = 8
        self._documents = {
            "linhe-briefing": _info("linhe-briefing", "临河市新闻发布会 Linhe briefing", folder),
            "linhe-english": _info("linhe-english", "Linhe in English", folder, paragraphs=1),
            HOSTILE_NAME: _info(HOSTILE_NAME, f"<b>{HOSTILE}</b>", folder, paragraphs=2),
        }
        self.passages = dict(PASSAGES)
        self.all_pairs = list(PAIRS)
        self.compare_seconds = 0.0
        self.listing_seconds = 0.0
        # After an answer's first words.
        self.thinking_seconds = 0.0
        self.breaks_off = False
        self.corrections: list[tuple[str, dict[str, str | None]]] = []
        self._generation = 1

    @property
    def _folder(self) -> Path:
        return self._path

    @property
    def upload_folder(self) -> Path:
        return self._path / "uploads"

    def stream(
        self,
        question: str,
        *,
        history: Sequence[Turn] = (),
        filters: SearchFilters | None = None,
        model: str | None = None,
        top_k: int | None = None,
    ) -> Iterator[AnswerEvent]:
        self.asked.append((question, tuple(history)))
        self.asked_with.append((filters, model, top_k))
        if filters and "nobody" in filters.sources:
            raise FilterError("no document has the source 'nobody'; none states its source")
        language: Language = "zh" if re.search("[\u4e00-\u9fff]", question) else "en"
        self._fail_for(question)
        yield HitsFound(Question(question, language), HITS)
        answer = self._choose_answer(question, language)
        for piece in re.findall(r".{1,12}", answer.text, flags=re.DOTALL):
            time.sleep(0.2 if re.search("slowly|endlessly", question) else self.delay_seconds)
            yield TextDelta(piece)
            self._pause("thinking_seconds")
            if self.breaks_off:
                raise ModelError("no answer from http://127.0.0.1:9; is the server running?")
        if "endlessly" in question:
            yield from self._think_on()
        yield AnswerDone(answer)

    def _think_on(self) -> Iterator[TextDelta]:
        for _ in range(int(LONG_SECONDS / 0.2)):
            time.sleep(0.2)
            yield TextDelta("")

    def _fail_for(self, question: str) -> None:
        if len(question) > 2000:
            raise QuestionTooLongError("this is too long", count=len(question), limit=2000)
        if "привет" in question or "???" in question or question == "？":
            raise QuestionError("this question cannot be asked")
        if "broken model" in question:
            raise ModelError("no answer from http://127.0.0.1:9; is the server running?")
        if "broken library" in question:
            raise LibraryError("/secret/path/catalogue.sqlite is locked")
        if "crash" in question:
            raise ZeroDivisionError("secret detail")

    def _choose_answer(self, question: str, language: Language) -> Answer:
        if "hostile" in question:
            citation = Citation(1, HOSTILE_PASSAGE, HOSTILE[:30], "verified")
            return make_answer(question, language, f"{HOSTILE} [1]", [citation], notes=(HOSTILE,))
        if re.search("tram|电车", question):
            return _answer_tram(question, language)
        sorry = "资料里没有提到这一点。" if language == "zh" else "The documents do not say."
        return make_answer(question, language, sorry, refused=True)

    def search(self, question, *, filters=None, top_k=None):
        self._fail_for(question)
        return list(HITS[:top_k]) if re.search("tram|电车|library", question) else []

    def verify_quote(self, quote, *, document=None):
        if document is not None and document not in self._documents:
            raise DocumentError(f"No document is named {document!r}.")
        self._fail_for(quote)
        letters = LibraryLetters(_FakeStore(self))
        check = verify_quote(quote, letters, documents=document and [document])
        places = [
            replace(
                place,
                stretches=tuple(
                    replace(each, counterpart=_counterpart_of(each.passage))
                    for each in place.stretches
                ),
            )
            for place in check.places
        ]
        return replace(check, places=tuple(places), nearest=() if places else HITS)

    def passage_at(self, document, paragraph):
        for passage in self.passages.get(document, []):
            if passage.paragraph.number == paragraph:
                return Hit(passage, 0.0, counterpart=_counterpart_of(passage))
        raise DocumentError(f"{document!r} has no paragraph {paragraph}.")

    def ingest(
        self,
        paths: Sequence[Path],
        *,
        progress: Callable[[IngestProgress], None] | None = None,
    ) -> IngestReport:
        self._generation += 1
        added: list[str] = []
        updated: list[str] = []
        failed: list[FailedFile] = []
        for done, path in enumerate(paths):
            if progress:
                progress(IngestProgress(done, len(paths), path.name))
            self._pause("ingest_seconds")
            data = path.read_bytes()
            if not data.strip():
                failed.append(FailedFile(str(path), f"{path}: the file is empty; nothing to index"))
            elif b"\0" in data:
                failed.append(FailedFile(str(path), f"{path}: this is not a text file"))
            else:
                (updated if path.stem in self._documents else added).append(path.stem)
                lines = len(data.decode().splitlines())
                self._documents[path.stem] = _info(path.stem, None, path.parent, path, lines)
        return IngestReport(tuple(added), tuple(updated), failed=tuple(failed))

    def _pause(self, name: str) -> None:
        began = time.monotonic()
        while time.monotonic() < began + getattr(self, name):
            time.sleep(0.05)

    def documents(self) -> list[DocumentInfo]:
        self._pause("listing_seconds")
        return list(self._documents.values())

    def remove(self, names: Sequence[str]) -> list[str]:
        self._generation += 1
        return [name for name in names if self._documents.pop(name, None)]

    def correct(self, document: str, changes: Mapping[str, str | None]) -> DocumentInfo:
        self._generation += 1
        self.corrections.append((document, dict(changes)))
        info = self._documents[document]
        given = {name: value or "" for name, value in changes.items()}
        corrected = replace(info.layers.corrected, **given)
        values = {name: value.strip("-") or None for name, value in given.items()}
        layers = replace(info.layers, corrected=corrected)
        self._documents[document] = replace(info, layers=layers, **values)
        return self._documents[document]

    def passages_of(self, name: str) -> list[Passage]:
        return list(self.passages.get(name, []))

    def pairs(self, document: str | None = None) -> list[Pair]:
        return [
            pair
            for pair in self.all_pairs
            if document in {None, *(each.document for each in (*pair.zh, *pair.en))}
        ]

    def differences(self, document: str | None = None) -> list[Difference]:
        self._pause("compare_seconds")
        return [
            each
            for each in DIFFERENCES
            if document in {None, each.first.paragraph.document, each.second.paragraph.document}
        ]

    def terms(self, term: str) -> list[RenderingGroup]:
        self._pause("compare_seconds")
        if not term.strip("?!。 ") or len(term) > 200:
            raise QuestionError("A term has at least one letter.")
        if "many" in term:
            return [RenderingGroup("", (_place(EN_LIBRARY, "library"),) * 120)]
        if "hostile" in term:
            hostile = Rendering((HOSTILE_ZH,), HOSTILE_ZH.paragraph.text, (3, 3 + len(HOSTILE)))
            place = replace(_place(HOSTILE_PASSAGE, "<script>"), rendering=hostile)
            return [RenderingGroup(HOSTILE, (place,))]
        if "电车" not in term:
            return []
        there = Rendering(
            (EN_TRAM,), _EN_TRAM, (_EN_TRAM.index("tram"), _EN_TRAM.index("tram") + 4)
        )
        found = replace(_place(ZH_TRAM, "电车"), rendering=there)
        unclear = replace(found, rendering=replace(there, span=None))
        alone = _place(ZH_RIVER, "水质")
        return [
            RenderingGroup("tram", (found,)),
            RenderingGroup("", (unclear,)),
            RenderingGroup("", (alone,)),
        ]

    def generation(self) -> int:
        return self._generation

    def add_long(self, name: str, count: int) -> None:
        """Add a document of many pairs of paragraphs, some of them without their counterpart."""
        zh = "第{n}次会议记录：代表们讨论了港口的扩建、渡轮的班次和老城的排水，会议持续了两个小时。"
        en = (
            "Minutes of meeting {n}: delegates discussed the port, the ferries and old town drains."
        )
        passages = []
        for n in range(1, count + 1):
            language: Language = "zh" if n % 2 else "en"
            text = (zh if n % 2 else en).format(n=(n + 1) // 2)
            passages.append(make_passage(1000 + n, text, language, document=name, number=n))
        self.passages[name] = passages
        self.all_pairs += [
            Pair((one.paragraph,), (other.paragraph,), 0.9)
            for one, other in zip(passages[::2], passages[1::2], strict=True)
            if one.paragraph.number % 10 != 1
        ]
        self._documents[name] = _info(name, None, self._path, paragraphs=count)
        self._generation += 1

    def models(self) -> list[ModelChoice]:
        return list(self.offered)

    def try_model(self, model: str) -> ModelTrial:
        return self.trials[model]

    def speakers(self) -> list[Speaker]:
        return [Speaker("沈望", "zh", 20), Speaker("Shen Wang", "en", 19)]

    def example_questions(self, language: Language, limit: int = 4) -> list[str]:
        zh = ["有轨电车二号线什么时候通车？", "河水水质怎么样？", "施工封闭的街道什么时候恢复？"]
        en = ["When does tram line 2 open?", "What does the library lend?", "Is the river clean?"]
        return (zh if language == "zh" else en)[:limit]


class _FakeStore:
    """What checking quotes reads."""

    def __init__(self, library):
        self._library = library

    def generation(self):
        return self._library.generation()

    def documents(self):
        return self._library.documents()

    def passages_of(self, name):
        return self._library.passages_of(name)

    def passages(self, ids):
        every = (each for own in self._library.passages.values() for each in own)
        return {each.id: each for each in every if each.id in set(ids)}


def _counterpart_of(passage):
    others = {1: EN_TRAM, 2: ZH_TRAM}
    return Counterpart((others[passage.id],), 0.94) if passage.id in others else None


def _place(passage: Passage, key: str) -> Place:
    stretch = find_stretch(passage, key)
    return Place(passage, passage.paragraph.text, stretch.span, None)


def _info(
    name: str, title: str | None, folder: Path, path: Path | None = None, paragraphs: int = 48
) -> DocumentInfo:
    return DocumentInfo(
        name=name,
        path=str(path or folder / f"{name}.txt"),
        content_hash="0" * 64,
        title=title,
        date="2024-06-12" if title else None,
        languages=("zh", "en"),
        paragraph_count=paragraphs,
        pair_count=19,
        added="2024-06-13T09:00:00+00:00",
    )


class Elements(HTMLParser):
    """Collects elements and text."""

    def __init__(self, html):
        super().__init__()
        self.names, self.attributes, self.text = [], [], ""
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.names.append(tag)
        self.attributes += attrs

    def handle_data(self, data):
        self.text += data
