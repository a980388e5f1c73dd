"""Settings of every stage: the only reader of the environment.

``DUIZHAO_STORE=/data/library`` sets a field, ``DUIZHAO_ANSWER__MODEL=openai:gpt-4o`` one of a
stage. A ``.env`` file is not read: keys come from the environment alone.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Literal, get_origin

from platformdirs import user_data_path
from pydantic import BaseModel, ConfigDict, Field, SecretStr
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from rag.variables import PREFIX, check_variables


def tiktoken_cache_folder() -> str:
    """Name the folder where tiktoken keeps its tables, by tiktoken's own rules.

    :returns: empty where its cache is switched off.
    """
    for variable in ("TIKTOKEN_CACHE_DIR", "DATA_GYM_CACHE_DIR"):
        if variable in os.environ:
            return os.environ[variable]
    return str(Path(tempfile.gettempdir()) / "data-gym-cache")


#: Where the vendors' own packages look for a server's address.
_ADDRESSES = {
    "openai": ("OPENAI_API_BASE", "OPENAI_BASE_URL"),
    "anthropic": ("ANTHROPIC_API_URL", "ANTHROPIC_BASE_URL"),
    "ollama": ("OLLAMA_HOST",),
}


def vendor_address(provider: str) -> str:
    """Name the server that a vendor's package asks by itself, where the environment names one.

    :param provider: as in a model's name.
    :returns: the address; empty where the vendor's own holds.
    """
    return next(filter(None, map(os.environ.get, _ADDRESSES.get(provider, ()))), "") or ""


def program_environment(changes: Mapping[str, str]) -> dict[str, str]:
    """Give the environment for a program that is started, with some of it changed."""
    return {**os.environ, **changes}


class _Stage(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class DocumentSettings(_Stage):
    """Loading and cutting of files."""

    max_file_bytes: int = Field(default=20_000_000, gt=0)
    #: Of formats that pack pictures beside the text: zip, docx, epub, pdf.
    max_packed_bytes: int = Field(default=200_000_000, gt=0)
    #: Of all that is in a packed file, and of one part of it that is parsed, unpacked.
    max_unpacked_bytes: int = Field(default=500_000_000, gt=0)
    max_part_bytes: int = Field(default=100_000_000, gt=0)
    #: Text packs to a tenth of its size, and the same page again and again to a hundredth.
    max_unpacked_ratio: float = Field(default=250.0, gt=1)
    max_archive_members: int = Field(default=10_000, gt=0)
    #: Of one document; some 10,000 pages, which take two minutes to cut and index.
    max_text_chars: int = Field(default=20_000_000, gt=0)
    #: PDF files are read by a process of its own; a page of dense text takes about 0.02 s.
    max_pdf_pages: int = Field(default=5_000, gt=0)
    max_pdf_chars: int = Field(default=20_000_000, gt=0)
    max_pdf_seconds: float = Field(default=300.0, gt=0)
    max_pdf_memory_bytes: int = Field(default=1_000_000_000, ge=100_000_000)
    #: That read large folders side by side; 1 reads in the process itself, 0 stands for the cores.
    processes: int = Field(default=0, ge=0)


class EmbeddingSettings(_Stage):
    """Which model embeds, and how.

    ``model`` is ``builtin`` for the shipped one, or a sentence-transformers name or path.
    """

    model: str = "builtin"
    batch_size: int = Field(default=64, gt=0)
    device: str | None = None


class PairingSettings(_Stage):
    """Which paragraphs count as translations of each other."""

    enabled: bool = True
    #: Unrelated documents with nearly the same statement score up to 0.6.
    min_score: float = Field(default=0.6, ge=0, le=1)
    max_candidate_documents: int = Field(default=8, ge=1)


class AdaptationSettings(_Stage):
    """Learning a library's own terms from its pairs."""

    enabled: bool = True
    #: 1,000 pairs take about a second, once for each change of the library; of long paragraphs the
    #: characters of both sides count, 200,000 a second.
    max_pairs: int = Field(default=5_000, gt=0)
    max_chars: int = Field(default=1_500_000, gt=0)


