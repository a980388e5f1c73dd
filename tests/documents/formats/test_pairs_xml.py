import pytest

from rag.documents.formats.pairs_xml import load_tmx, load_xliff
from rag.errors import DocumentError
from rag.settings import DocumentSettings

SETTINGS = DocumentSettings()
ZH, EN = "渡轮六月开航。", "The ferries start in June."


def pairs_of(loaded):
    return [(loaded.text[a:b], loaded.text[c:d]) for (a, b), (c, d) in loaded.given_pairs]


def tmx(*units, head='<?xml version="1.0" encoding="UTF-8"?>'):
    return f'{head}<tmx version="1.4"><header/><body>{"".join(units)}</body></tmx>'


def unit(zh=ZH, en=EN, *, attribute="xml:lang"):
    return (
        f'<tu><tuv {attribute}="en-GB"><seg>{en}</seg></tuv>'
        f'<tuv {attribute}="zh_CN"><seg>{zh}</seg></tuv></tu>'
    )


def test_tmx_units_are_pairs_in_order():
    data = tmx(unit(), unit("图书馆 & 书".replace("&", "&amp;"), "A library")).encode()
    loaded = load_tmx(data, "a.tmx", SETTINGS)
    assert pairs_of(loaded) == [(ZH, EN), ("图书馆 & 书", "A library")]
    assert loaded.encoding == "utf-8"


def test_tmx_reads_the_old_language_attribute():
    assert pairs_of(load_tmx(tmx(unit(attribute="lang")).encode(), "a", SETTINGS)) == [(ZH, EN)]


def test_tmx_leaves_out_markup_codes_and_keeps_highlighted_text():
    en = 'The <bpt i="1">&lt;b&gt;</bpt>ferries<ept i="1">&lt;/b&gt;</ept> <hi>start</hi> in June.'
    zh = '渡轮<ph type="x">{1}</ph>六月<!-- note -->开航。'
    assert pairs_of(load_tmx(tmx(unit(zh, en)).encode(), "a", SETTINGS)) == [(ZH, EN)]


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [
        ("UTF-16", "utf-16"),
        ("GB2312", "gbk"),
        ("Big5", "big5"),
        ("UTF-16", "utf-8"),
        ("UTF-8", "gbk"),
        ("unheard-of", "utf-8"),
    ],
)
def test_tmx_encodings_hold_even_where_declared_wrongly(declared, encoding):
    head = f'<?xml version="1.0" encoding="{declared}"?>\n<!DOCTYPE tmx SYSTEM "tmx14.dtd">\n'
    zh = "港口和城市都有海水。" * 3
    loaded = load_tmx(tmx(unit(zh), head=head).encode(encoding), "a.tmx", SETTINGS)
    assert pairs_of(loaded) == [(zh, EN)]


def test_tmx_that_is_cut_off_is_refused():
    with pytest.raises(DocumentError, match=r"a\.tmx: not well-formed XML .*export it anew"):
        load_tmx(tmx(unit()).encode()[:-20], "a.tmx", SETTINGS)


def test_tmx_of_another_format_is_refused():
    with pytest.raises(DocumentError, match="begins with <html> and not with <tmx>"):
        load_tmx(b"<html/>", "a.tmx", SETTINGS)


BOMB = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))


@pytest.mark.parametrize(
    "declarations",
    [
        '<!ENTITY l0 "lol">' + BOMB + '<!ENTITY x "&l11;">',
        '<!ENTITY x SYSTEM "file:///etc/hostname">',
        '<!ENTITY % outside SYSTEM "http://127.0.0.1:9/x.dtd"> %outside; <!ENTITY x "y">',
    ],
    ids=["bomb", "file", "network"],
)
@pytest.mark.parametrize("place", ["<note>&x;</note>", '<prop type="&l11;">y</prop>', ""])
def test_tmx_entities_are_refused(declarations, place):
    head = f'<?xml version="1.0"?><!DOCTYPE tmx [{declarations}]>'
    data = tmx(f"<tu>{place}</tu>", unit(), head=head).encode()
    with pytest.raises(DocumentError, match=r"a\.tmx: (declares entities|not well-formed)"):
        load_tmx(data, "a.tmx", SETTINGS)


