import pytest

from rag.documents.formats.html import decode_html, load_html
from rag.errors import DocumentError
from rag.settings import DocumentSettings

SETTINGS = DocumentSettings()


def load(body, head="", encoding="utf-8"):
    page = f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>"
    return load_html(page.encode(encoding), "a.html", SETTINGS)


def blocks(body, head=""):
    return load(body, head).text.split("\n\n")


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param(
            "<p>港口三月\n  开放。<p>渡轮停航。", ["港口三月开放。", "渡轮停航。"], id="zh"
        ),
        pytest.param("<div>The\n port <b>opens</b>.</div>", ["The port opens."], id="en"),
        pytest.param("<p>加入 <i>RCEP</i> 协定</p>tail", ["加入 RCEP 协定", "tail"], id="mixed"),
        pytest.param("a<br>b<p>　　港口<br/>　　渡轮", ["a\nb", "　　港口\n　　渡轮"], id="br"),
        pytest.param("a<br><br>b", ["a", "b"], id="two br"),
        pytest.param("<h2>港口<br>开放</h2><p>正文", ["## 港口 开放", "正文"], id="heading"),
        pytest.param("<ul><li>one<li><p>two<p>three</ul>", ["- one", "- two", "three"], id="list"),
        pytest.param("<dl><dt>问<dd>答</dl>", ["问", "答"], id="definitions"),
        pytest.param("<pre>a  b\n\nc</pre>", ["a  b", "c"], id="pre"),
        pytest.param("<pre><b>a</b>\n<i>b</i>\n</pre>", ["a\nb"], id="pre with marks"),
        pytest.param("<p>1 &lt; 2 &amp; &#x4e2d;&nbsp;x", ["1 < 2 & 中\xa0x"], id="entities"),
        pytest.param("<p>a<span>b</span><em>c</em>", ["abc"], id="inline"),
        pytest.param("<p>a</p><!-- no --><hr><p>b</p>", ["a", "b"], id="comment"),
    ],
)
def test_load_html_reads_blocks(body, expected):
    assert blocks(body) == expected


@pytest.mark.parametrize(
    "around",
    [
        "<nav>首页 <a href=1>新闻</a></nav>",
        "<header><a href=1>LOGO</a> site</header>",
        "<footer>版权所有</footer>",
        "<aside>Most read</aside>",
        "<form>Search <input> <button>Go</button></form>",
        "<script>document.write('<p>no</p>')</script>",
        "<style>p { color: red }</style>",
        "<noscript>enable scripts</noscript>",
        "<template><p>later</p></template>",
        "<p hidden>hidden</p>",
        "<p style='color: red; DISPLAY : none'>hidden</p>",
        "<div class='breadcrumb'>首页 &gt; 新闻</div>",
        "<div id='rightSidebar'>More</div>",
        "<div role=navigation>Menu</div>",
        "<select><option>2021</select>",
        "<svg><text>x</text></svg>",
        "<iframe src=a>frame</iframe>",
        "<ul>" + "<li><a href=a>Another story of ours</a>" * 4 + "</ul>",
        "<div><h3>相关新闻</h3><ul>" + "<li><a href=a>另一则新闻</a>" * 3 + "</ul></div>",
        "<div>当前位置：<a href=1>首页</a> &gt; <a href=2>新闻</a> &gt; 正文</div>",
        "<p>Home &raquo; News",
        "<p>【字体：<a href=1>大</a> <a href=2>中</a> <a href=3>小</a>】<a href=4>打印本页</a>",
        "<p>临ICP备0000号　网站标识码：00",
        "<table><tr>" + "<td><a href=a>频道</a>" * 5 + "</table>",
    ],
)
def test_load_html_leaves_out_what_stands_around_the_text(around):
    text = "<p>港口三月开放，渡轮七月停航，大桥明年通车。</p><p>The port opens in March.</p>"
    assert blocks(f"{around}<h1>标题</h1>{text}{around}") == [
        "# 标题",
        "港口三月开放，渡轮七月停航，大桥明年通车。",
        "The port opens in March.",
    ]


