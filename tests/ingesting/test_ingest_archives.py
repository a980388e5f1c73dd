"""Archives in a library: a document for each file in them, followed as they change."""

import io
import zipfile

ZH = "记者：渡轮呢？\n\n市长林海：渡轮将于七月停航。\n"
EN = "Reporter: What about the ferry?\n\nMayor Lin Hai: The ferry will stop in July.\n"


def pack(path, **files):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name.replace("__", "/") + ".txt", text)
    path.write_bytes(buffer.getvalue())
    return path


def test_each_file_of_an_archive_is_a_document(library, tmp_path):
    report = library.ingest([pack(tmp_path / "talks.zip", zh=ZH, more__en=EN)])
    assert report.added == ("talks/zh", "talks/more/en")
    assert {info.name for info in library.documents()} == {"talks/zh", "talks/more/en"}
    assert library.search("渡轮何时停航？")[0].passage.paragraph.document == "talks/zh"


def test_an_unchanged_archive_is_skipped_and_a_changed_one_followed(library, tmp_path):
    path = pack(tmp_path / "talks.zip", zh=ZH, en=EN)
    library.ingest([path])
    assert library.ingest([path]).unchanged == ("talks/zh", "talks/en")
    pack(path, zh=ZH, new=EN + "It was built in 1990.\n")
    report = library.ingest([path])
    assert (report.unchanged, report.added, report.removed) == (
        ("talks/zh",),
        ("talks/new",),
        ("talks/en",),
    )
    assert {info.name for info in library.documents()} == {"talks/zh", "talks/new"}


def test_what_fails_in_an_archive_is_named_and_the_rest_goes_on(library, tmp_path):
    path = pack(tmp_path / "talks.zip", zh=ZH, empty="", en=EN)
    other = tmp_path / "damaged.zip"
    other.write_bytes(path.read_bytes()[:90])
    report = library.ingest([path, other])
    assert report.added == ("talks/zh", "talks/en")
    assert [failed.path for failed in report.failed] == [str(other), str(path / "empty.txt")]
    assert "damaged or cut off" in report.failed[0].reason


def test_a_damaged_new_version_leaves_what_is_stored(library, tmp_path):
    path = pack(tmp_path / "talks.zip", zh=ZH)
    library.ingest([path])
    path.write_bytes(b"PK\x03\x04 cut off")
    assert library.ingest([path]).failed
    assert [info.name for info in library.documents()] == ["talks/zh"]


def test_prune_drops_the_documents_of_an_archive_that_is_gone(library, tmp_path):
    path = pack(tmp_path / "talks.zip", zh=ZH, en=EN)
    kept = tmp_path / "kept.txt"
    kept.write_text(ZH, "utf-8")
    library.ingest([path, kept])
    assert not library.ingest([kept], prune=True).removed
    path.unlink()
    assert set(library.ingest([kept], prune=True).removed) == {"talks/zh", "talks/en"}
    assert [info.name for info in library.documents()] == ["kept"]


def test_names_of_archived_documents_give_way(library, tmp_path):
    (tmp_path / "a").mkdir()
    first = pack(tmp_path / "talks.zip", zh=ZH)
    second = pack(tmp_path / "a" / "talks.zip", zh=ZH)
    library.ingest([first, second])
    assert len({info.name for info in library.documents()}) == 2
