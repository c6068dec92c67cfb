"""Workbooks that would take all memory, or are damaged, are refused in a sentence."""

import io
import random
import zipfile

import pytest

from sensors.feeds import bombs
from sensors.feeds.files import BadFile, open_table

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
ROWS = (
    '<row r="1"><c r="A1" t="inlineStr"><is><t>Kecamatan</t></is></c><c r="B1" t="inlineStr"><is><t>nilai</t>'
    '</is></c></row><row r="2"><c r="A2" t="inlineStr"><is><t>Rawalumbu</t></is></c>'
    '<c r="B2"><v>3</v></c></row>'
)


def workbook(rows: str = ROWS, **others: str) -> bytes:
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"/>',
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="a" '
        f'Type="{_REL}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_REL}"><sheets>'
        '<sheet name="satu" sheetId="1" r:id="b"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="b" '
        f'Type="{_REL}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{_MAIN}"><sheetData>{rows}</sheetData></worksheet>',
        **others,
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as out:
        for name, text in parts.items():
            out.writestr(name, text)
    return packed.getvalue()


def test_a_small_workbook_is_read() -> None:
    table = open_table(io.BytesIO(workbook()))
    assert list(table.rows) == [(2, ["Rawalumbu", 3.0])]


@pytest.mark.parametrize(
    "rows",
    [
        ROWS + '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
        ROWS + '<row r="3"><c r="XFD1048576"><v>1</v></c></row>',
        ROWS + "<row r='99999'><c s=\"1\" r='zz99999'><v>1</v></c></row>",
        ROWS + '<row r="3"><c r="B99999999999999999995"><v>1</v></c></row>',
        ROWS + '<row r="3"><c r="ABCDEFGHIJK3"><v>1</v></c></row>',
        ROWS + '<row r="4294967295"><c><v>1</v></c></row>',
        "<row>" + "<c><v>1</v></c>" * 6_000 + "</row>" + "<row><c><v>1</v></c></row>" * 6_000,
        "<row>" + "<c><v>1</v></c>" * 300_000 + "</row>" + "<row><c><v>1</v></c></row>" * 100,
    ],
)
def test_a_sheet_with_something_far_outside_its_table_is_not_opened(rows: str) -> None:
    with pytest.raises(BadFile, match="terlalu luas"):
        open_table(io.BytesIO(workbook(rows)))


def test_a_large_honest_workbook_is_read_where_a_piece_ends_within_a_cells_place() -> None:
    cells = "".join(f'<c r="{column}{{line}}" s="1"><v>1</v></c>' for column in "ABCDEFGHI")
    rows = "".join(f'<row r="{line}">{cells}</row>'.format(line=line) for line in range(1, 5_001))
    first = bombs.PIECE - len(f'<worksheet xmlns="{_MAIN}"><sheetData>')  # of the rows in the first piece
    before = " " * (first - rows.index(' r="', first - 300) - len(' r="A'))
    assert before
    bombs.refuse(io.BytesIO(workbook(before + rows)))


@pytest.mark.parametrize(
    "cell",
    [
        '<c s=">" r="XFD1048576"><v>1</v></c>',
        f'<c x="{"y" * 250}" r="XFD1048576"><v>1</v></c>',
        f'<c x="{"y" * 9000}" r="XFD1048576"><v>1</v></c>',
        '<c x=\' r="A1"\' r="XFD1048576"><v>1</v></c>',
        '<c r="A1" r="XFD1048576"><v>1</v></c>',
        '<c r   =   "XFD1048576"><v>1</v></c>',
        '<c s="1"r="XFD1048576"><v>1</v></c>',
        '<a.b:c r="XFD1048576"><v>1</v></a.b:c>',
    ],
)
def test_no_way_to_write_a_cell_hides_where_it_stands(cell: str) -> None:
    with pytest.raises(BadFile, match=r"terlalu luas|rusak"):
        open_table(io.BytesIO(workbook(f'{ROWS}<row r="3">{cell}</row>')))


