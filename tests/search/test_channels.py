import pytest

from rag.search.channels import Query, Sources, run_channels


@pytest.fixture
def channel_of(sample_library):
    library = sample_library
    sources = Sources(library._store, library._embedder, library._lexicon)

    def run(text, language, name):
        found = run_channels(Query(text, language), sources, library.settings.search)
        return next(channel for channel in found if channel.name == name)

    return run


@pytest.mark.parametrize(
    ("plain", "reported", "language"),
    [
        ("防潮闸关闭了几次？", "防潮闸关闭了几次，他表示？", "zh"),
        ("How often was the barrier closed?", "How often was the barrier closed, he said?", "en"),
    ],
)
@pytest.mark.parametrize("found_in", ["zh", "en"])
def test_how_it_was_said_hardly_counts(channel_of, plain, reported, language, found_in):
    name = f"{'keyword' if language == found_in else 'translated'}-{found_in}"
    one, other = channel_of(plain, language, name), channel_of(reported, language, name)
    assert one.ranking[0][0] == other.ranking[0][0]
    assert other.attainable < 1.5 * one.attainable


@pytest.mark.parametrize(
    ("text", "language"), [("采访中表示什么？", "zh"), ("What did they say?", "en")]
)
def test_how_it_was_said_is_searched_where_nothing_else_is_asked(channel_of, text, language):
    assert channel_of(text, language, f"keyword-{language}").ranking
