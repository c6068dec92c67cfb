"""Parts of the configuration as files that people save: any alphabet of a text is read, no text is said."""

import io

import pytest
from starlette.datastructures import FormData, UploadFile

from admin_panel.documents import uploaded
from routing.city import documents
from routing.domain.rule_fields import BadRules

TEXT = "kota:\r\n  name: Kota “Sukaraya” – É\r\n"


def sent(content: bytes) -> FormData:
    return FormData([("berkas", UploadFile(io.BytesIO(content), filename="a.yml"))])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le"])
def test_a_text_is_read_whatever_saved_it(encoding: str) -> None:
    assert documents.parse(uploaded(sent(TEXT.encode(encoding)))) == documents.parse(TEXT)


@pytest.mark.parametrize("content", [b"PK\x03\x04\0\0", b"\x81\x8d\x8f", b"\xff\xfe\x00", b"\xff\xfea\0\0\0"])
def test_what_is_no_text_is_said(content: bytes) -> None:
    with pytest.raises(BadRules, match="bukan teks"):
        uploaded(sent(content))


@pytest.mark.parametrize(
    "text",
    [
        "[" * 20_000,
        "{a: " * 20_000,
        "- " * 20_000,
        "!!python/object:os.system {}",
        "a: 2026-99-99",
        "\0",
        "a: 0x" + "f" * 5000,
    ],
)
def test_hostile_yaml_is_a_sentence_and_never_the_end_of_the_process(text: str) -> None:
    with pytest.raises(BadRules, match="bukan YAML"):
        documents.parse(text)
