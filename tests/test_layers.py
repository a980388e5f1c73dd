"""The direction of dependencies: ui -> rag -> {vectorstore, prompts}."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
STAGES = ("documents", "pairing", "embedding", "translation", "search", "answer")

#: What each part may import of ours besides itself.
ALLOWED = {
    "prompts": set(),
    "vectorstore": {"rag.schema", "rag.metadata"},
    "ui": {"rag"},
}
#: What every stage may share.
SHARED = {
    "prompts",
    "rag.errors",
    "rag.ingesting.report",
    "rag.metadata",
    "rag.model_files",
    "rag.protocols",
    "rag.runtime",
    "rag.schema",
    "rag.settings",
    "rag.text",
    "rag.wanted",
    "rag.wordings",
    "vectorstore",
}
#: Stages that another one builds on: search asks the translation table.
BUILDS_ON = {"search": {"rag.translation"}}


def imported_modules(path: Path) -> set[str]:
    """Names of the modules of ours that a file imports, at its top or inside functions."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            # "from rag import x" imports a module, "from rag.text import x" one or a name.
            top = "." not in node.module
            found |= {f"{node.module}.{a.name}" for a in node.names} if top else {node.module}
    ours = ("rag", "ui", "vectorstore", "prompts")
    return {name for name in found if name.split(".")[0] in ours}


def files_of(folder: str) -> list[Path]:
    return sorted((ROOT / folder).rglob("*.py"))


def within(name: str, allowed: set[str]) -> bool:
    return any(name == each or name.startswith(f"{each}.") for each in allowed)


@pytest.mark.parametrize("package", ALLOWED)
def test_package_imports_only_what_lies_below(package):
    assert files_of(package)
    allowed = {package} | ALLOWED[package]
    for path in files_of(package):
        wrong = [name for name in imported_modules(path) if not within(name, allowed)]
        assert not wrong, f"{path.relative_to(ROOT)} imports {wrong}"


@pytest.mark.parametrize("stage", STAGES)
def test_stage_does_not_import_other_stages(stage):
    allowed = SHARED | {f"rag.{stage}"} | BUILDS_ON.get(stage, set())
    assert files_of(f"rag/{stage}")
    for path in files_of(f"rag/{stage}"):
        wrong = [name for name in imported_modules(path) if not within(name, allowed)]
        assert not wrong, f"{path.relative_to(ROOT)} imports {wrong}"


def test_rag_does_not_import_ui():
    for path in files_of("rag"):
        assert not any(within(name, {"ui"}) for name in imported_modules(path)), path


def test_only_settings_reads_the_environment():
    readers = {"environ", "getenv"}
    for package in ("rag", "vectorstore", "prompts"):
        for path in files_of(package):
            if path == ROOT / "rag/settings.py":
                continue
            tree = ast.parse(path.read_text("utf-8"))
            names = {n.attr for n in ast.walk(tree) if isinstance(n, ast.Attribute)}
            assert not names & readers, path
