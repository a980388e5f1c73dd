"""A file of users: reading it, changing it, following it."""

import os
import stat

import pytest

from rag.users import (
    AuthFileError,
    UserFile,
    add_token,
    add_user,
    change_password,
    hash_password,
    read_users,
    remove_tokens,
    remove_user,
)

GOOD = "桥下的河水今天很清澈"
HASHED = hash_password(GOOD, cost=16)


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "users"
    path.write_text(f"# 编辑部\n\nlin:{HASHED}\n# the end", encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("user", "password", "allowed"),
    [
        ("lin", GOOD, True),
        (" lin ", GOOD, True),
        ("lin", "wrong", False),
        ("lin", "", False),
        ("wu", GOOD, False),
        ("", "", False),
    ],
)
def test_check(path, user, password, allowed):
    assert read_users(path).check(user, password) is allowed


def test_hashes_are_not_shown(path):
    assert HASHED not in repr(read_users(path))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("lin:secret", "line 1: expected 'user:scrypt"),
        ("# x\nlin", "line 2.*never kept as plain text"),
        ("lin:md5$1$2$3$YQ==$YQ==", "line 1"),
        ("lin:scrypt$x$8$1$YQ==$YQ==", "line 1"),
        ("lin:token$abc", "line 1"),
        (f":{HASHED}", "no user name"),
    ],
)
def test_bad_file_is_refused(path, text, message):
    path.write_text(text, encoding="utf-8")
    with pytest.raises(AuthFileError, match=message):
        read_users(path)


@pytest.mark.parametrize("text", ["", "# nobody\n"])
def test_page_needs_a_user(path, text):
    path.write_text(text, encoding="utf-8")
    with pytest.raises(AuthFileError, match="names no user; add one with: duizhao user add"):
        UserFile(path)


def test_missing_file_is_named(tmp_path):
    with pytest.raises(AuthFileError, match="Cannot read the auth file"):
        UserFile(tmp_path / "none")


def test_first_user_makes_a_file_for_its_owner_alone(tmp_path):
    path = tmp_path / "new" / "users"
    add_user(path, "王敏", GOOD, cost=16)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert read_users(path).check("王敏", GOOD)


def test_comments_stay(path):
    add_user(path, "wu", "four slow river boats", cost=16)
    remove_user(path, "lin")
    lines = path.read_text("utf-8").splitlines()
    assert lines[:3] == ["# 编辑部", "", "# the end"]
    assert lines[3].startswith("wu:scrypt$")
    assert len(lines) == 4


@pytest.mark.parametrize(
    ("name", "password", "message"),
    [
        ("lin", GOOD, "names a user lin already.*duizhao user password lin"),
        ("wu", "short", "at least 10"),
        ("a:b", GOOD, "cannot be a user's name"),
        ("#a", GOOD, "cannot be a user's name"),
        ("a\nb", GOOD, "cannot be a user's name"),
        (" ", GOOD, "1 to 64 characters"),
        ("x" * 65, GOOD, "1 to 64 characters"),
    ],
)
def test_bad_new_user_changes_nothing(path, name, password, message):
    before = path.read_bytes()
    with pytest.raises(AuthFileError, match=message):
        add_user(path, name, password, cost=16)
    assert path.read_bytes() == before


def test_change_password(path):
    token = add_token(path, "lin")
    change_password(path, "lin", "four slow river boats", cost=16)
    users = read_users(path)
    assert users.check("lin", "four slow river boats")
    assert not users.check("lin", GOOD)
    assert users.user_of_token(token) == "lin"


@pytest.mark.parametrize(
    "change",
    [
        lambda path: remove_user(path, "wu"),
        lambda path: add_token(path, "wu"),
        lambda path: remove_tokens(path, "wu"),
        lambda path: change_password(path, "wu", GOOD, cost=16),
    ],
)
def test_unknown_user_is_named(path, change):
    with pytest.raises(AuthFileError, match="names no user wu; it names lin"):
        change(path)


def test_no_file_says_how_to_begin(tmp_path):
    with pytest.raises(AuthFileError, match=r"There is no auth file .*duizhao user add"):
        remove_user(tmp_path / "none", "lin")


def test_a_malformed_file_is_not_written_over(path):
    path.write_text("something else\n", encoding="utf-8")
    with pytest.raises(AuthFileError, match="line 1"):
        add_user(path, "wu", GOOD, cost=16)
    assert path.read_text("utf-8") == "something else\n"


def test_tokens_are_kept_hashed_and_removed(path):
    tokens = [add_token(path, "lin"), add_token(path, "lin")]
    assert not any(token in path.read_text("utf-8") for token in tokens)
    users = read_users(path)
    assert [users.user_of_token(each) for each in [*tokens, "x", ""]] == ["lin", "lin", None, None]
    assert remove_tokens(path, "lin") == 2
    assert read_users(path).user_of_token(tokens[0]) is None


def test_following_sees_every_change(path):
    file = UserFile(path)
    add_user(path, "wu", "four slow river boats", cost=16)
    assert set(file.current().hashes) == {"lin", "wu"}
    remove_user(path, "lin")
    assert set(file.current().hashes) == {"wu"}
    path.unlink()
    assert not file.current().hashes


def test_following_keeps_what_held_while_the_file_is_malformed(path, caplog):
    file = UserFile(path)
    path.write_text("lin:oops", encoding="utf-8")
    assert set(file.current().hashes) == {"lin"}
    assert "still hold" in caplog.text


def test_nobody_may_sign_in_where_the_last_user_is_removed(path):
    file = UserFile(path)
    remove_user(path, "lin")
    assert not file.current().check("lin", GOOD)


def test_file_stays_readable_to_its_owner_alone(path):
    os.chmod(path, 0o644)  # noqa: PTH101
    add_token(path, "lin")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