def test_xml_deep_beyond_reason_is_refused():
    data = ("<tmx>" + "<g>" * 3000 + "</g>" * 3000 + "</tmx>").encode()
    with pytest.raises(DocumentError, match="not well-formed XML"):
        load_tmx(data, "a.tmx", SETTINGS)


def xliff_1(body, namespace=' xmlns="urn:oasis:names:tc:xliff:document:1.2"'):
    return (
        f'<xliff version="1.2"{namespace}><file original="x" source-language="zh-CN" '
        f'target-language="en-US" datatype="plaintext"><body>{body}</body></file></xliff>'
    ).encode()


@pytest.mark.parametrize("namespace", ["", ' xmlns="urn:oasis:names:tc:xliff:document:1.2"'])
def test_xliff_1_takes_source_and_target(namespace):
    body = (
        f'<group><trans-unit id="1"><source>渡轮<x id="1"/>六月<g id="2">开航</g>。</source>'
        f"<seg-source>other</seg-source><target>{EN}</target>"
        "<alt-trans><source>港口</source><target>Port</target></alt-trans></trans-unit></group>"
        "<trans-unit id='2'><source>尚未翻译</source></trans-unit>"
    )
    loaded = load_xliff(xliff_1(body, namespace), "a.xlf", SETTINGS)
    assert pairs_of(loaded) == [(ZH, EN)]
    assert "left out: 1 without English." in loaded.warnings[0]


def test_xliff_1_drops_codes_and_keeps_marked_text():
    body = (
        '<trans-unit id="1"><source>渡轮<ph id="1">&lt;br/&gt;</ph>六月开航。</source>'
        '<target><mrk mtype="seg" mid="1">The ferries</mrk> start in June.</target></trans-unit>'
    )
    assert pairs_of(load_xliff(xliff_1(body), "a.xlf", SETTINGS)) == [(ZH, EN)]


def xliff_2(body):
    return (
        '<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.0" srcLang="en" '
        f'trgLang="zh-Hans"><file id="f">{body}</file></xliff>'
    ).encode()


def segment(en, zh, attributes=""):
    target = f"<target{attributes}>{zh}</target>" if zh else ""
    return f"<segment><source>{en}</source>{target}</segment>"


def test_xliff_2_joins_the_segments_of_a_unit():
    space = "<ignorable><source> </source></ignorable>"
    body = f"<unit id='1'>{segment('One.', '一。')}{space}{segment('Two.', '二。')}</unit>"
    ((zh, en),) = pairs_of(load_xliff(xliff_2(body), "a.xlf", SETTINGS))
    assert (zh.replace(" ", ""), en) == ("一。二。", "One. Two.")


def test_xliff_2_puts_a_space_where_the_file_leaves_it_out():
    body = f"<unit id='1'>{segment('One.', '一。')}{segment('Two.', '二。')}</unit>"
    assert pairs_of(load_xliff(xliff_2(body), "a", SETTINGS)) == [("一。二。", "One. Two.")]


def test_xliff_2_keeps_the_order_of_targets():
    first, second = (
        segment("One.", "一。", ' order="2"'),
        segment("Two.", "二。", ' order="1"'),
    )
    body = f"<unit id='1'>{first}{second}</unit>"
    assert pairs_of(load_xliff(xliff_2(body), "a", SETTINGS)) == [("二。一。", "One. Two.")]


def test_xliff_2_takes_the_translated_segments_of_a_unit_in_part():
    body = f"<unit id='1'>{segment('One.', '一。')}{segment('Two.', '')}</unit>"
    loaded = load_xliff(xliff_2(body), "a.xlf", SETTINGS)
    assert pairs_of(loaded) == [("一。", "One.")]
    assert "left out: 1 without Chinese." in loaded.warnings[0]


def test_xliff_without_translations_is_refused():
    body = f"<unit id='1'>{segment('One.', '')}</unit>"
    with pytest.raises(DocumentError, match="none of its 1 translation units"):
        load_xliff(xliff_2(body), "a.xlf", SETTINGS)
