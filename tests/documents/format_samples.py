"""Small files of the packed formats, made part by part."""

import io
import zipfile

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_STYLES = {
    "T": "Title",
    "1": "heading 1",
    "2": "heading 2",
    "10": "toc 1",
}


def make_zip(parts, method=zipfile.ZIP_DEFLATED):
    """Pack parts, by name or by ZipInfo."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def _related(**targets):
    each = "".join(
        f'<Relationship Id="r{n}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(targets.items())
    )
    return f'<Relationships xmlns="{_RELATIONS}">{each}</Relationships>'


def paragraph(text, style=None, extra=""):
    """A paragraph of Word's with one run."""
    mark = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{mark}{extra}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def table(*rows):
    """A table of Word's, a paragraph a cell; a cell may be markup."""
    cells = [
        "".join(f"<w:tc>{cell if cell.startswith('<') else paragraph(cell)}</w:tc>" for cell in row)
        for row in rows
    ]
    return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in cells) + "</w:tbl>"


def make_docx(body, *, footnotes="", core="", before="", **parts):
    """A Word file; ``parts`` are more of its parts by name."""
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{key}"><w:name w:val="{name}"/></w:style>'
        for key, name in _STYLES.items()
    )
    return make_zip(
        {
            "_rels/.rels": _related(officeDocument="word/document.xml"),
            "word/_rels/document.xml.rels": _related(styles="styles.xml", footnotes="notes.xml"),
            "word/styles.xml": f'<w:styles xmlns:w="{W}">{styles}</w:styles>',
            "word/document.xml": f'<?xml version="1.0"?>{before}<w:document xmlns:w="{W}" '
            f'xmlns:mc="{MC}"><w:body>{body}</w:body></w:document>',
            "word/notes.xml": f'<w:footnotes xmlns:w="{W}">{footnotes}</w:footnotes>',
            "word/header1.xml": f'<w:hdr xmlns:w="{W}">{paragraph("Header of the page")}</w:hdr>',
            "word/vbaProject.bin": b"\xd0\xcf macro",
            "docProps/core.xml": '<cp:coreProperties xmlns:cp="urn:cp" xmlns:dc="urn:dc" '
            f'xmlns:dcterms="urn:t">{core}</cp:coreProperties>',
            **parts,
        }
    )


def make_epub(pages, *, metadata="", missing=(), **parts):
    """A book of pages by name, in the order of its spine."""
    items = "".join(
        f'<item id="i{n}" href="{name}" media-type="application/xhtml+xml"'
        + (' properties="nav"/>' if name == "nav.xhtml" else "/>")
        for n, name in enumerate(pages)
    )
    spine = "".join(f'<itemref idref="i{n}"/>' for n in range(len(pages)))
    opf = (
        '<package xmlns="http://www.idpf.org/2007/opf"><metadata xmlns:dc="urn:dc">'
        f"{metadata}</metadata><manifest>{items}</manifest><spine>{spine}</spine></package>"
    )
    container = (
        '<container xmlns="urn:oasis"><rootfiles>'
        '<rootfile full-path="OEBPS/book.opf"/></rootfiles></container>'
    )
    texts = {
        f"OEBPS/{name}": f'<?xml version="1.0" encoding="utf-8"?><html><head><title/></head>'
        f"<body>{page}</body></html>"
        for name, page in pages.items()
        if name not in missing
    }
    # What the spine names differs from the order in the file.
    ordered = dict(reversed(texts.items()))
    return make_zip(
        {
            "mimetype": "application/epub+zip",
            "META-INF/container.xml": container,
            "OEBPS/book.opf": opf,
            **ordered,
            **parts,
        }
    )
