"""Sessions and failed attempts, by a clock that the test moves."""

import pytest

from ui.signin.attempts import Attempts
from ui.signin.sessions import Sessions
from ui.signin.style import read_sign_in_style


class Clock:
    def __init__(self):
        self.now = 1000.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def sessions(clock):
    return Sessions(idle_seconds=100, max_seconds=250, clock=clock)


@pytest.fixture
def attempts(clock):
    return Attempts(clock)


def test_session_is_found_by_its_token_alone(sessions):
    token = sessions.begin("lin", "hash")
    assert sessions.find(token).user == "lin"
    assert sessions.find(token + "x") is None
    assert sessions.find("") is None


def test_tokens_are_random_and_long(sessions):
    tokens = {sessions.begin("lin", "hash") for _ in range(10)}
    assert len(tokens) == 10
    assert min(map(len, tokens)) >= 43


def test_idle_session_ends(sessions, clock):
    token = sessions.begin("lin", "hash")
    clock.now += 99
    assert sessions.find(token)
    clock.now += 99
    assert sessions.find(token)
    clock.now += 101
    assert sessions.find(token) is None


def test_session_ends_however_much_it_is_used(sessions, clock):
    token = sessions.begin("lin", "hash")
    for _ in range(3):
        clock.now += 80
        assert sessions.find(token)
    clock.now += 20
    assert sessions.find(token) is None


def test_ended_session_is_gone(sessions):
    token = sessions.begin("lin", "hash")
    sessions.end(token)
    sessions.end(token)
    assert sessions.find(token) is None


def test_sessions_of_one_user_are_bounded(sessions, clock):
    tokens = []
    for _ in range(21):
        clock.now += 1
        tokens.append(sessions.begin("lin", "hash"))
    other = sessions.begin("wu", "hash")
    assert [bool(sessions.find(each)) for each in tokens] == [False] + [True] * 20
    assert sessions.find(other)


def fail(attempts, count, user="lin", address="1"):
    return [attempts.begin(user, address) for _ in range(count)]


def test_five_failures_are_free_then_waits_double(attempts, clock):
    assert fail(attempts, 5) == [0] * 5
    assert attempts.begin("lin", "1") == 15
    clock.now += 15
    assert attempts.begin("lin", "1") == 0
    assert attempts.begin("lin", "1") == 30


def test_waiting_is_no_failure_and_has_an_end(attempts, clock):
    for _ in range(40):
        clock.now += attempts.begin("lin", "1")
    assert attempts.begin("lin", "1") <= 900
    for _ in range(100):
        attempts.begin("lin", "1")
    clock.now += 900
    assert attempts.begin("lin", "1") == 0


def test_failures_are_forgotten(attempts, clock):
    fail(attempts, 4)
    clock.now += 3601
    assert fail(attempts, 5) == [0] * 5


def test_success_forgives_the_user_and_not_the_address(attempts):
    fail(attempts, 4)
    attempts.begin("lin", "1")
    attempts.succeed("lin", "1")
    assert fail(attempts, 4) == [0] * 4
    for number in range(16):
        attempts.begin(f"name {number}", "1")
    assert attempts.begin("another", "1") > 0


def test_many_names_from_one_address_are_slowed_down(attempts):
    waits = [attempts.begin(f"name {number}", "1") for number in range(21)]
    assert waits[:20] == [0] * 20
    assert waits[20] == 15
    assert attempts.begin("name 21", "2") == 0


def test_a_user_cannot_be_locked_out_by_others(attempts):
    attempts.begin("lin", "home")
    attempts.succeed("lin", "home")
    for number in range(50):
        attempts.begin("lin", f"address {number}")
    assert 0 < attempts.begin("lin", "new") <= 120
    assert attempts.begin("lin", "home") == 0


def test_what_could_not_be_checked_is_no_failure(attempts):
    for _ in range(30):
        assert attempts.begin("lin", "1") == 0
        attempts.give_up("lin", "1")


def test_style_has_the_colours_of_the_page():
    style = read_sign_in_style()
    assert style.count("--dz-paper: #") == 4
    assert "@media (prefers-color-scheme: dark)" in style
    assert "url(" not in style
