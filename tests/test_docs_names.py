"""Settings, files and packages that README and docs name exist, and none is forgotten."""

import re
import tomllib

import pytest
from written_docs import PAGES, ROOT, code_spans, page_name, table_rows, text_of

from rag.settings import Settings

_PATH = re.compile(r"(?:rag|ui|vectorstore|prompts|tests|scripts|docs)/[\w./*-]*")
_PREFIX = re.compile(r"`DUIZHAO_([A-Z]+)__`")
_STAGES = {
    name: frozenset(getattr(field.annotation, "model_fields", ()))
    for name, field in Settings.model_fields.items()
}
every_page = pytest.mark.parametrize("page", PAGES, ids=page_name)


def _is_setting(name):
    stage, _, field = name.lower().partition("__")
    return stage in _STAGES and (not field or field in _STAGES[stage])


@every_page
def test_settings_exist(page):
    text = text_of(page)
    for name in re.findall(r"\bDUIZHAO_([A-Z0-9_]+)", text):
        assert _is_setting(name), f"DUIZHAO_{name}: no such setting"
    for span in code_spans(text):
        stage, _, field = span.partition(".")
        if stage in _STAGES and re.fullmatch(r"[a-z_]+", field):
            assert field in _STAGES[stage], f"{span}: no such setting"


@every_page
def test_tables_of_settings_are_true(page):
    stage = None
    for cells in table_rows(text_of(page)):
        header = _PREFIX.fullmatch(cells[0])
        stage = header[1] if header else stage if cells[0].startswith(("`", "--")) else None
        if stage and not header:
            for name in re.findall(r"`([A-Z_]+)`", cells[0]):
                assert _is_setting(f"{stage}__{name}"), f"DUIZHAO_{stage}__{name}: no such setting"


@every_page
def test_files_exist(page):
    for span in code_spans(text_of(page)):
        if _PATH.fullmatch(span):
            assert list(ROOT.glob(span.rstrip("/"))), f"{span}: no such file"
        elif re.fullmatch(r"test_\w+\.py", span):
            assert list((ROOT / "tests").rglob(span)), f"{span}: no such test"


@every_page
def test_tests_exist(page):
    named = {span for span in code_spans(text_of(page)) if re.fullmatch(r"test_\w+", span)}
    files = (ROOT / "tests").rglob("test_*.py") if named else ()
    defined = {name for file in files for name in re.findall(r"def (test_\w+)", text_of(file))}
    assert named <= defined


def _table_of_architecture():
    rows = table_rows(text_of(ROOT / "docs/architecture.md"))
    return {name for cells in rows for name in re.findall(r"`([\w./]+)`", cells[0])}


def test_architecture_names_what_there_is():
    assert [name for name in _table_of_architecture() if not (ROOT / name).exists()] == []


def test_architecture_forgets_no_folder_and_no_module_of_rag():
    packages = [
        path.parent
        for top in ("rag", "ui", "vectorstore", "prompts")
        for path in (ROOT / top).rglob("__init__.py")
    ]
    modules = [path for path in (ROOT / "rag").glob("*.py") if path.name != "__init__.py"]
    there = {path.relative_to(ROOT).as_posix() for path in [*packages, *modules]}
    missing = there - _table_of_architecture() - {"rag"}
    assert not missing, f"docs/architecture.md lacks a line for {sorted(missing)}"


def _declared():
    project = tomllib.loads(text_of(ROOT / "pyproject.toml"))["project"]
    extras = project["optional-dependencies"].values()
    wanted = [*project["dependencies"], *(each for extra in extras for each in extra)]
    return {re.match(r"[\w-]+", each)[0] for each in wanted} - {"duizhao"}


def test_dependencies_each_have_a_reason():
    text = text_of(ROOT / "docs/dependencies.md")
    missing = {name for name in _declared() if not re.search(rf"(?<![\w-]){name}(?![\w-])", text)}
    assert not missing, f"docs/dependencies.md lacks a line for {sorted(missing)}"


def test_dependencies_that_are_gone_have_no_line():
    rows = table_rows(text_of(ROOT / "docs/dependencies.md"))
    cells = [re.sub(r"\(.*?\)", "", row[0]) for row in rows if not row[0].startswith("-")]
    named = {name.strip() for cell in cells for name in cell.split(",")}
    assert named - _declared() == {"package"}


def test_changelog_has_each_heading_once_in_a_release():
    text = text_of(ROOT / "CHANGELOG.md")
    for release in re.split(r"^## ", text, flags=re.M)[1:]:
        headings = re.findall(r"^### (.+)$", release, re.M)
        order = ["Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"]
        assert headings == [each for each in order if each in headings]
