import pytest

from rag.differences.values import PairTexts
from rag.schema import Pair, Paragraph


@pytest.fixture
def make_texts():
    """Make a pair of a Chinese and an English paragraph, or of several."""

    def make(zh: str | list[str], en: str | list[str]) -> PairTexts:
        sides = [
            tuple(
                Paragraph("port", number, language, "paragraph", None, text, ((0, len(text)),))
                for number, text in enumerate([texts] if isinstance(texts, str) else texts, 1)
            )
            for texts, language in ((zh, "zh"), (en, "en"))
        ]
        return PairTexts(Pair(sides[0], sides[1], 1.0))

    return make
