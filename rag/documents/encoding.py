"""Bytes of a text file -> text and the encoding's name.

UTF-8 and byte order marks prove themselves. GB18030, Big5 and UTF-16 without a mark decode almost
anything, so among the encodings that decode the whole file strictly the one wins whose characters
look most like written Chinese or English; statistical detectors are unsure on short Chinese texts.
"""

from __future__ import annotations

import codecs
import functools
import re

from rag.errors import DocumentError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CANDIDATES = ("gb18030", "big5", "cp950", "big5hkscs", "utf-16-le", "utf-16-be")
_SIGNATURES = (
    (b"%PDF", "a PDF"),
    (b"PK\x03\x04", "a zip archive or an Office or EPUB file"),
    (b"\xd0\xcf\x11\xe0", "an old Office file"),
    (b"{\\rtf", "an RTF file"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"SQLite format 3", "a database"),
)
_SAMPLE_BYTES = 64_000
#: Real text scores 0.6 and more, text in the wrong encoding below 0 (10-character samples).
_MIN_PLAUSIBILITY = 0.35
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")

# About 70 % of running Chinese text is made of these.
_FREQUENT = frozenset(
    "的一是了我不人在他有这个上们来到时大地为子中你说生国年着就那和要她出也得里后自以会家可下而过天"
    "去能对小多然于心学么之都好看起发当没成只如事把还用第样道想作种开美总从无情己面最女但现前些所同"
    "日手又行意动方期它头经长儿回位分爱老因很给名法间知世什两次使身者被高已亲其进此话常与活正感见明"
    "问力理尔点文几定本公特做外相西果走将月十实向声车全信重三机工物气每并别真打太新比才便夫再书部水"
    "像眼等体却加电主界门利海受听表德少克代员许先口由安写性马光白或住难望教命花结乐色更拉东神记处让"
    "母父应直字场平报友关放至张认接告入内英军候民往何度山觉路带万男边风解叫任金快原变通师立象数四失"
    "满战远格士音轻目条病始达深完今提求清王化空业思切怎非找片罗钱语元喜曾离飞科言干流约各即指合反题"
    "必该论交终林请医晚制球决传画保读运及则房早院量苦火布品近坐产答星精视五连司巴奇管类未朋且婚台夜"
    "青北队久乎越观落尽形影红爸百令周吧识步希亚术留市半热送兴造谈容极随演收首根讲整式取照办强石古华"
    "际政府议协同伴组织建设展示支持续区域济社党委会员务服政策基层改革创际贸易投资源环境疫情防控卫健康"
    "稳推促增维护领导主席总统部长外交和平安全合作共赢方案面向世界历史责任经济增长目标计划项目措施"
    "請這個們來時為說國著對過還樣開無發當沒從總動經長兒愛親進話與問點實聲車機氣別書電門聽員許馬難"
    "樂東讓應場報關張認軍歲覺帶萬邊風變師數滿戰遠條業羅錢語離飛題論終醫決傳畫讀運則產視連類隊觀盡"
    "紅術熱興談極隨講際議協組織設續區濟黨務層創貿資環護領導總統歷責經濟標計劃項會學後裡麼見現裏區"
)
#: At most one character in this many is a curly mark or an accented letter.
_MIN_CHARS_PER_MARK = 10
_PUNCTUATION = frozenset(
    "，。、；：？！“”‘’《》「」『』（）【】—…·～〈〉　％＂１２３４５６７８９０"
)
_WESTERN = frozenset("’‘“”–—…•·éèêëáàâäíìîïóòôöúùûüñçßÉÀÖÜÄ£€©®°½¼¾§\xa0")


