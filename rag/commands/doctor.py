"""The command that looks what is wrong with a library, and mends what can be mended."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from rag.commands.opening import read_settings
from rag.commands.output import print_record, say
from rag.settings import Settings
from rag.upkeep.doctor import Diagnosis, diagnose, repair


def run_doctor(options: Namespace) -> int:
    """Check the library; with ``--repair`` mend it, with ``--rescue`` save what can be read."""
    settings = read_settings()
    folder = options.store or settings.store
    if options.rescue is not None:
        return _rescue(folder, options.rescue)
    diagnosis = diagnose(folder, settings)
    if options.repair and diagnosis.can_be_repaired:
        diagnosis = _repair(folder, settings, diagnosis)
    elif options.repair and diagnosis.is_whole:
        say("Nothing needs to be repaired.")
    for check in diagnosis.checks:
        if options.json:
            print_record({"check": check.name, "ok": check.passed, "found": check.found})
        else:
            print(f"{'ok  ' if check.passed else 'FAIL'}  {check.name}: {check.found}")
    return 0 if diagnosis.is_whole else 1


def _repair(folder: Path, settings: Settings, diagnosis: Diagnosis) -> Diagnosis:
    """Mend until nothing more is found that can be mended: one damage may hide another."""
    for _ in range(2):
        for line in repair(folder, settings, diagnosis.findings):
            say(f"repaired: {line}")
        diagnosis = diagnose(folder, settings)
        if not diagnosis.can_be_repaired:
            break
    return diagnosis


def _rescue(folder: Path, target: Path) -> int:
    from rag.upkeep.rescuing import rescue_library

    report = rescue_library(folder, target)
    for line in report.lost:
        say(f"lost: {line}")
    say(
        f"saved {report.saved} documents in {target}; index them into a new library with: "
        f"duizhao ingest {target} --store FOLDER"
    )
    return 1 if report.lost else 0
