"""Small PDF files for tests, set line by line."""

import re
from io import BytesIO

from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import simpleSplit
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

LATIN = "Times-Roman"
CHINESE = "STSong-Light"
WIDTH, HEIGHT = A4
LEFT, RIGHT, TOP, BOTTOM = 72, WIDTH - 72, HEIGHT - 80, 80
pdfmetrics.registerFont(UnicodeCIDFont(CHINESE))

ZH = [
    "临河市今年开通了两条新的渡轮航线，码头扩建工程已经完成，每天可以运送旅客三千人次以上，比去年增加了一倍。",
    "市长表示，渡轮票价在两年内不会上调，老人和学生可以半价乘船，残疾人凭证件免费，相关费用由市财政承担。",
    "河岸步道全长十二公里，沿途设有六处休息站和两座图书亭，市民可以在那里借书，也可以在别处归还。",
    "桥梁检修将在九月开始，施工期间夜间封闭，白天照常通行，如有变动，交通部门会提前一周在报纸上公布。",
]
EN = [
    "Linhe opened two new ferry lines this year, and the larger pier now takes more than three "
    "thousand passengers a day, which is twice as many as in the year before.",
    "The mayor said that fares would stay as they are for two years; pensioners and students pay "
    "half, and the city bears the cost of those who travel free of charge.",
    "The river path is twelve kilometres long and has six shelters and two small libraries, where "
    "people may borrow a book and return it somewhere else along the way.",
    "Work on the bridge begins in September. It will be closed at night but open by day, and any "
    "change will be announced in the newspapers a week before it takes effect.",
]


def break_lines(text, size, width, indent=0.0):
    """Break a paragraph into lines, the first shorter by its indent; Chinese anywhere."""
    if text.isascii():
        first, *rest = simpleSplit(text, LATIN, size, width - indent)
        return [first, *simpleSplit(" ".join(rest), LATIN, size, width)]
    lines, line = [], ""
    for part in re.findall("[A-Za-z]+|.", text):
        room = width - (0 if lines else indent)
        taken = sum(size / 2 if char.isascii() else size for char in line + part)
        # A closing mark hangs rather than begins a line.
        if taken > room and part not in "，。；、":
            lines.append(line)
            line = ""
        line += part
    return [*lines, line]


class Pdf:
    """A file in the making; ``y`` is where the next line goes."""

    def __init__(self, **options):
        self._buffer = BytesIO()
        self._canvas = Canvas(self._buffer, pagesize=A4, **options)
        self._canvas.setTitle("")
        self.on_page = lambda pdf: None
        self.y = TOP
        self.number = 1

    def put(self, x, y, text, size=11, font=None):
        self._canvas.setFont(font or (LATIN if text.isascii() else CHINESE), size)
        self._canvas.drawString(x, y, text)

    def centre(self, y, text, size=11):
        self._canvas.setFont(LATIN if text.isascii() else CHINESE, size)
        self._canvas.drawCentredString(WIDTH / 2, y, text)

    def text(self, paragraphs, *, left=LEFT, width=RIGHT - LEFT, size=11, indent=0, gap=0):
        """Set paragraphs in a column, going on on new pages."""
        lead = 16
        for paragraph in paragraphs:
            for number, line in enumerate(break_lines(paragraph, size, width, indent)):
                if self.y < BOTTOM:
                    self.new_page()
                self.put(left + (0 if number else indent), self.y, line, size)
                self.y -= lead
            self.y -= gap

    def image(self):
        """Fill the page with a picture."""
        self._canvas.setFillGray(0.5)
        self._canvas.drawInlineImage(_picture(), 0, 0, WIDTH, HEIGHT)

    def turned(self, x, y, degrees, text, size=11):
        self._canvas.saveState()
        self._canvas.translate(x, y)
        self._canvas.rotate(degrees)
        self.put(0, 0, text, size)
        self._canvas.restoreState()

    def new_page(self):
        self.on_page(self)
        self._canvas.showPage()
        self.number += 1
        self.y = TOP

    def data(self):
        self.on_page(self)
        self._canvas.showPage()
        self._canvas.save()
        return self._buffer.getvalue()


def _picture():
    from PIL import Image

    return Image.new("L", (8, 8), 200)


def locked(password):
    return StandardEncryption(password, canPrint=0)


def raw_pdf(*objects, root=1):
    """Write a file of PDF objects, numbered from 1."""
    out, places = bytearray(b"%PDF-1.4\n"), []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root %d 0 R >>\n" % (len(objects) + 1, root)
    return bytes(out + b"startxref\n%d\n%%%%EOF\n" % table)


def stream(data, extra=b""):
    return b"<< /Length %d %s >>\nstream\n" % (len(data), extra) + data + b"\nendstream"
