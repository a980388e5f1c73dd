"""Auth files: who may sign in."""

import pytest

from ui.auth import AuthFileError, hash_password, read_auth_file


@pytest.fixture(scope="module")
def hashed():
    return hash_password("河边的桥 7", cost=16)


@pytest.fixture
def auth_file(tmp_path, hashed):
    path = tmp_path / "auth"
    path.write_text(f"# 编辑部\n\nlin:{hashed}\n", encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("user", "password", "allowed"),
    [
        ("lin", "河边的桥 7", True),
        ("lin", "河边的桥 8", False),
        ("lin", "", False),
        ("wu", "河边的桥 7", False),
        ("", "", False),
    ],
)
def test_check(auth_file, user, password, allowed):
    assert read_auth_file(auth_file).check(user, password) is allowed


def test_hash_is_salted_and_hides_the_password(hashed):
    assert hash_password("河边的桥 7", cost=16) != hashed
    assert "河边" not in hashed


def test_auth_file_does_not_show_hashes(auth_file, hashed):
    assert hashed not in repr(read_auth_file(auth_file))


def test_default_cost_is_what_owasp_advises():
    assert hash_password("桥").startswith(f"scrypt${2**17}$8$1$")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "names no user"),
        ("# nobody\n", "names no user"),
        ("lin:secret", "line 1: expected 'user:scrypt"),
        ("lin", "never kept as plain text"),
        ("lin:md5$1$2$3$YQ==$YQ==", "line 1"),
        ("lin:scrypt$x$8$1$YQ==$YQ==", "line 1"),
    ],
)
def test_bad_auth_file_is_refused(tmp_path, text, message):
    path = tmp_path / "auth"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(AuthFileError, match=message):
        read_auth_file(path)


def test_user_without_name_is_refused(tmp_path, hashed):
    path = tmp_path / "auth"
    path.write_text(f":{hashed}", encoding="utf-8")
    with pytest.raises(AuthFileError, match="no user name"):
        read_auth_file(path)


def test_missing_auth_file_is_refused(tmp_path):
    with pytest.raises(AuthFileError, match="Cannot read the auth file"):
        read_auth_file(tmp_path / "none")
