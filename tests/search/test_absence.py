import math
from dataclasses import dataclass, field

import pytest

from rag.metadata import DocumentMetadata
from rag.search.absence import find_names
from rag.search.channels import Sources
from rag.text.language import detect_language
from rag.text.terms import index_terms
from rag.translation import load_lexicon

ZH = "市长周敏说，云港的渡轮明年通航。俄罗斯的船不来了，缅甸的船会来。"
EN = "Mayor Zhou Min said that the ferries of Larkport will sail next year with Burma's help."


@dataclass
class FakeStore:
    """Holds a text of each language; counts how often a term occurs in it."""

    zh: str = ZH
    en: str = EN
    metadata: DocumentMetadata = field(default_factory=DocumentMetadata)

    def passage_counts(self):
        return {"zh": len(self.zh), "en": len(self.en)}

    def described(self):
        return [("harbour", self.metadata)]

    def rarities(self, groups, *, language):
        held = index_terms(getattr(self, language))
        return [1 / (1 + sum(held.count(term) for term, _ in group)) for group in groups]


def names_in(question, **held):
    sources = Sources(FakeStore(**held), embedder=None, lexicon=load_lexicon())
    return find_names(question, detect_language(question) or "en", sources)


def absent(question, **held):
    return list(names_in(question, **held).absent)


def present(question, **held):
    return [name.text for name in names_in(question, **held).present]


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("What did Zhou Min say about Ukraine?", ["Ukraine"]),
        ("What did she say of Zelensky and of TikTok?", ["Zelensky", "TikTok"]),
        ("市长怎么谈乌克兰的局势？", ["乌克兰"]),
        ("市长怎么谈TikTok？", ["TikTok"]),
        ("Who sold 渡轮 to Ruritania?", ["Ruritania"]),
        ("上海的渡轮怎么样？", ["上海"]),
    ],
)
def test_name_that_stands_nowhere_is_absent(question, names):
    assert absent(question) == names


@pytest.mark.parametrize(
    "question",
    [
        pytest.param("What did Zhou Min say about the ferries of Larkport?", id="as it stands"),
        pytest.param("What happened to Larkport's ferries?", id="possessive"),
        pytest.param("What did Russia do?", id="in the other language"),
        pytest.param("俄罗斯的船来不来？", id="as it stands, zh"),
        pytest.param("What did Moscow do?", id="a capital for its country"),
        pytest.param("What did she say about Myanmar?", id="another spelling of it"),
        pytest.param("缅甸做了什么？", id="zh and en"),
        pytest.param("What did President Zhou say in March?", id="titles and months"),
        pytest.param("What about the GDP?", id="an acronym"),
        pytest.param("Ruritania was asked for what?", id="first word"),
        pytest.param("She spoke. Ruritania?", id="first word of a sentence"),
        pytest.param("What Did Ruritania Sell To Larkport Again?", id="like a title"),
        pytest.param("what did she say about trams?", id="no name"),
        pytest.param("她怎么谈电车？", id="no name, zh"),
        pytest.param("缅甸占百分之几？", id="cut with what is behind it"),
        pytest.param("区县里有几艘渡轮？", id="a place that is no name"),
        pytest.param("", id="empty"),
    ],
)
def test_name_that_may_stand_there_is_not_absent(question):
    assert absent(question) == []


@pytest.mark.parametrize(
    ("question", "held"),
    [("What did he say about Ukraine?", {"en": ""}), ("他怎么谈乌克兰？", {"zh": "船"})],
)
def test_library_in_the_other_language_does_not_tell(question, held):
    assert absent(question, **held) == []


def test_library_in_the_language_of_the_question_alone_tells():
    assert absent("What did he say about Ukraine?", zh="") == ["Ukraine"]
    assert absent("他怎么谈乌克兰？", en="") == ["乌克兰"]


@pytest.mark.parametrize(
    ("question", "names"),
    [
        pytest.param("What did Song Yanqiu say?", [], id="another of the name in the table"),
        pytest.param("How long is the Qingyun Bridge?", [], id="a place"),
        pytest.param("What did Song Wenbin say?", ["Wenbin"], id="in no writing"),
    ],
)
def test_pinyin_stands_for_whatever_is_spelt_so(question, names):
    zh = "总工程师宋砚秋说，青云大桥通车三年了。"
    assert absent(question, zh=zh, en="Song spoke of the bridge.") == names


@pytest.mark.parametrize("name", ["title", "source", "event", "interviewer", "interviewee"])
def test_name_in_the_metadata_is_known(name):
    metadata = DocumentMetadata(**{name: "Kyiv Post, 乌克蘭"})
    assert absent("What does the Kyiv interview say?", metadata=metadata) == []
    assert absent("What does the Odessa interview say?", metadata=metadata) == ["Odessa"]


def test_empty_library_and_no_table_tell_nothing():
    assert absent("What did he say about Ukraine?", zh="", en="") == []
    sources = Sources(FakeStore(), embedder=None, lexicon=None)
    assert find_names("What did he say about Ukraine?", "en", sources).absent == ()
    assert math.isfinite(sources.store.rarities([()], language="en")[0])


@pytest.mark.parametrize(
    ("question", "names"),
    [
        pytest.param("What did Zhou Min say of Larkport?", ["Zhou Min", "Larkport"], id="run"),
        pytest.param("Do Zhou and Larkport agree?", ["Zhou", "Larkport"], id="no run"),
        pytest.param("What did Larkport sell to Ruritania?", ["Larkport"], id="one absent"),
        pytest.param("俄罗斯的船来不来？", ["俄罗斯"], id="zh"),
        pytest.param("What did 市长 say to Russia?", ["Russia"], id="mixed"),
        pytest.param("How many ferries sail?", [], id="none"),
        pytest.param("", [], id="empty"),
    ],
)
def test_name_that_stands_there_is_present(question, names):
    assert present(question) == names


def test_present_name_is_spelt_as_the_library_does():
    (russia,) = names_in("What did Russia do?").present
    assert all(terms for terms in russia.spellings)
    held = set(index_terms(ZH)) | set(index_terms(EN))
    assert all(held.issuperset(terms) for terms in russia.spellings)


def test_city_that_stands_there_is_present():
    held = f"{ZH}上海的船也来。"
    assert absent("上海的渡轮怎么样？", zh=held) == []
    assert present("上海的渡轮怎么样？", zh=held) == ["上海"]
