"""Others' CAP 1.2: what of a message is taken, and what is refused in words."""

from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sensors.domain.feeds import caps
from sensors.domain.feeds.caps import BadAlert, OutsideMessage
from sensors.feeds.files import BadFile, tree
from tests.factories.caps import AROUND_KRANJI, FAR_AWAY, atom, info, message, reference, rss
from tests.factories.city import NOW

HERE = "https://cuaca.contoh.test/nowcast/id"


def heard(content: bytes) -> OutsideMessage:
    return caps.message(tree(content), now=NOW)


def test_a_message_says_who_when_where_and_what_it_updates() -> None:
    told = heard(message("B2", kind="Update", references=f"{reference('A1')} {reference('A0')} rusak"))
    assert (told.identifier, told.sender, told.kind, told.status) == (
        "B2",
        "cuaca@contoh.test",
        "Update",
        "Actual",
    )
    assert told.references == (("cuaca@contoh.test", "A1"), ("cuaca@contoh.test", "A0"))
    one = told.told[0]
    assert (one.sender, one.severity, one.web) == (
        "Badan Cuaca Contoh", "Moderate", "https://cuaca.contoh.test/gambar",
    )  # fmt: skip
    assert (one.starts, one.until) == (NOW, NOW + timedelta(hours=3))
    assert one.zones[0].rings[0][0] == (-6.21, 106.95)


def test_indonesian_is_read_where_there_is_any_and_each_danger_of_it() -> None:
    area = f"<areaDesc>x</areaDesc><polygon>{AROUND_KRANJI}</polygon>"
    both = [info(NOW, area, language=code, headline=code) for code in ("en-US", "id-ID", "id")]
    assert [one.headline for one in heard(message(infos=both)).spoken()] == ["id-ID", "id"]
    assert [one.headline for one in heard(message(infos=both[:1])).spoken()] == ["en-US"]


def test_no_message_holds_longer_than_a_week_and_one_without_an_end_half_a_day() -> None:
    assert heard(message(hours=24 * 400)).told[0].until == NOW + caps.LONGEST
    endless = message().replace(b"<expires>2026-11-23T12:00:00+07:00</expires>", b"")
    assert heard(endless).told[0].until == NOW + caps.UNSAID


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (b"cap:1.2", b"cap:1.1", "bukan pesan CAP 1.2"),
        (b">Actual<", b">Sungguhan<", "bukan kata baku CAP"),
        (b"<identifier>CJB20261123001<", b"<identifier>a b<", "identifier"),
        (b"<sent>2026-11-23", b"<sent>2099-11-23", "masa depan"),
        (b"<sent>2026-11-23T", b"<sent>kemarin T", "waktu sent"),
        (b"-6.21,106.95 -6.21,106.99", b"-96.21,106.95 -6.21,106.99", "tidak ada di bumi"),
        (b"-6.21,106.95 -6.21,106.99", b"nan,106.95 -6.21,106.99", "tidak ada di bumi"),
        (b"-6.21,106.95 -6.21,106.99", b"-6.21 106.95 -6.21,106.99", "tidak bisa dibaca"),
        (AROUND_KRANJI.encode(), b"-6.2,106.9 -6.2,106.9", "kurang dari tiga titik"),
        (AROUND_KRANJI.encode(), b"-6.2,106.9 " * 20_001, "lebih dari 20000 titik"),
        (b"</polygon>", b"</polygon>" + b"<circle>-6.2,106.9 5</circle>" * 400, "lebih dari 20000 titik"),
    ],
)
def test_what_is_no_message_is_refused_in_words(old: bytes, new: bytes, words: str) -> None:
    content = message()
    assert old in content
    with pytest.raises(BadAlert, match=words):
        heard(content.replace(old, new))


@pytest.mark.parametrize(
    "content",
    [
        b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
        b'<!DOCTYPE a [<!ENTITY x "1"><!ENTITY y "&x;&x;&x;&x;">]><a>&y;</a>',
        b"<a>" * 5000 + b"</a>" * 5000,
        b"<a><b></a>",
        b"",
    ],
)
def test_hostile_xml_is_refused(content: bytes) -> None:
    with pytest.raises(BadFile):
        tree(content, doctype=False)


def test_lists_of_both_kinds_and_a_single_message_name_what_they_hold() -> None:
    expected = ["https://cuaca.contoh.test/a.xml", "https://cuaca.contoh.test/b.xml"]
    for made in (rss, atom):
        named = caps.entries(tree(made(["/a.xml", "/b.xml", "/a.xml"])), HERE)
        assert [one.link for one in named] == expected
        assert all(one.stamp for one in named)
    alone = caps.entries(tree(message()), HERE)
    assert (alone[0].link, alone[0].inline is not None) == (HERE, True)
    with pytest.raises(BadAlert, match="bukan daftar"):
        caps.entries(tree(b"<html><body/></html>"), HERE)


@pytest.mark.parametrize(
    ("link", "ours"),
    [
        ("https://cuaca.contoh.test/x.xml", True), ("http://cuaca.contoh.test/x.xml", False),
        ("https://lain.test/x.xml", False), ("https://cuaca.contoh.test:8443/x.xml", False),
        ("https://cuaca.contoh.test@lain.test/x", False), ("file:///etc/passwd", False), ("", False),
        ("https://[rusak/x", False),
    ],
)  # fmt: skip
def test_a_list_leads_only_to_its_own_source(link: str, ours: bool) -> None:
    assert caps.same_source(HERE, link) is ours


@given(
    st.sampled_from(["polygon", "circle", "sent", "expires", "references", "geocode"]), st.text(max_size=60)
)
def test_whatever_stands_in_a_field_is_read_or_refused(name: str, said: str) -> None:
    from lxml import etree

    root: Any = tree(
        message(references=reference("A1"), area=f"<areaDesc>x</areaDesc><polygon>{FAR_AWAY}</polygon>")
    )
    for element in root.iter(f"{{{caps.NAMESPACE}}}{name}"):
        try:
            element.text = said
        except ValueError:
            return
    with suppress(BadAlert):
        caps.message(etree.fromstring(etree.tostring(root)), now=NOW)
