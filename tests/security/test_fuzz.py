"""Damaged files and texts end in what they hold or in a clear message, within bounded time.

``make bench-fuzz`` tries some thousand examples of each; FUZZ_EXAMPLES says how many.
"""

# ruff: noqa: PT017 - what a message says is checked where it may be raised or not

from __future__ import annotations

import gzip
import json
import os
from pathlib import Path

import pytest
from fuzz_seeds import ARCHIVE, PACKED, PLAIN, damage, damage_parts, steps
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pattern_attacks import at_most

from rag.answer.marks import join_claims, keep_known, neutralise_marks, split_claims
from rag.documents.load import list_sources, load_source
from rag.documents.metadata.dates import find_date
from rag.documents.paragraphs import split_paragraphs
from rag.documents.sidecar import read_sidecar
from rag.errors import DocumentError, EvaluationError, QuestionError
from rag.evaluation.questions import read_questions
from rag.settings import DocumentSettings
from rag.text.numbers import find_numbers
from rag.users.file import AuthFileError, parse_users
from rag.verifying.quotations import find_quotations
from ui.guard.owners import sessions_of
from ui.handlers.choices import read_choices
from ui.handlers.wanted import read_language, read_number, read_text
from ui.programs.openai_requests import RequestError, read_request
from ui.uploads import sanitize_name

EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "12"))
SECONDS = 5.0
LIMITS = DocumentSettings(max_unpacked_bytes=5_000_000, max_part_bytes=2_000_000)


def fuzz(examples: int = EXAMPLES):
    return settings(
        max_examples=max(1, examples),
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )


texts = st.text(max_size=300) | st.lists(
    st.sampled_from(
        [*"“”「」‘’\"'>\n []【】(),.。，-–^0123456789中文aA零一万亿点第年月日%", "[1]", "段"]
    ),
    max_size=80,
).map("".join)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=12,
)


def read_whole(path: Path, data: bytes) -> None:
    """Load bytes as a document; either it is exact, or it is refused with its name."""
    with at_most(SECONDS):
        try:
            document = load_source(path, data, "fuzzed", LIMITS)
        except DocumentError as error:
            assert str(path) in str(error)
            assert len(str(error)) > len(str(path)) + 10
            return
        paragraphs = split_paragraphs(document)
    assert len(document.text) <= LIMITS.max_text_chars
    for each in paragraphs:
        assert "".join(document.text[start:end] for start, end in each.spans) == each.text


@pytest.mark.parametrize("suffix", PLAIN)
@fuzz()
@given(changes=steps)
def test_damaged_plain_file(suffix, changes):
    read_whole(Path(f"/nowhere/a.{suffix}"), damage(PLAIN[suffix], changes))


@pytest.mark.parametrize("suffix", PACKED)
@fuzz()
@given(changes=steps, data=st.data())
def test_damaged_part_of_a_packed_file(suffix, changes, data):
    def choose(count: int) -> int:
        return data.draw(st.integers(0, count - 1))

    read_whole(Path(f"/nowhere/a.{suffix}"), damage_parts(PACKED[suffix], changes, choose))


@pytest.mark.parametrize("suffix", PACKED)
@fuzz()
@given(changes=steps)
def test_damaged_packed_file(suffix, changes):
    read_whole(Path(f"/nowhere/a.{suffix}"), damage(PACKED[suffix], changes))


