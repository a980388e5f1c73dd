from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from bench_samples import write_sets

from rag.embedding import StaticEmbedder
from rag.errors import EvaluationError
from rag.evaluation.bench.peers.__main__ import main
from rag.evaluation.bench.peers.contestants import (
    CONTESTANTS,
    OURS,
    RAW,
    Contestant,
    export_embedder,
)
from rag.evaluation.bench.peers.corpora import write_made, xquad_pools
from rag.evaluation.bench.peers.errors import PeerError
from rag.evaluation.bench.peers.measure import Bench, Plan, Start
from rag.evaluation.bench.peers.page import write_page
from rag.evaluation.bench.peers.programs import Program
from rag.evaluation.bench.peers.results import (
    Ingest,
    Outcome,
    Quality,
    Results,
    Search,
    read_results,
    save_results,
)

FAKE = [sys.executable, str(Path(__file__).with_name("peer_fake.py"))]
PROGRAMS = Path(__file__).parents[2] / "scripts" / "peers"


def contestant(key: str, store: str = "", embedding: str = "minilm") -> Contestant:
    return Contestant(key, key, "", "", embedding, store)


def results(*sizes: int) -> Results:
    return Results("a machine", "a day", list(sizes))


def fakes(folder: Path) -> Start:
    return Start(lambda _: FAKE, lambda each: each.embedding, lambda _: folder)


def run(tmp_path: Path, plan: Plan, *taking_part: Contestant) -> Results:
    (tmp_path / "work").mkdir()
    found = results(*plan.sizes)
    start = fakes(tmp_path)
    bench = Bench(plan, taking_part, start=start, work=tmp_path / "work", results=found)
    bench.describe()
    for size in plan.sizes:
        bench.measure_size(size)
    return found


def test_one_that_fails_is_told_and_the_others_go_on(tmp_path):
    plan = Plan([40], questions=25, starts=2, ingest_s=30)
    found = run(
        tmp_path,
        plan,
        contestant("good"),
        contestant("ending", "ends"),
        contestant("refusing", "fails-asked"),
    )
    good, ending, refusing = (found.outcomes[key] for key in ("good", "ending", "refusing"))
    assert good.failures == {}
    assert good.versions == {"pytest": pytest.__version__}
    assert good.ingests["40"].passages == 40
    assert good.ingests["40"].rate > 0
    assert len(good.searches["40"].cold) == 2
    assert len(good.searches["40"].milliseconds) == len(good.searches["40"].processor) == 25
    assert "no such model" in ending.failures["ingest of 40 passages"]
    assert "cannot be asked" in refusing.failures["start with 40 passages"]
    assert refusing.ingests["40"].passages == 40
    assert not list((tmp_path / "work").iterdir())


def test_documents_are_measured_where_they_are(tmp_path):
    documents = tmp_path / "talks"
    documents.mkdir()
    (documents / "港口.txt").write_text("港口建于1910年。\n\n渡轮七点开船。\n", "utf-8")
    (documents / "ferry.txt").write_text("The ferry leaves at seven.\n", "utf-8")
    found, start = results(5), fakes(tmp_path)
    plan = Plan([5], starts=2)
    bench = Bench(plan, [contestant("good")], start=start, work=tmp_path / "work", results=found)
    bench.describe()
    bench.measure_documents(documents, ["When does the ferry leave?", "港口建于哪一年？"])
    good = found.outcomes["good"]
    assert good.failures == {}
    assert good.ingests["3"].passages == 3
    assert len(good.searches["3"].cold) == len(good.searches["3"].milliseconds) == 2
    assert "those of 2 documents in talks, with 2 questions" in found.remarks[0]
    assert found.measured == [3]
    assert len(list(documents.iterdir())) == 2


def test_documents_and_questions_go_together(capsys):
    with pytest.raises(SystemExit, match=r"^2$"):
        main(["--documents", "talks"])
    assert "--documents and --asked go together" in capsys.readouterr().err


def test_quality_is_measured_in_all_directions(tmp_path):
    found = results(1)
    start = fakes(tmp_path)
    bench = Bench(Plan([1]), [contestant("good")], start=start, work=tmp_path, results=found)
    bench.describe()
    bench.measure_quality(xquad_pools(write_sets(tmp_path)))
    quality = found.outcomes["good"].quality
    assert set(quality) == {"zh>zh", "en>en", "zh>en", "en>zh"}
    assert quality["en>en"].at_5 > 0


def test_slow_one_is_ended(tmp_path):
    (tmp_path / "passages.json").write_text("[]")
    job = {"task": "ingest", "index": "", "store": "hangs", "passages": f"{tmp_path}/passages.json"}
    with Program(FAKE, job) as program, pytest.raises(PeerError, match=r"took more than 1 s"):
        program.receive(0.6)


def test_missing_environment_is_told(tmp_path):
    with pytest.raises(PeerError, match=r"not installed.*make bench-peers"):
        Program([str(tmp_path / "python"), "peer.py"], {})


