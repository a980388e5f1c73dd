import pytest

import rag


@pytest.mark.parametrize("name", rag.__all__)
def test_public_name_can_be_had_from_the_package(name):
    assert getattr(rag, name).__name__ == name


def test_other_names_are_missing():
    with pytest.raises(AttributeError, match="nothing"):
        rag.nothing  # noqa: B018 - asked for, not used
