"""What others published on the same sets, to stand beside our figures.

Where a number is not known, the cell is empty; nothing here is measured by this program.
"""

from __future__ import annotations

from dataclasses import dataclass

#: One pool of the paragraphs of one language, 240, and all 1,190 questions.
XQUAD = "XQuAD"
_LEADERBOARD = "embeddings-benchmark/results, 2026-08-20"
_EMULATED = "our emulation of its tokenizer, BM25 k1=1.5 b=0.75"


@dataclass(frozen=True, slots=True)
class Anchor:
    """What a system reaches on XQuAD, in pools of one language.

    :param zh: R@1, R@5 and nDCG@10 of zh>zh.
    :param en: the same of en>en.
    :param across: R@5 of zh>en and en>zh.
    :param source: where the figures are from.
    """

    system: str
    zh: tuple[float | None, float | None, float | None]
    en: tuple[float | None, float | None, float | None]
    source: str
    across: tuple[float | None, float | None] = (None, None)


def _embedder(system: str, zh: tuple[float, float, float], en_ndcg: float) -> Anchor:
    return Anchor(system, zh, (None, None, en_ndcg), _LEADERBOARD)


ANCHORS: tuple[Anchor, ...] = (
    _embedder("all-MiniLM-L6-v2", (0.141, 0.283, 0.242), 0.944),
    _embedder("nomic-embed-v1", (0.358, 0.565, 0.500), 0.956),
    _embedder("paraphrase-multilingual-MiniLM-L12-v2", (0.736, 0.925, 0.852), 0.885),
    _embedder("paraphrase-multilingual-mpnet-base-v2", (0.749, 0.937, 0.864), 0.899),
    _embedder("LaBSE", (0.745, 0.929, 0.857), 0.853),
    _embedder("granite-107m-multilingual", (0.833, 0.966, 0.915), 0.958),
    _embedder("gte-multilingual-base", (0.872, 0.975, 0.934), 0.979),
    _embedder("multilingual-e5-base", (0.904, 0.989, 0.955), 0.980),
    _embedder("multilingual-e5-large", (0.923, 0.990, 0.964), 0.984),
    _embedder("arctic-embed-l-v2.0", (0.907, 0.984, 0.955), 0.971),
    _embedder("OpenAI 3-small", (0.834, 0.968, 0.916), 0.966),
    _embedder("OpenAI 3-large", (0.873, 0.981, 0.940), 0.970),
    _embedder("Cohere multilingual-v3", (0.911, 0.987, 0.957), 0.975),
    Anchor(
        "BM25 over text.split() (LangChain, Open WebUI)",
        (0.029, 0.039, None),
        (0.772, 0.913, None),
        _EMULATED,
    ),
    Anchor(
        "BM25 over single Han characters, lower-cased words",
        (0.905, 0.987, None),
        (0.917, 0.986, None),
        _EMULATED,
    ),
    Anchor("BM25 over jieba words", (0.922, 0.990, None), (None, None, None), _EMULATED),
    Anchor("BM25 over Han singles and pairs", (0.928, 0.990, None), (None, None, None), _EMULATED),
    Anchor(
        "BM25 across languages, nothing translated",
        (None, None, None),
        (None, None, None),
        _EMULATED,
        across=(0.153, 0.171),
    ),
)

NOTES: tuple[str, ...] = (
    "Theirs are pools of 240 paragraphs of one language, so only our pools of one language "
    "compare; the leaderboard gives R@1 and R@5 for zh>zh alone, and nothing across languages.",
    "bge-m3, multilingual-e5-small, embeddinggemma-300m and Qwen3-Embedding-0.6B have no row on "
    "XQuAD zh. On MLQA the leaderboard has the test split (and a much easier validation split), "
    "on Belebele what we do not hold: neither compares with the rows above.",
)