@fuzz(EXAMPLES // 6)
@given(changes=steps)
def test_damaged_pdf(changes, pdf_bytes):
    read_whole(Path("/nowhere/a.pdf"), damage(pdf_bytes, changes))


@pytest.fixture(scope="module")
def pdf_bytes() -> bytes:
    from reportlab.pdfgen.canvas import Canvas

    canvas = Canvas("harbour.pdf", pageCompression=0)
    canvas.drawString(72, 700, "Lin Hai: The new port will open in May 2026.")
    data: bytes = canvas.getpdfdata()
    return data


@fuzz()
@given(changes=steps)
def test_damaged_archive(changes, tmp_path_factory):
    path = tmp_path_factory.mktemp("archives") / "a.zip"
    path.write_bytes(damage(ARCHIVE, changes) or b"x")
    with at_most(SECONDS):
        try:
            for source in list_sources(path, LIMITS):
                assert ".." not in source.path.parts
                assert path in source.path.parents
                try:
                    load_source(source.path, source.read(), source.name, LIMITS)
                except DocumentError:
                    continue
        except DocumentError as error:
            assert str(path) in str(error)


_SIDECAR = 'title = "港口"\ndate = 2024-03-05\nsource = "News"\n'.encode()


@fuzz()
@given(changes=steps)
def test_damaged_sidecar(changes, tmp_path_factory):
    path = tmp_path_factory.mktemp("sidecars") / "a.txt"
    path.with_name("a.txt.meta.toml").write_bytes(damage(_SIDECAR, changes))
    assert isinstance(read_sidecar(path).warnings, tuple)


_USERS = f"# comment\nlin:scrypt$16384$8$1$c2FsdA==$aGFzaA==\nlin:token${'a' * 64}\n"


@fuzz()
@given(changes=steps)
def test_damaged_users_file(changes):
    text = damage(_USERS.encode(), changes).decode("utf-8", "replace")
    try:
        users = parse_users(text, "users")
    except AuthFileError as error:
        assert "users, line" in str(error)
    else:
        assert all(":" not in name and name.strip() for name in users.hashes)


_LINE = json.dumps(
    {"id": "1", "question": "港口何时开放？", "evidence": [{"doc": "a", "lang": "zh", "n": 1}]},
    ensure_ascii=False,
)


@fuzz()
@given(changes=steps)
def test_damaged_question_file(changes, tmp_path_factory):
    path = tmp_path_factory.mktemp("questions") / "q.jsonl"
    path.write_bytes(damage(f"{_LINE}\n".encode(), changes))
    try:
        read_questions(path)
    except EvaluationError as error:
        assert path.name in str(error)


@fuzz(EXAMPLES * 3)
@given(text=texts)
def test_marks_of_any_text(text):
    claims = split_claims(text)
    again, removed = keep_known(claims, {1, 2})
    assert removed >= 0
    assert all(number in {0, 1, 2} for claim in again for number in claim.numbers)
    assert all(
        claim.text in text or "[" in text or "【" in text or "［" in text or "〔" in text
        for claim in claims
    )
    assert isinstance(join_claims(again), str)
    # What was neutralised cites nothing any more.
    assert not any(claim.numbers for claim in split_claims(neutralise_marks(text)))


@fuzz(EXAMPLES * 3)
@given(text=texts)
def test_quotations_of_any_text(text):
    for quotation in find_quotations(text):
        assert 1 <= quotation.line <= text.count("\n") + 1
        if ">" not in text:
            assert quotation.text in text


@fuzz(EXAMPLES * 3)
@given(text=texts)
def test_numbers_and_dates_of_any_text(text):
    end = 0
    for number in find_numbers(text):
        assert end <= number.start < number.end <= len(text)
        end = number.end
    found = find_date(text)
    assert found is None or 4 <= len(found) <= 10


@fuzz()
@given(quote=texts)
def test_quote_that_stands_is_exact(sample_library, quote):
    passage = sample_library.passages_of(sample_library.documents()[0].name)[-1].paragraph.text
    mixed = passage[: len(quote) % 40] + quote
    try:
        check = sample_library.verify_quote(mixed)
    except QuestionError:
        return
    for place in check.places:
        for stretch in place.stretches:
            assert stretch.text in stretch.passage.paragraph.text


@fuzz(EXAMPLES * 2)
@given(value=json_values)
def test_whatever_a_browser_sends_is_read(value):
    for field in ("name", "language", ""):
        assert isinstance(read_text(value, field), str)
        assert read_number(value, field) >= 0
    assert read_language(value) in ("zh", "en")
    assert read_choices(value, ["extractive"]).model in ("", None, "extractive")


@fuzz()
@given(value=json_values)
def test_whatever_a_program_sends_is_read(value):
    for sent in (value, {"model": "m", "messages": value}, {"messages": [{"role": value}]}):
        try:
            read_request(json.dumps(sent).encode())
        except RequestError as error:
            assert str(error)


@fuzz()
@given(body=st.binary(max_size=200), path=st.text(max_size=40), query=st.binary(max_size=60))
def test_sessions_of_any_request(body, path, query):
    scope = {"path": f"/gradio_api/{path}", "query_string": query}
    assert all(isinstance(each, str) for each in sessions_of(scope, body))


@pytest.mark.parametrize("depth", [2_000, 20_000])
def test_nesting_is_no_crash(tmp_path, depth):
    deep = ("[" * depth).encode()
    assert sessions_of({"path": "/gradio_api/x"}, b'{"a":' + deep) == []
    with pytest.raises(RequestError):
        read_request(b'{"messages":' + deep)
    (tmp_path / "a.txt.meta.toml").write_bytes(b"title = " + deep)
    assert read_sidecar(tmp_path / "a.txt").warnings
    (tmp_path / "q.jsonl").write_bytes(deep)
    with pytest.raises(EvaluationError):
        read_questions(tmp_path / "q.jsonl")
    for suffix, unit in (("html", b"<div>"), ("xhtml", b"<b>"), ("tmx", b"<tu>"), ("md", b"> ")):
        read_whole(tmp_path / f"a.{suffix}", b"Port \xe6\xb8\xaf" + unit * depth + b"port")


@fuzz(EXAMPLES * 3)
@given(name=st.text(max_size=300))
def test_name_of_an_upload_stays_in_its_folder(name):
    safe = sanitize_name(name)
    assert Path(safe).name == safe
    assert safe not in ("", ".", "..")
    assert len(safe.encode()) <= 255
    assert safe.isprintable() or not any(ord(char) < 32 for char in safe)


def test_whole_number_of_many_digits_is_no_crash(tmp_path):
    many = b"9" * 5_000
    assert sessions_of({"path": "/gradio_api/x"}, b'{"session_hash":' + many + b"}") == []
    (tmp_path / "a.txt.meta.toml").write_bytes(b"date = " + many)
    assert read_sidecar(tmp_path / "a.txt").warnings
    (tmp_path / "q.jsonl").write_bytes(many)
    with pytest.raises(EvaluationError):
        read_questions(tmp_path / "q.jsonl")


def test_damaged_gzip_is_no_crash(tmp_path):
    packed = bytearray(gzip.compress(_LINE.encode()))
    packed[12:20] = b"\xff" * 8
    (tmp_path / "q.jsonl.gz").write_bytes(packed)
    with pytest.raises(EvaluationError, match="cannot be read"):
        read_questions(tmp_path / "q.jsonl.gz")