def test_minilm_is_given_no_more_than_the_plan_has(tmp_path):
    plan = Plan([30, 50], questions=5, starts=1, minilm=30)
    found = run(tmp_path, plan, contestant("one"), contestant("other", embedding="ours"))
    assert set(found.outcomes["one"].ingests) == {"30"}
    assert set(found.outcomes["other"].ingests) == {"30", "50"}


def test_passages_of_files_and_of_the_list_are_the_same(tmp_path):
    corpus = write_made(tmp_path, 60)
    listed = json.loads(corpus.passages.read_text("utf-8"))
    assert len(listed) == len({id_ for id_, _ in listed}) == corpus.count == 60
    texts = [
        text
        for path in sorted(corpus.files.iterdir())
        for text in path.read_text("utf-8").strip().split("\n\n")
    ]
    assert texts == [text for _, text in listed]


def test_exported_embedder_gives_our_vectors(tmp_path):
    export_embedder(tmp_path / "model")
    texts = [
        "The Ferry did NOT run, the ferry",
        "圖書館新買了「三千」本書。",
        "ＡＢＣ half 中文",
        "",
        "…",
    ]
    code = (
        f"import sys, json; sys.path.insert(0, {str(PROGRAMS)!r})\n"
        "from exported import ExportedEmbedder\n"
        f"texts = json.loads(sys.stdin.read())\n"
        f"found = ExportedEmbedder({str(tmp_path / 'model')!r})\n"
        "found.encode(texts[:1])\n"
        "print(json.dumps(found.encode(texts).tolist()))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        input=json.dumps(texts),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    np.testing.assert_allclose(json.loads(done.stdout), StaticEmbedder().encode(texts), atol=1e-6)


def made_search(number: int, milliseconds: float) -> Search:
    return Search(
        cold=[1.0 * number],
        cold_processor=[0.5 * number],
        milliseconds=[milliseconds] * 20,
        processor=[milliseconds / 2] * 20,
        peak=200.0 * number,
    )


def full_results() -> Results:
    found = results(1000, 100_000)
    found.loads = [("start", 1.0), ("end", 7.5)]
    for number, key in enumerate((OURS.key, RAW.key, "txtai-minilm", "txtai-ours"), 1):
        found.outcomes[key] = Outcome(
            versions={key: "1"},
            environment=1000,
            torch=600,
            ingests={"1000": Ingest(1000, 2.0 * number, 5.0 * number, 300.0 * number, number)},
            searches={
                "1000": made_search(number, 3.0 * number),
                "100000": made_search(number, 9.0 / number),
            },
            quality={"zh>zh": Quality(300, 0.9 / number, 1.0 / number)},
        )
    found.outcomes["txtai-ours"].failures["ingest of 9 passages"] = "took more than 900 s"
    return found


def test_page_has_tables_plots_and_failures(tmp_path):
    write_page(full_results(), CONTESTANTS, tmp_path)
    page = re.sub(" +", " ", (tmp_path / "benchmarks.md").read_text("utf-8"))
    assert "load was 1.0 to 7.5, 7.5 in the middle. **Much else ran beside it" in page
    assert "| 1,000 | cold start | 3.0 times as good as txtai | at least 3 | met |" in page
    assert "| 100,000 | query over Chroma alone | 2.0 times | at most 3 times | met |" in page
    assert "| txtai; MiniLM | 9.0 / 9.0 (3.0) | 3.0 / 3.0 (0.3) |" in page
    assert "| Duizhao | 500, 5 s |" in page
    assert "| Duizhao | 0.5 / 1.5 / 1.0 |" in page
    assert "- txtai; our embedder, ingest of 9 passages: took more than 900 s" in page
    for name in ("cold", "ingest", "query", "memory"):
        svg = (tmp_path / "images" / f"peers-{name}.svg").read_text("utf-8")
        assert svg.startswith('<svg xmlns="http://www.w3.org/2000/svg"')
        assert svg.endswith("</svg>")
        assert f"images/peers-{name}.svg" in page


def test_page_says_first_which_passages_are_of_real_documents(tmp_path):
    found = full_results()
    found.remarks.append("The 3 passages are those of 2 documents in 港口.")
    write_page(found, CONTESTANTS, tmp_path)
    before, _ = (tmp_path / "benchmarks.md").read_text("utf-8").split("## What was wanted")
    assert before.endswith("\n\nThe 3 passages are those of 2 documents in 港口.\n\n")


def test_run_is_kept_and_written_anew(tmp_path, capsys):
    save_results(full_results(), tmp_path / "results.json")
    assert read_results(tmp_path / "results.json") == full_results()
    options = ["--write-only", "--venvs", str(tmp_path), "--docs", str(tmp_path / "docs")]
    assert main(options) == 0
    assert "benchmarks.md" in capsys.readouterr().out


def test_resumed_run_is_not_measured_twice(tmp_path):
    found = full_results()
    assert found.is_measured(1000)
    assert not found.is_measured(10_000)
    assert found.is_judged
    assert not results(1000).is_judged


def test_missing_run_is_told(tmp_path):
    with pytest.raises(EvaluationError, match="holds no measurements"):
        read_results(tmp_path / "results.json")
