"""A peer's program for tests: passages that share most letters with the question.

Its store tells how it is to misbehave: ``ends``, ``hangs``, ``mumbles`` or ``fails-asked``.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "scripts" / "peers"))

from serving import serve


class FakePeer:
    def __init__(self, job):
        self._path, self._way = Path(job["index"]), job["store"]
        if self._way == "ends":
            sys.exit("no such model")
        if self._way == "hangs":
            time.sleep(60)
        sys.stdout.write("a library that talks\n")

    def ingest(self, passages):
        self._path.write_text(json.dumps(passages), encoding="utf-8")

    def open(self):
        self._passages = json.loads(self._path.read_text("utf-8"))

    def search(self, question, count):
        if self._way == "fails-asked":
            raise ValueError("cannot be asked")
        ranked = sorted(self._passages, key=lambda each: -len(set(question) & set(each[1])))
        return [[id_] for id_, _ in ranked[:count]]


if __name__ == "__main__":
    serve(FakePeer, ["pytest"])
