import pytest

from rag.documents.formats.table import load_table, read_rows
from rag.errors import DocumentError
from rag.settings import DocumentSettings

SETTINGS = DocumentSettings()


def pairs_of(text, encoding="utf-8"):
    loaded = load_table(text.encode(encoding), "a.csv", SETTINGS)
    return [(loaded.text[a:b], loaded.text[c:d]) for (a, b), (c, d) in loaded.given_pairs]


TWO = [("早上好，市长", "Good morning, mayor"), ("港口开放了", "The port is open")]


@pytest.mark.parametrize("delimiter", ["\t", ",", ";", "|"])
@pytest.mark.parametrize("header", ["", '"中文"{0}"English"\n', "source{0}target\n"])
def test_delimiter_and_header_are_told(delimiter, header):
    rows = "".join(f'"{zh}"{delimiter}"{en}"\n' for zh, en in TWO)
    assert pairs_of(header.format(delimiter) + rows) == TWO


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "gbk", "big5"])
def test_encodings(encoding):
    two = [("港口和城市都有海水和山", "Port and city"), ("他們和我們都是好人", "Good people")]
    rows = "".join(f"{zh}\t{en}\r\n" for zh, en in two)
    assert pairs_of(rows, encoding) == two


def test_columns_are_told_by_their_contents():
    rows = "id,speaker,English,document,中文\n" + "".join(
        f'{number},Lin Hai,"{en}",port report,"{zh}"\n' for number, (zh, en) in enumerate(TWO)
    )
    assert pairs_of(rows) == TWO


def test_quoted_breaks_and_quotes_are_letters_of_the_field():
    rows = '你好\t"He said ""hello""\nand left."\n早上好\t"Good," he said.\n'
    assert pairs_of(rows) == [
        ("你好", 'He said "hello"\nand left.'),
        ("早上好", '"Good," he said.'),
    ]


def test_a_quote_left_open_swallows_nothing():
    rows = '"开着的引号\tAn open quote\n港口\tThe port\n'
    assert pairs_of(rows) == [('"开着的引号', "An open quote"), ("港口", "The port")]


def test_excels_note_on_the_delimiter_is_no_row():
    assert pairs_of("sep=;\n港口;The port\n") == [("港口", "The port")]


def test_rows_that_are_no_pair_are_counted():
    rows = "港口,The port\n城市,The city\n山,\n,The sea\n水,The water,x\n\nボートです,A boat\n"
    loaded = load_table(rows.encode(), "a.csv", SETTINGS)
    assert len(loaded.given_pairs) == 2
    assert loaded.warnings == (
        "4 of 6 translation units left out: 1 without English, 2 without Chinese, "
        "1 rows of other than 2 columns.",
    )


def test_a_column_in_a_third_language_is_none_of_the_two():
    rows = "".join(
        f"{zh},{fr},{en}\n"
        for zh, fr, en in [
            ("港口开放了", "le port est ouvert depuis ce matin", "The port is open"),
            ("渡轮来了", "le bac est arrivé dans la nuit", "A ferry & a boat"),
        ]
    )
    assert pairs_of(rows) == [("港口开放了", "The port is open"), ("渡轮来了", "A ferry & a boat")]


def test_a_table_with_another_language_than_english_is_refused():
    rows = "港口开放了，渡轮来了\tle port est ouvert et le bac est arrivé dans la nuit\n" * 20
    with pytest.raises(DocumentError, match="no two columns hold Chinese and English"):
        load_table(rows.encode(), "a.tsv", SETTINGS)


def test_a_short_list_of_terms_is_taken():
    rows = "".join(f"{zh}\t{en}\n" for zh, en in [("渡轮", "ferry"), ("港口", "port")])
    assert pairs_of(rows) == [("渡轮", "ferry"), ("港口", "port")]


def test_a_mixed_row_keeps_its_sides():
    assert pairs_of("RCEP 生效了,RCEP came into force\n") == [
        ("RCEP 生效了", "RCEP came into force")
    ]


@pytest.mark.parametrize(
    "text",
    ["a,b\n1,2\n", "港口\n城市\n", "only one line of English\n"],
    ids=["figures", "zh", "en"],
)
def test_a_table_without_pairs_is_refused(text):
    with pytest.raises(DocumentError, match=r"a\.csv: no two columns hold Chinese and English"):
        load_table(text.encode(), "a.csv", SETTINGS)


def test_a_table_of_a_header_alone_is_refused():
    with pytest.raises(DocumentError, match="holds no translation unit"):
        load_table("中文,English\n".encode(), "a.csv", SETTINGS)


def test_binary_data_is_refused():
    with pytest.raises(DocumentError, match="not a text"):
        load_table(b"PK\x03\x04" + bytes(50), "a.csv", SETTINGS)


def test_read_rows_keeps_separators_that_end_no_line():
    assert list(read_rows(["a\x0cb,c\u2028d\n"], ",")) == [["a\x0cb", "c\u2028d"]]
