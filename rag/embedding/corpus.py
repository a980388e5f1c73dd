"""Files of parallel text -> training lines, and which of them a shipped model may learn from.

A source is used only where its licence allows a model made from it to be given away. Left out for
that reason: ``misc_projects_docs2`` (one file is AGPL), ``cncf_project_docs`` (one project states
no licence), ``country_language_names`` (ODbL). Some are test sets elsewhere (``pawsx``, ``ud_pud``,
``tico19``, ``un_devset``): nobody should score this model on them. Nothing under ``data/eval`` is
read.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from rag.errors import EmbedderError

_BY_SA_4 = "CC BY-SA 4.0"


@dataclass(frozen=True, slots=True)
class Source:
    """One file of parallel text.

    :param name: file name in ``parallel/`` without ``.tsv.gz``.
    :param repeats: how often each line is an example in one epoch; below 1, the share that is.
    :param running: whether several neighbouring lines may stand for a paragraph, since they follow
        each other in a text or are sentences of prose; false for dictionaries and lists, and where
        neighbours say the same.
    """

    name: str
    licence: str
    origin: str
    repeats: float
    running: bool = True


SOURCES: tuple[Source, ...] = (
    Source("cedict", _BY_SA_4, "CC-CEDICT, MDBG", 1, running=False),
    Source("chinesenotes_entities", "CC BY-SA 3.0", "chinesenotes.com", 1, running=False),
    Source("cldr_names", "Unicode-3.0", "Unicode CLDR", 0.3, running=False),
    Source("osm_presets", "ISC", "OpenStreetMap iD tagging schema", 1, running=False),
    Source("tatoeba", "CC BY 2.0 FR", "tatoeba.org", 2, running=False),
    Source("3am_captions", "MIT", "MaxyLee/3AM", 1, running=False),
    Source("mlqe_pe_wiki", "CC0", "sheffieldnlp/mlqe-pe", 6),
    Source("pawsx", "free for any purpose", "PAWS-X, development and test parts", 3, running=False),
    Source("ud_pud", "CC BY-SA 3.0", "Universal Dependencies PUD", 4),
    Source("un_devset", "UN Parallel Corpus terms (attribution)", "United Nations", 6),
    Source("un_sdg", "MIT", "open-sdg/sdg-translations", 3),
    Source("tico19", "CC0", "tico-19.github.io", 6),
    Source("gov_reports", "official texts, repositories MIT", "government work reports", 6),
    Source("plurality_book", "CC0", "pluralitybook/plurality", 6),
    Source("opensource_guide", "CC BY 4.0", "github/opensource.guide", 3),
    Source("d2l_book", _BY_SA_4, "d2l-ai/d2l-zh", 3),
    Source("hf_course", "Apache 2.0", "huggingface/course", 2),
    Source("storybooks", "CC BY 4.0", "global-asp", 4),
    Source("bible_cuv_oeb", "public domain / CC0", "seven1m/open-bibles", 0.5),
    Source("privacy_guides_hant", _BY_SA_4, "privacyguides.org", 1),
    Source("bitcoin_org", "MIT", "bitcoin.org", 1),
    Source("cc_legalcode", "CC0", "creativecommons/cc-licenses-data", 1),
    Source("mozilla_legal", "CC BY-SA 3.0", "mozilla/legal-docs", 1),
    Source(
        "tw_laws_same", "laws, outside copyright; Open Government Data 1.0", "law.moj.gov.tw", 0.1
    ),
    Source("python_docs", "PSF, translation CC0", "python/python-docs-zh-cn", 0.12),
    Source("postgresql_docs", "PostgreSQL", "postgres-cn/pgdoc-cn", 0.12),
    Source("django_docs", "BSD-3-Clause", "django/django-docs-translations", 0.15),
    Source("tensorflow_docs", "Apache 2.0 / CC BY 4.0", "tensorflow/docs-l10n", 0.2),
    Source(
        "misc_projects_docs",
        "MIT / Apache 2.0 / CC BY 4.0",
        "Ant Design, IoTDB, Paddle, MindSpore",
        0.15,
    ),
    Source("espressif_docs", "Apache 2.0 / MIT", "espressif", 0.1),
    Source("apache_docs", "Apache 2.0", "Apache DolphinScheduler, APISIX, SeaTunnel", 0.2),
    Source("angular_cn_docs", "MIT", "angular/angular-cn", 0.5),
    Source("react_docs", "CC BY 4.0", "reactjs/react.dev", 0.7),
    Source("dify_docs", "CC BY 4.0", "langgenius/dify-docs", 0.7),
    Source("vue_docs", "CC BY 4.0", "vuejs/docs", 0.7),
    Source("electron_docs", "MIT", "electron/i18n", 0.7),
    Source("fastapi_docs", "MIT", "fastapi/fastapi", 0.5),
    Source("tldr_pages", "CC BY 4.0", "tldr-pages/tldr", 0.5, running=False),
    Source("rust_pypa_po", "CC BY 4.0 / Apache 2.0; CC BY-SA 3.0", "comprehensive-rust, PyPA", 1),
)


@dataclass(frozen=True, slots=True)
class QuestionSource:
    """One file of English questions with the passage that answers them; see ``Source``."""

    name: str
    licence: str
    origin: str
    repeats: float


QUESTION_SOURCES: tuple[QuestionSource, ...] = (
    QuestionSource("tydiqa_en_train", "Apache 2.0", "TyDi QA, training part", 4),
    QuestionSource("medquad", "CC BY 4.0", "MedQuAD", 0.3),
    QuestionSource("covid_faq", "Apache 2.0", "COVID-QA FAQ", 2),
    QuestionSource("covid_qa_articles", "Apache 2.0", "COVID-QA", 2),
    QuestionSource("pubmedqa", "MIT", "PubMedQA", 2),
    QuestionSource("strategyqa_facts", "MIT", "StrategyQA", 2),
)

#: Longer lines are cut: an example is a question or a paragraph, not a page.
_MAX_CHARS = 2_000


def read_pairs(data: Path, name: str) -> list[tuple[str, str]]:
    """Read one file of ``parallel/``, in file order; a missing one is an ``EmbedderError``.

    :param data: folder that holds ``parallel``.
    :param name: file name without ``.tsv.gz``.
    :returns: Chinese and English of each line, neither empty.
    """
    rows = (line.rstrip("\n").split("\t") for line in _lines(data / "parallel" / f"{name}.tsv.gz"))
    pairs = ((row[0][:_MAX_CHARS], row[1][:_MAX_CHARS]) for row in rows if len(row) == 2)
    return [(zh, en) for zh, en in pairs if zh.strip() and en.strip()]


def read_questions(data: Path, name: str) -> list[tuple[str, str]]:
    """Read one file of ``qa/``: questions and passages; a missing one is an ``EmbedderError``.

    :param data: folder that holds ``qa``.
    :param name: file name without ``.jsonl.gz``.
    :returns: question and passage of each line.
    """
    records = map(json.loads, _lines(data / "qa" / f"{name}.jsonl.gz"))
    return [(record["question"], record["passage"][:_MAX_CHARS]) for record in records]


def _lines(path: Path) -> Iterator[str]:
    try:
        with gzip.open(path, "rt", encoding="utf-8") as stream:
            yield from stream
    except FileNotFoundError as exc:
        raise EmbedderError(
            f"Training data {path} is missing; --data must name the folder that holds"
            " parallel/ and qa/."
        ) from exc
