"""Text -> number of tokens, for budgets and reports; never from the network.

tiktoken fetches its tables when first asked for them. Here a model's own table is used where it
already lies in tiktoken's cache, and the small one that ships, ``duizhao``, everywhere else.
"""

from __future__ import annotations

import functools
import hashlib
from pathlib import Path

import tiktoken
from tiktoken.load import load_tiktoken_bpe
from tiktoken.model import encoding_name_for_model

from rag.settings import tiktoken_cache_folder

#: Name of the encoding that ships.
OWN_ENCODING = "duizhao"
OWN_TABLE = Path(__file__).parent / "data" / "duizhao.tiktoken"

#: Words with the space before them, up to three digits, other marks, line ends. Han runs are cut
#: by the ranks alone. The training of the table splits text by the same pattern.
PATTERN = (
    r"\p{Han}+| ?[\p{L}\p{M}&&[^\p{Han}]]+|\p{N}{1,3}| ?[^\s\p{L}\p{M}\p{N}]+[\r\n]*"
    r"|\s*[\r\n]+|\s+(?!\S)|\s+"
)

_HOST = "https://openaipublic.blob.core.windows.net"
#: Address of each table and the SHA-256 that tiktoken expects of it: tiktoken deletes and fetches
#: again what differs, so only an intact file counts as cached.
_TABLES: dict[str, tuple[tuple[str, str], ...]] = {
    "gpt2": (
        (
            f"{_HOST}/gpt-2/encodings/main/vocab.bpe",
            "1ce1664773c50f3e0cc8842619a93edc4624525b728b188a9e0be33b7726adc5",
        ),
        (
            f"{_HOST}/gpt-2/encodings/main/encoder.json",
            "196139668be63f3b5d6574427317ae82f612a97c5d1cdaf36ed2256dbf636783",
        ),
    ),
    "r50k_base": (
        (
            f"{_HOST}/encodings/r50k_base.tiktoken",
            "306cd27f03c1a714eca7108e03d66b7dc042abe8c258b44c199a7ed9838dd930",
        ),
    ),
    "p50k_base": (
        (
            f"{_HOST}/encodings/p50k_base.tiktoken",
            "94b5ca7dff4d00767bc256fdd1b27e5b17361d7b8a5f968547f9f23eb70d2069",
        ),
    ),
    "cl100k_base": (
        (
            f"{_HOST}/encodings/cl100k_base.tiktoken",
            "223921b76ee99bde995b7ff738513eef100fb51d18c93597a113bcffe865b2a7",
        ),
    ),
    "o200k_base": (
        (
            f"{_HOST}/encodings/o200k_base.tiktoken",
            "446a9538cb6c348e3516120d7c08b09f57c36495e2acfffe59a5bf8b0cfb1a2d",
        ),
    ),
}
_SAME_TABLE = {"p50k_edit": "p50k_base", "o200k_harmony": "o200k_base"}


def encoding_name(model: str | None = None) -> str:
    """Tell which encoding counts for a model.

    :param model: a chat model's name, with or without a provider (``openai:gpt-4o``); None for no
        model in particular.
    :returns: a tiktoken encoding's name where the model has one and its table is on this machine,
        otherwise ``duizhao``.
    """
    name = _published_encoding(model or "")
    return name if name and _is_cached(name, tiktoken_cache_folder()) else OWN_ENCODING


def count_tokens(text: str, model: str | None = None) -> int:
    """Count the tokens of a text.

    :param text: any string; text that looks like a special token counts as the letters it is.
    :param model: the model that will read it; see ``encoding_name`` for what then counts.
    :returns: tokens, 0 for the empty text.
    """
    return len(_load_encoding(encoding_name(model)).encode(text, disallowed_special=()))


def _published_encoding(model: str) -> str | None:
    # gpt-4o, ft:gpt-4o:team, openai:gpt-4o and openrouter:openai/gpt-4o are one model.
    for candidate in (model, model.partition(":")[2], model.rpartition("/")[2]):
        try:
            return encoding_name_for_model(candidate)
        except KeyError:
            continue
    return None


@functools.cache
def _load_encoding(name: str) -> tiktoken.Encoding:
    if name != OWN_ENCODING:
        return tiktoken.get_encoding(name)
    return tiktoken.Encoding(
        name=OWN_ENCODING,
        pat_str=PATTERN,
        mergeable_ranks=load_tiktoken_bpe(str(OWN_TABLE)),
        special_tokens={},
    )


@functools.cache
def _is_cached(name: str, folder: str) -> bool:
    tables = _TABLES.get(_SAME_TABLE.get(name, name))
    # An empty folder name is tiktoken's way to switch its cache off.
    return bool(tables and folder) and all(
        _holds(Path(folder), address, expected) for address, expected in tables or ()
    )


def _holds(folder: Path, address: str, expected: str) -> bool:
    # tiktoken names a cached table by the SHA-1 of its address.
    path = folder / hashlib.sha1(address.encode(), usedforsecurity=False).hexdigest()
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest() == expected
    except OSError:
        return False
