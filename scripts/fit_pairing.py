"""Fit the weights of the pairing: ``python scripts/fit_pairing.py ../shared/data/parallel``.

Stands outside the packages because it joins three stages that do not know each other: the pairing,
and the embedder and translation table it weighs. Takes some ten minutes on two cores.
"""

from __future__ import annotations

import argparse
import logging
from pathlib import Path

from rag.embedding import load_embedder
from rag.pairing.features import FEATURE_NAMES, LEXICAL_NAMES
from rag.pairing.fit import DEFAULT_STEPS, fit_weights, make_scopes, prepare_example
from rag.pairing.scopes import Line, read_lines
from rag.pairing.weakening import WeakEmbedder, WeakLexicon
from rag.pairing.weights import WEIGHTS_FILE, Weights, WeightSet, save_weights
from rag.settings import EmbeddingSettings
from rag.translation import load_lexicon

#: Prose that was written as documents, lines in order; no set that anything is measured on.
SOURCES = (
    "gov_reports",
    "opensource_guide",
    "plurality_book",
    "un_devset",
    "storybooks",
    "mozilla_legal",
    "privacy_guides_hant",
    "mlqe_pe_wiki",
)
#: Cosines kept and translations forgotten, in turn; 0.88 and 0.2 bring the sources to what news
#: reaches that neither embedder nor table has seen.
KEPT = (0.83, 0.88, 0.93)
FORGOTTEN = (0.1, 0.2, 0.3)
#: Characters of the Chinese side; longer lines are no sentences.
MAX_SENTENCE_CHARS = 120
#: Scopes of sentences are a tenth as long as those of paragraphs.
SENTENCE_SCOPES = 3


def main() -> None:
    """Fit all four sets of weights and write them into the package."""
    arguments = read_arguments()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    sources = [read_lines(arguments.data / f"{name}.tsv.gz") for name in SOURCES]
    fitted: dict[WeightSet, Weights] = {}
    sets: tuple[WeightSet, ...] = (
        "paragraphs",
        "paragraphs_plain",
        "sentences",
        "sentences_plain",
    )
    for name in sets:
        logging.info("%s", name)
        fitted[name] = fit_set(name, sources, count=arguments.scopes, steps=arguments.steps)
    save_weights(arguments.out, fitted)


def read_arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, help="folder of parallel text, *.tsv.gz")
    parser.add_argument("--out", type=Path, default=WEIGHTS_FILE)
    parser.add_argument("--scopes", type=int, default=320)
    parser.add_argument("--steps", type=int, default=DEFAULT_STEPS)
    return parser.parse_args()


def fit_set(name: WeightSet, sources: list[list[Line]], *, count: int, steps: int) -> Weights:
    """Fit one set of weights."""
    sentences, plain = name.startswith("sentences"), name.endswith("plain")
    if sentences:
        sources = [[line for line in s if len(line[0]) <= MAX_SENTENCE_CHARS] for s in sources]
        count *= SENTENCE_SCOPES
    embedders = [WeakEmbedder(load_embedder(EmbeddingSettings()), kept) for kept in KEPT]
    lexicons = [None if plain else WeakLexicon(load_lexicon(), lost) for lost in FORGOTTEN]
    scopes = make_scopes(sources, count, sentences=sentences, seed=1)
    examples = [
        prepare_example(
            scope,
            embedders[index % len(embedders)],
            lexicons[index // len(embedders) % len(lexicons)],
        )
        for index, scope in enumerate(scopes)
    ]
    names = frozenset(FEATURE_NAMES) - (LEXICAL_NAMES if plain else frozenset())
    return fit_weights([e for e in examples if e is not None], names=names, steps=steps)


if __name__ == "__main__":
    main()