@pytest.mark.parametrize("name", ["lembar.txt", "sharedStrings9.xml"])
def test_no_name_of_a_sheet_hides_it(name: str) -> None:
    sheet = (
        f'<worksheet xmlns="{_MAIN}"><sheetData><row r="3"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    )
    with pytest.raises(BadFile, match="terlalu luas"):
        open_table(io.BytesIO(workbook(**{f"xl/worksheets/{name}": f"{sheet}</worksheet>"})))


def test_a_package_that_is_no_workbook_is_named() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as out:
        out.writestr("content.xml", "<a/>")
    packed.seek(0)
    with pytest.raises(BadFile, match="bukan berkas Excel"):
        open_table(packed)


def test_a_damaged_workbook_is_a_sentence_or_a_table() -> None:
    chance, whole = random.Random(8), workbook()
    for _ in range(300):
        damaged = bytearray(whole)
        for _ in range(4):
            damaged[chance.randrange(4, len(damaged))] = chance.randrange(256)
        try:
            told = len(list(open_table(io.BytesIO(bytes(damaged))).rows))
        except BadFile as refused:
            told = len(str(refused))
        assert told >= 0


def _shared(words: str, cells: int, cell: str = '<c t="s"><v>0</v></c>') -> bytes:
    relations = (
        f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="b" Type="{_REL}/worksheet" '
        f'Target="worksheets/sheet1.xml"/><Relationship Id="c" Type="{_REL}/sharedStrings" '
        'Target="sharedStrings.xml"/></Relationships>'
    )
    table = f'<sst xmlns="{_MAIN}"><si><t>{words}</t></si><si><t>nama</t></si></sst>'
    rows = (
        '<row><c t="s"><v>1</v></c><c t="s"><v>1</v></c></row>' + f"<row>{cell}<c><v>5</v></c></row>" * cells
    )
    others = {"xl/sharedStrings.xml": table, "xl/_rels/workbook.xml.rels": relations}
    return workbook(rows, **others)


@pytest.mark.parametrize(
    "cell",
    ['<c t="s"><v>0</v></c>', "<c t = 's' ><v>0</v></c>", '<c t="s"><f>1</f><v>0</v></c>',
     '<c t="s"><v>&#48;</v></c>', '<c s="1" t="s"><v x="y"> 0 </v></c>'],
)  # fmt: skip
def test_words_that_many_cells_share_are_counted_once_a_cell(cell: str) -> None:
    with pytest.raises(BadFile, match="terlalu panjang"):
        open_table(io.BytesIO(_shared("a" * 2_000_000, 600, cell)))


def test_short_words_that_many_cells_share_are_read_beside_one_long_note() -> None:
    content = _shared("a" * 30_000, 20_000, '<c t="s"><v>1</v></c>')
    assert sum(1 for _ in open_table(io.BytesIO(content)).rows) > 10_000


NAMES = ", ".join(f'"k{number}": 1' for number in range(20_000))
GIANTS = {
    "a name a record": "[" + ", ".join(f'{{"k{number}": 1}}' for number in range(20_000)) + "]",
    "many names": f"[{{{NAMES}}}, {{{NAMES}}}]",
    "said above every record": f'{{{NAMES}, "data": [{"{}, " * 1_000}{{}}]}}',
    "attributes": "<l><r " + " ".join(f'a{number}="1"' for number in range(20_000)) + "/></l>",
}


@pytest.mark.parametrize("text", GIANTS.values(), ids=GIANTS)
def test_few_bytes_of_json_or_xml_never_become_a_giant(text: str) -> None:
    """Each of them took minutes, or gigabytes, when there were no bounds."""
    refused, cells = "", 0
    try:
        table = open_table(io.BytesIO(text.encode()))
        cells = sum(len(row) for _, row in table.rows)
    except BadFile as why:
        refused = str(why)
    assert ("terlalu banyak" in refused) != (0 < cells <= 6_000_000), (refused, cells)
