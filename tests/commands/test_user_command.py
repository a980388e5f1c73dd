"""duizhao user: who may sign in."""

import io

import pytest

from rag.cli import main
from rag.users import read_users

GOOD = "桥下的河水今天很清澈"


@pytest.fixture
def pipe(monkeypatch):
    return lambda text: monkeypatch.setattr("sys.stdin", io.StringIO(text))


def test_add_list_token_remove(tmp_path, pipe, capsys):
    store = ["--store", str(tmp_path)]
    pipe(f"{GOOD}\n")
    assert main(["user", "add", "lin", *store]) == 0
    assert main(["user", "token", "lin", *store]) == 0
    token = capsys.readouterr().out.strip()
    users = read_users(tmp_path / "users")
    assert users.check("lin", GOOD)
    assert users.user_of_token(token) == "lin"
    assert main(["user", "list", *store]) == 0
    assert capsys.readouterr().out == "lin\t1 token\n"
    assert main(["user", "token", "lin", "--remove", *store]) == 0
    assert main(["user", "remove", "lin", *store]) == 0
    assert not read_users(tmp_path / "users").hashes
    assert main(["user", "list", *store]) == 0
    said = capsys.readouterr()
    assert not said.out
    assert "There are no users" in said.err


def test_short_password_is_refused(tmp_path, pipe, capsys):
    pipe("short\n")
    assert main(["user", "add", "lin", "--auth", str(tmp_path / "who")]) == 1
    assert "at least 10 are needed" in capsys.readouterr().err
    assert not (tmp_path / "who").exists()


def test_list_without_a_file_says_how_to_begin(tmp_path, capsys):
    assert main(["user", "list", "--store", str(tmp_path)]) == 0
    assert "duizhao user add NAME" in capsys.readouterr().err