def test_load_html_takes_the_part_that_is_named_the_main_one():
    main = "<main><h1>标题</h1><p>港口三月开放，渡轮七月停航。</p></main>"
    assert blocks(f"<div>Site of the city</div>{main}<div>Contact</div>") == [
        "# 标题",
        "港口三月开放，渡轮七月停航。",
    ]


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("<form id=aspnet><h1>标题</h1><p>港口开放。</p></form>", id="one form"),
        pytest.param("<article><header><h1>标题</h1></header><p>港口开放。</article>", id="header"),
        pytest.param("<div class='with-sidebar'><h1>标题</h1><p>港口开放。</div>", id="named"),
        pytest.param("<h1>标题</h1><p>港口开放。<a href=a>甲</a>", id="link in text"),
    ],
)
def test_load_html_keeps_text_in_odd_places(body):
    assert blocks(body)[0] == "# 标题"
    assert blocks(body)[1].startswith("港口开放。")


def test_load_html_reads_a_page_of_links_rather_than_nothing():
    assert blocks("<ul>" + "<li><a href=a>港口</a>" * 5 + "</ul>") == ["- 港口"] * 5


def test_load_html_keeps_lists_of_sources_in_running_text():
    links = [f"<a href={number}>{name}</a>" for number, name in enumerate("甲乙丙丁")]
    body = f"<p>见{links[0]}、{links[1]}、{links[2]}与{links[3]}的报告全文。</p>"
    assert blocks(body) == ["见甲、乙、丙与丁的报告全文。"]


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("<ruby>港<rp>(</rp><rt>gǎng</rt><rp>)</rp>口<rt>kǒu</rt></ruby>", id="ruby"),
        pytest.param("港<span class='pinyin'>gǎng</span>口", id="span"),
        pytest.param("港口<sup><a href='#fn1'>[1]</a></sup>", id="note"),
        pytest.param("港口<a href='page#n' id=r>①</a>", id="note mark"),
        pytest.param("<a href='#r'>↩</a>港口", id="way back"),
    ],
)
def test_load_html_drops_readings_and_note_marks(body):
    assert load(f"<p>{body}开放</p>").text == "港口开放"


def test_load_html_keeps_words_that_link_within_the_page():
    assert load("<p>见<a href='#a'>第三章</a>，10<sup>2</sup></p>").text == "见第三章，102"


FACING = "<tr><td>港口三月开放。<td>The port opens.<tr><td><p>渡轮停航。<td><p>The ferry stops."


@pytest.mark.parametrize("markup", ["<table>{}</table>", "<table><tbody>{}</tbody></table>"])
def test_load_html_takes_facing_columns_cell_by_cell(markup):
    assert blocks(markup.format(FACING)) == [
        "港口三月开放。",
        "The port opens.",
        "渡轮停航。",
        "The ferry stops.",
    ]


def test_load_html_takes_facing_columns_in_one_row_apart():
    body = "<table><tr><td><p>港口开放。<p>渡轮停航。<td><p>It opens.<p>It stops.</table>"
    assert blocks(body) == ["港口开放。", "渡轮停航。", "It opens.", "It stops."]


def test_load_html_keeps_rows_of_figures_together():
    body = "<table><caption>贸易</caption><tr><th>项目<th>亿元<tr><td>进口<td>12</table>"
    assert blocks(body) == ["贸易", "项目 | 亿元", "进口 | 12"]


def test_load_html_reads_pages_laid_out_by_tables():
    body = "<table><tr><td><a href=1>首页</a><td><h1>标题</h1><p>港口开放。</table>"
    assert blocks(body) == ["首页", "# 标题", "港口开放。"]


def test_load_html_loses_nothing_at_any_depth():
    body = "".join(f"<font><p>段落{number}" for number in range(2000)) + "<div>" * 3000 + "end"
    found = blocks(body)
    assert (len(found), found[1999], found[-1]) == (2001, "段落1999", "end")


