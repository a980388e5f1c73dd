"""Passwords and their hashes."""

import pytest

from rag.users.passwords import check_password, hash_password, verify_password

HASHED = hash_password("河边的桥 7 café", cost=16)


@pytest.mark.parametrize(
    ("password", "same"),
    [
        ("河边的桥 7 café", True),
        ("河边的桥 7 cafe\u0301", True),
        ("河边的桥 8 café", False),
        ("", False),
        ("\ud800", False),
        ("a" * 5000, False),
    ],
)
def test_verify(password, same):
    assert verify_password(password, HASHED) is same


def test_hash_is_salted_and_hides_the_password():
    assert hash_password("河边的桥 7 café", cost=16) != HASHED
    assert "河边" not in HASHED


def test_default_cost_is_what_owasp_advises():
    assert hash_password("桥").startswith(f"scrypt${2**17}$8$1$")


@pytest.mark.parametrize(
    ("password", "message"),
    [
        ("", "has 0 characters; at least 10"),
        ("九个字的口令在这里", "has 9 characters"),
        ("abababababab", "repeats one or two"),
        ("x" * 1001, "more than 1000"),
    ],
)
def test_weak_passwords_are_refused(password, message):
    assert message in check_password(password)


@pytest.mark.parametrize("password", ["桥下的河水今天很清澈", "four slow river boats"])
def test_good_passwords_are_taken(password):
    assert check_password(password) is None
