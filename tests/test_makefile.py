"""The Makefile's targets: those that make no file of their name say so."""

import re
from pathlib import Path

MAKEFILE = (Path(__file__).parent.parent / "Makefile").read_text("utf-8").replace("\\\n", " ")


def test_targets_without_a_file_are_phony():
    (phony,) = re.findall(r"^\.PHONY: (.*)$", MAKEFILE, re.MULTILINE)
    targets = re.findall(r"^([a-z][\w-]*):(?!=)", MAKEFILE, re.MULTILINE)
    assert sorted(phony.split()) == sorted(targets)