def decode_text(data: bytes, name: str) -> tuple[str, str]:
    """Decode a file's bytes, exactly: nothing is dropped but a byte order mark.

    :param data: the whole file.
    :param name: the file, for messages.
    :returns: the text and the name of the encoding.
    :raises DocumentError: the bytes are no text, or in no encoding that is read here.
    """
    for signature, kind in _SIGNATURES:
        if data.startswith(signature):
            raise DocumentError(
                f"{name}: this is {kind}, not a text file; export its text (UTF-8) and add that"
            )
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _decode_marked(data, encoding, name), encoding
    utf8_error = _utf8_error(data)
    if utf8_error is None and not _CONTROL.search(data[:_SAMPLE_BYTES].decode("utf-8", "ignore")):
        return data.decode("utf-8"), "utf-8"
    for encoding in _rank(data):
        text = _decode_strictly(data, encoding)
        if text is not None:
            return text, encoding
    raise DocumentError(_refusal(data, name, utf8_error))


def _decode_marked(data: bytes, encoding: str, name: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as exc:
        raise DocumentError(
            f"{name}: begins with a {encoding} byte order mark but does not decode as such "
            f"(byte {exc.start:,}); save it again as UTF-8"
        ) from exc


def _utf8_error(data: bytes) -> UnicodeDecodeError | None:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as exc:
        return exc
    return None


def _decode_strictly(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _rank(data: bytes) -> list[str]:
    """List the plausible encodings, best first; the order of the candidates settles ties."""
    scored = [(_score(data, encoding), encoding) for encoding in _CANDIDATES]
    ranked = sorted((s for s in scored if s[0] >= _MIN_PLAUSIBILITY), key=lambda s: -s[0])
    names = [encoding for _, encoding in ranked]
    return names or (["cp1252"] if _is_western(data) else [])


def _score(data: bytes, encoding: str) -> float:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        sample = decoder.decode(data[:_SAMPLE_BYTES], final=len(data) <= _SAMPLE_BYTES)
    except UnicodeDecodeError:
        return -1.0
    if _CONTROL.search(sample):
        return -1.0
    if not encoding.startswith("utf-16"):
        # ASCII reads the same in all the others and proves nothing.
        sample = "".join(char for char in sample if not char.isascii())
    return sum(map(_weigh, sample)) / len(sample) if sample else -1.0


@functools.cache
def _weigh(char: str) -> float:
    if char in _FREQUENT:
        return 1.0
    if char in _PUNCTUATION:
        return 0.7
    if char.isascii():
        return 0.6
    return 0.4 if char in _known_han() else -1.0


@functools.cache
def _known_han() -> frozenset[str]:
    """Characters of the first levels of GB 2312 and Big5: those that texts really use."""
    gb = (bytes((row, cell)) for row in range(0xB0, 0xD8) for cell in range(0xA1, 0xFF))
    cells = [*range(0x40, 0x7F), *range(0xA1, 0xFF)]
    big5 = (bytes((row, cell)) for row in range(0xA4, 0xC7) for cell in cells)
    known = {pair.decode("gb2312", "ignore") for pair in gb}
    known |= {pair.decode("big5", "ignore") for pair in big5}
    return frozenset(char for char in known if len(char) == 1)


def _is_western(data: bytes) -> bool:
    """Tell whether the bytes are English as Windows saves it: ASCII with a few curly marks."""
    text = _decode_strictly(data, "cp1252")
    if text is None or _CONTROL.search(text):
        return False
    marks = [char for char in text if not char.isascii()]
    return len(marks) * _MIN_CHARS_PER_MARK <= len(text) and all(char in _WESTERN for char in marks)


def _refusal(data: bytes, name: str, utf8_error: UnicodeDecodeError | None) -> str:
    if b"\x00" in data or utf8_error is None:
        return f"{name}: this is a binary file, not a text; export its text (UTF-8) and add that"
    return (
        f"{name}: cannot tell the encoding: not UTF-8 (byte 0x{data[utf8_error.start]:02x} at "
        f"offset {utf8_error.start:,}), and not plausible as GB18030, Big5, UTF-16 or "
        "Windows-1252; save it as UTF-8 and add it again"
    )