class SearchSettings(_Stage):
    """Retrieval."""

    top_k: int = Field(default=8, ge=1, le=100)
    #: Passages that each channel gives; at least as many as entries are asked for.
    candidates: int = Field(default=40, ge=2)
    #: Weights beside the question's own words, which count 1.
    translated_weight: float = Field(default=1.0, ge=0)
    dense_weight: float = Field(default=0.2, ge=0)
    interaction_weight: float = Field(default=0.7, ge=0)
    sentence_weight: float = Field(default=0.3, ge=0)
    #: Passages of each language that are compared with the question word by word.
    interaction_candidates: int = Field(default=15, ge=1)
    #: How much of the weaker language's score an entry found in both keeps.
    other_language_share: float = Field(default=0.15, ge=0, le=1)
    use_translation: bool = True
    #: Name or path of a sentence-transformers ``CrossEncoder`` that orders the best candidates
    #: anew; None for none.
    reranker: str | None = None
    rerank_candidates: int = Field(default=20, ge=1, le=100)


class AnswerSettings(_Stage):
    """Answering.

    ``model`` is ``extractive``, or a LangChain ``init_chat_model`` name such as
    ``openai:gpt-4o-mini``, ``ollama:qwen3`` or ``huggingface:/path/to/model``.
    """

    model: str = "extractive"
    #: Reads the best sentences once more: the name or path of a sentence-transformers model of both
    #: languages; None for none.
    reader: str | None = None
    base_url: str | None = None
    api_key: SecretStr | None = Field(default=None, repr=False)
    #: A file with the key alone, which nobody but its owner may read (``chmod 600``).
    api_key_file: Path | None = None
    #: Longest silence of the model's server; of connecting to it; of a whole answer.
    timeout_seconds: float = Field(default=60.0, gt=0)
    connect_timeout_seconds: float = Field(default=10.0, gt=0)
    total_timeout_seconds: float = Field(default=300.0, gt=0)
    max_retries: int = Field(default=2, ge=0)
    temperature: float = Field(default=0.0, ge=0)
    max_context_tokens: int = Field(default=6_000, gt=0)
    max_answer_tokens: int = Field(default=1_000, gt=0)
    max_history_tokens: int = Field(default=1_000, ge=0)
    max_question_chars: int = Field(default=2_000, gt=0)
    #: Extractive answers that are less certain are refused (``rag.answer.certainty``). How many of
    #: the answerable questions that leaves, and of the others: docs/measurements.md.
    min_certainty: float = Field(default=0.42, ge=0, le=1)
    #: Where the best hit covers less of the question than this nothing is read for an answer, by
    #: whatever model.
    min_confidence: float = Field(default=0.18, ge=0, le=1)
    #: Nor where the likest paragraph is hardly about its subject (``rag.answer.relevance``).
    #: Measured on the same questions and 108 on other subjects.
    min_relevance: float = Field(default=0.173, ge=0, le=1)


class EngineSettings(_Stage):
    """Use of the server that holds a library's indexes; ``duizhao migrate`` says which (scale.md).

    What is said of Milvus holds for collections made from now on.
    """

    #: For signing in: a token, or USER:PASSWORD.
    token: SecretStr | None = Field(default=None, repr=False)
    #: Longest wait for one answer.
    timeout_seconds: float = Field(default=30.0, gt=0)
    #: Passages sent at once.
    batch_rows: int = Field(default=2_000, ge=1, le=16_384)
    #: Of each Milvus collection: nodes that take its writes, copies in memory that answer searches.
    shards: int = Field(default=1, ge=1, le=64)
    replicas: int = Field(default=1, ge=1, le=64)
    #: Of the terms in Milvus, by document: a search in some documents reads theirs alone.
    partitions: int = Field(default=16, ge=1, le=1_024)
    #: Milvus's index of vectors.
    vector_index: Literal["HNSW", "HNSW_SQ", "IVF_FLAT", "IVF_SQ8", "DISKANN"] = "HNSW"
    #: Let Milvus map its files into memory instead of loading them.
    on_disk: bool = False


