"""Every program in scripts tells how it is called."""

import runpy
import sys
from pathlib import Path

import pytest

SCRIPTS = Path(__file__).parent.parent / "scripts"
#: The other files are parts of these. Those in peers are no commands: they are driven through their
#: standard input, and import what only an environment of their own has.
PROGRAMS = sorted(
    path.name for path in SCRIPTS.glob("*.py") if "__main__" in path.read_text("utf-8")
)


@pytest.mark.parametrize("name", PROGRAMS)
def test_help_says_how_a_script_is_called(name, monkeypatch, capsys):
    monkeypatch.syspath_prepend(SCRIPTS)
    monkeypatch.setattr(sys, "argv", [name, "--help"])
    with pytest.raises(SystemExit, match=r"^0$"):
        runpy.run_path(str(SCRIPTS / name), run_name="__main__")
    assert f"usage: {name} " in capsys.readouterr().out


@pytest.mark.parametrize("word", ["many", "0"])
def test_size_that_is_none_is_told(word, monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["measure_engines.py", word])
    with pytest.raises(SystemExit, match=r"^2$"):
        runpy.run_path(str(SCRIPTS / "measure_engines.py"), run_name="__main__")
    assert f"{word!r} is not a whole number from 1" in capsys.readouterr().err
