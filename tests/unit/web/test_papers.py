"""Papers: words in letters the font has, and QR codes a phone reads."""

import cv2
import numpy as np
import pytest
import typst

from web.documents import pdf


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("Aspal “amblas” – ½ m²", "Aspal “amblas” – ½ m²"),
        ("baris satu\nbaris dua\t.", "baris satu\nbaris dua\t."),
        ("Tolong 🙏🏽👨‍👩‍👧 segera", "Tolong  segera"),
        ("𝗧𝗼𝗹𝗼𝗻𝗴 ① ﬁnal", "Tolong 1 final"),
        ("e\u0301tape", "étape"),
        ("hal\u00adte\u200d", "halte"),
        ("道 مَس", "? ??"),
        ("\x00\x07\r", ""),
    ],
)
def test_letters_the_font_has_not_are_replaced(given: str, shown: str) -> None:
    assert pdf.printable(given) == shown


def test_a_phone_reads_the_qr_code() -> None:
    link = "https://lapor.example/petugas/laporan/BKS-2611-00042"
    page = typst.compile(
        b'#set page(width: 6cm, height: 6cm)\n#image(bytes(sys.inputs.code), format: "svg", width: 3cm)',
        format="png", ppi=200, sys_inputs={"code": pdf.qr_code(link)},
    )  # fmt: skip
    picture = cv2.imdecode(np.frombuffer(page, np.uint8), cv2.IMREAD_COLOR)
    assert picture is not None
    assert cv2.QRCodeDetector().detectAndDecode(picture)[0] == link