class PageSettings(_Stage):
    """The chat page."""

    host: str = "127.0.0.1"
    port: int = Field(default=7860, ge=0, le=65535)
    max_upload_bytes: int = Field(default=20_000_000, gt=0)
    max_upload_files: int = Field(default=20, gt=0)
    #: Of all uploaded files that are kept.
    max_uploads_total_bytes: int = Field(default=10_000_000_000, gt=0)
    #: Host names under which the page may be asked for, beside addresses and this computer's own
    #: names; ``example.org`` or ``*.example.org``. Behind a reverse proxy: the proxy's.
    allowed_hosts: tuple[str, ...] = ()
    #: Addresses or networks of reverse proxies; the X-Forwarded headers of no others are believed.
    trusted_proxies: tuple[str, ...] = ()
    #: Of each user; without sign-in of each address. Where the page serves this computer alone and
    #: without sign-in, all of its users are one address and have 200 times as much.
    max_questions_per_minute: int = Field(default=30, gt=0)
    max_uploads_per_minute: int = Field(default=30, gt=0)
    max_calls_per_minute: int = Field(default=120, gt=0)
    #: A session ends when it was not used for so long, and at the latest after so long.
    session_idle_hours: float = Field(default=12.0, gt=0)
    session_max_hours: float = Field(default=168.0, gt=0)
    #: Whether other programs may use the page: /v1, /mcp and Gradio's named endpoints. None: where
    #: it serves this computer alone.
    api: bool | None = None
    #: Models that users may choose beside ``answer.model`` and ``extractive``; no others. In the
    #: environment as JSON: ``["ollama:qwen3", "openai:gpt-4o-mini"]``.
    models: tuple[str, ...] = ()


class LogSettings(_Stage):
    """What is written to stderr beside results."""

    #: ``info`` tells of each question and answer, ``debug`` of the time that each step takes.
    level: Literal["warning", "info", "debug"] = "warning"
    #: One JSON object a line.
    as_json: bool = False
    #: Whether questions stand in the log as they were asked.
    question_texts: bool = False


class Settings(BaseSettings):
    """Everything that can be set; one part per stage."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_nested_delimiter="__", frozen=True, extra="forbid"
    )

    store: Path = Field(default_factory=lambda: user_data_path("duizhao", appauthor=False))
    documents: DocumentSettings = DocumentSettings()
    embedding: EmbeddingSettings = EmbeddingSettings()
    pairing: PairingSettings = PairingSettings()
    adaptation: AdaptationSettings = AdaptationSettings()
    search: SearchSettings = SearchSettings()
    engine: EngineSettings = EngineSettings()
    answer: AnswerSettings = AnswerSettings()
    page: PageSettings = PageSettings()
    log: LogSettings = LogSettings()

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],  # noqa: ARG003 - so pydantic-settings calls it
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Read arguments and the environment, whose variables of ours all have to set something.

        :param settings_cls: this class.
        :param init_settings: what it was called with.
        :param env_settings: what the environment says.
        :param dotenv_settings: is not read.
        :param file_secret_settings: is not read.
        :returns: the sources, the first of which wins.
        """
        check_variables(os.environ, _list_stages())
        return init_settings, env_settings


def _list_stages() -> dict[str, dict[str, bool]]:
    """List the stages' fields, and of each whether it takes several values."""
    stages: dict[str, dict[str, bool]] = {"": {}}
    for name, field in Settings.model_fields.items():
        kind = field.annotation
        if isinstance(kind, type) and issubclass(kind, _Stage):
            stages[name] = {
                each: get_origin(part.annotation) is tuple
                for each, part in kind.model_fields.items()
            }
        else:
            stages[""][name] = False
    return stages