@pytest.mark.parametrize(
    ("head", "body", "title"),
    [
        pytest.param("<title>港口开放_临海网</title>", "<p>文", "港口开放", id="zh site"),
        pytest.param(
            "<title>The Port Opens | City News</title>", "<p>x", "The Port Opens", id="en"
        ),
        pytest.param("<title>Long-term plans</title>", "<p>x", "Long-term plans", id="hyphen"),
        pytest.param("<title>站名</title>", "<h1>市长答问</h1><p>x", "市长答问", id="h1"),
        pytest.param(
            "<title>Port Opens - News</title>",
            "<h1>News</h1><h1>Port Opens</h1>",
            "Port Opens",
            id="2",
        ),
        pytest.param(
            "<meta property='og:title' content='港口 Port'><title>x</title>",
            "<p>y",
            "港口 Port",
            id="og",
        ),
        pytest.param("", "<p>x", None, id="none"),
    ],
)
def test_load_html_reads_the_title(head, body, title):
    assert load(body, head).title == title


@pytest.mark.parametrize(
    ("head", "body", "date"),
    [
        ("<meta property='article:published_time' content='2021-12-30T08:00:00+08:00'>", "", 30),
        ("<meta name='PubDate' content='2021-12-30 10:11'>", "", 30),
        ("<meta name='publishdate' content='2021年12月30日'>", "", 30),
        ("", "<time datetime='2021-12-30'>last year</time>", 30),
        ("<meta name='date' content='soon'>", "", None),
    ],
)
def test_load_html_reads_the_date(head, body, date):
    assert load(f"<p>x</p>{body}", head).date == (f"2021-12-{date}" if date else None)


def test_load_html_reads_author_source_and_address():
    head = (
        "<meta name=author content='林岚'><meta name=ContentSource content='临海日报'>"
        "<meta property='og:site_name' content='临海网'>"
        "<link rel=canonical href='https://port.example/1'>"
    )
    assert load("<p>x", head).metadata == {
        "author": "林岚",
        "source": "临海日报",
        "publisher": "临海网",
        "url": "https://port.example/1",
    }


DECLARED = '<meta http-equiv="Content-Type" content="text/html; charset={}">'
ZH_TEXT = "<p>港口將於三月開放，歡迎各位記者前來採訪。"


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [
        ("gb2312", "gb18030"),
        ("GBK", "gb18030"),
        ("big5", "big5"),
        ("utf-8", "utf-8"),
        ("utf-8", "utf-8-sig"),
        ("gb2312", "utf-8"),  # a page saved anew with its old declaration
        ("utf-8", "gb18030"),
        ("bogus", "gb18030"),
        ("utf-16", "utf-16"),
        ("iso-8859-1", "gb18030"),
    ],
)
def test_load_html_finds_the_encoding(declared, encoding):
    assert load(ZH_TEXT, DECLARED.format(declared), encoding).text == ZH_TEXT[3:]


def test_load_html_believes_a_declaration_over_chance():
    assert (
        decode_html(DECLARED.format("gbk").encode() + "联通".encode("gbk"), "a")[0][-2:] == "联通"
    )


def test_load_html_shows_single_broken_bytes():
    page = (DECLARED.format("gb2312") + ZH_TEXT * 100).encode("gb18030")
    text, encoding = decode_html(page + b"\xff\xff", "a.html")
    assert (text[-1], encoding) == ("\ufffd", "gb18030")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        pytest.param(
            b"<html><body><script>go()</script></body></html>", "no text of its own", id="js"
        ),
        pytest.param(b"%PDF-1.7", "this is a PDF", id="pdf"),
        pytest.param(b"<p>\xff\xfe\x00\x01\x02\xff", "binary file|cannot tell", id="binary"),
    ],
)
def test_load_html_refuses(data, message):
    with pytest.raises(DocumentError, match=rf"^a\.html: .*({message})"):
        load_html(data, "a.html", SETTINGS)
