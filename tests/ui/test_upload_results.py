import pytest

from rag.documents import THIRD_LANGUAGE
from rag.ingesting.report import FailedFile, FileWarning, IngestReport
from rag.schema import DocumentInfo
from ui import strings as s
from ui.upload_results import lies_in, list_results


def info_of(name, path):
    return DocumentInfo(name, str(path), "hash", None, None, ("zh",), 2, 0, "2024-01-01T00:00:00")


def outcomes(results):
    return [(result.name, result.outcome) for result in results]


def test_a_plain_file_has_one_result(tmp_path):
    target = tmp_path / "港口.txt"
    report = IngestReport(updated=("港口",))
    found = list_results(target, report, [info_of("港口", target)], "zh")
    assert outcomes(found) == [("港口.txt", "updated")]
    assert found[0].info.paragraph_count == 2


@pytest.mark.parametrize("language", ["zh", "en"])
def test_an_archive_has_a_result_for_each_file_in_it(tmp_path, language):
    target = tmp_path / "talks.zip"
    target.write_bytes(b"PK")
    documents = [info_of("talks/a", target / "a.txt"), info_of("talks/b", target / "更多" / "b.md")]
    reason = f"{target / 'c.txt'}: protected with a password"
    report = IngestReport(
        added=("talks/a",),
        unchanged=("talks/b",),
        failed=(FailedFile(str(target / "c.txt"), reason),),
    )
    found = list_results(target, report, [*documents, info_of("x", tmp_path / "x.txt")], language)
    assert outcomes(found) == [
        ("talks.zip/c.txt", "failed"),
        ("talks.zip/a.txt", "added"),
        ("talks.zip/更多/b.md", "unchanged"),
    ]
    assert "password" in found[0].reason + found[0].detail
    assert str(tmp_path) not in found[0].reason + found[0].detail


def test_an_earlier_version_is_no_result_of_a_file_that_failed(tmp_path):
    target = tmp_path / "a.docx"
    report = IngestReport(failed=(FailedFile(str(target), f"{target}: damaged"),))
    found = list_results(target, report, [info_of("a", target)], "en")
    assert outcomes(found) == [("a.docx", "failed")]


def test_a_renamed_file_is_a_result_beside_one_that_failed(tmp_path):
    target = tmp_path / "talks.zip"
    kept = info_of("talks/港口", f"{target}/港口.txt")
    report = IngestReport(
        failed=(FailedFile(f"{target}/b.txt", "b.txt: empty"),),
        renamed=(("talks/旧", "talks/港口"),),
    )
    assert len(list_results(target, report, [kept], "zh")) == 2


def test_a_file_without_a_document_is_taken_by_its_name(tmp_path):
    found = list_results(tmp_path / "a.txt", IngestReport(added=("a",)), [], "en")
    assert outcomes(found) == [("a.txt", "added")]


def test_lies_in(tmp_path):
    assert lies_in(tmp_path / "a.zip" / "b.txt", tmp_path / "a.zip")
    assert not lies_in(tmp_path / "a.zip2", tmp_path / "a.zip")


@pytest.mark.parametrize(
    ("language", "said"), [("zh", "读不出来"), ("en", "Pictures without text: page 2 of 5.")]
)
def test_a_file_that_was_read_in_part_says_so(tmp_path, language, said):
    target = tmp_path / "a.pdf"
    warning = FileWarning(str(target), "Pictures without text: page 2 of 5.")
    report = IngestReport(added=("a",), warnings=(warning,))
    found = list_results(target, report, [info_of("a", target)], language)
    assert outcomes(found) == [("a.pdf", "added")]
    assert said in found[0].reason
    assert "page 2 of 5" in found[0].reason + found[0].detail


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("more", ["", "Pictures without text: page 2 of 5."])
def test_a_file_in_a_third_language_says_so(tmp_path, language, more):
    target = tmp_path / "rapport.txt"
    said = [FileWarning(str(target), each) for each in (more, THIRD_LANGUAGE) if each]
    report = IngestReport(added=("rapport",), warnings=tuple(said))
    (found,) = list_results(target, report, [info_of("rapport", target)], language)
    assert found.outcome == "added"
    assert found.reason.startswith(s.UPLOAD_THIRD_LANGUAGE(language))
    assert more in found.reason + found.detail
    assert THIRD_LANGUAGE not in found.reason
