"""Links of README and docs lead somewhere, and their commands are understood."""

import importlib.util
import re
import shlex

import pytest
from written_docs import PAGES, ROOT, anchors, code_spans, page_name, shell_lines, text_of

from rag.cli import build_parser

_LINK = re.compile(r"\]\(([^)\s]+)\)")
_DUIZHAO = re.compile(r"(?:^|[\s/(])duizhao (.+)")
_ENDS_COMMAND = re.compile(r"^[()<>|;&]+$")
every_page = pytest.mark.parametrize("page", PAGES, ids=page_name)


@every_page
def test_links_lead_somewhere(page):
    for target in _LINK.findall(text_of(page)):
        if target.startswith(("http:", "https:")):
            continue
        name, _, anchor = target.partition("#")
        file = page.parent / name if name else page
        assert file.exists(), f"{target}: no such file"
        assert not anchor or anchor in anchors(text_of(file)), f"{target}: no such heading"


def test_every_document_is_linked_from_the_readme_or_a_document():
    linked = {
        (page.parent / target.partition("#")[0]).resolve()
        for page in PAGES
        for target in _LINK.findall(text_of(page))
    }
    files = [path for path in (ROOT / "docs").rglob("*.*") if path.is_file()]
    assert [page_name(path) for path in files if path.resolve() not in linked] == []


def _words(line):
    """The words after ``duizhao``, up to the end of that command."""
    line = re.sub(r"\[(-[^\]]*)\]", r"\1", line)  # a synopsis: [--json]
    line = re.sub(r"(?<=\w)\|[\w|]+", "", line)  # md|docx
    lexer = shlex.shlex(line, posix=True, punctuation_chars="()<>|;&")
    lexer.whitespace_split = True
    words = list(lexer)
    starts = [at for at, word in enumerate(words) if word.rpartition("/")[2] == "duizhao"]
    rest = words[starts[-1] + 1 :] if starts else []
    ends = (at for at, word in enumerate(rest) if _ENDS_COMMAND.match(word))
    return rest[: next(ends, len(rest))]


@every_page
def test_commands_are_understood(page, capsys):
    for line in shell_lines(text_of(page)):
        words = _words(line) if _DUIZHAO.search(line) else []
        if not words:
            continue
        try:
            build_parser().parse_args(words)
        except SystemExit:
            pytest.fail(f"{line}\n{capsys.readouterr().err}")


def _help(words, capsys):
    with pytest.raises(SystemExit) as exit_:
        build_parser().parse_args([*words, "--help"])
    assert exit_.value.code == 0, f"duizhao {' '.join(words)}: no such command"
    return capsys.readouterr().out


def _has_option(text, option):
    short = re.sub(r"^-(\w)\1+$", r"-\1", option)  # -vv
    return re.search(rf"(?<![\w-]){re.escape(short)}(?![\w-])", text) is not None


@every_page
def test_commands_named_in_passing_exist(page, capsys):
    for span in code_spans(text_of(page)):
        found = _DUIZHAO.search(span)
        if not found:
            continue
        words = re.match(r"[a-z ]*", found[1])[0].split()
        if not words:
            continue
        help_ = _help(words, capsys)
        for option in re.findall(r"(?<!\S)--?[a-z][a-z-]*", found[1]):
            assert _has_option(help_, option), f"{span}: no option {option}"


@every_page
def test_options_named_alone_exist(page, capsys):
    names = re.findall(r"^    ([a-z]+)\b", build_parser().format_help(), re.M)
    helps = [_help([name], capsys) for name in names]
    helps += [_help(["conversations", "export"], capsys), _help(["user", "token"], capsys)]
    sources = [*(ROOT / "scripts").glob("*.py"), *(ROOT / "rag/evaluation").rglob("*.py")]
    known = "\n".join([*helps, *map(text_of, sources)])
    for span in code_spans(text_of(page)):
        if re.match(r"--[a-z]", span):
            option = span.split()[0]
            assert _has_option(known, option), f"{option}: neither a command nor a script has it"


@every_page
def test_targets_scripts_and_modules_exist(page):
    code = "\n".join([*shell_lines(text_of(page)), *code_spans(text_of(page))])
    targets = set(re.findall(r"^([a-z][\w-]*):", text_of(ROOT / "Makefile"), re.M))
    for name in re.findall(r"(?<!\S)make ([a-z][\w-]*)", code):
        assert name in targets, f"make {name}: no such target"
    for name in re.findall(r"python3? (scripts/\S+)", code):
        assert (ROOT / name).exists(), f"{name}: no such script"
    for name in re.findall(r"python -m (rag[\w.]*)", code):
        assert importlib.util.find_spec(name), f"{name}: no such module"
