"""Which moments an officer's words promise, and which they only mention."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.domain import promises
from routing.texts import promised_local
from storage.clock import LOCAL

NOW = datetime(2026, 11, 26, 9, 30, tzinfo=LOCAL)  # a Thursday


def found(text: str, now: datetime = NOW) -> list[tuple[str, str]]:
    return [(one.at.strftime("%d.%m.%Y %H:%M"), one.words) for one in promises.found(text, now)]


@pytest.mark.parametrize(
    ("text", "at", "words"),
    [
        ("Tim kami datang hari ini pukul 14.00.", "26.11.2026 14:00", "hari ini pukul 14.00"),
        ("Petugas ke lokasi besok pagi, mohon ditunggu.", "27.11.2026 11:00", "besok pagi"),
        ("Akan kami kerjakan Senin depan jam 9 pagi.", "30.11.2026 09:00", "Senin depan jam 9 pagi"),
        ("Selesai paling lambat tanggal 3 Desember 2026.", "03.12.2026 23:59", "tanggal 3 Desember 2026"),
        ("Beres Jumat, 4 Desember pukul 16:30.", "04.12.2026 16:30", "Jumat, 4 Desember pukul 16:30"),
        ("Perbaikan selesai dalam 3 hari kerja.", "01.12.2026 23:59", "dalam 3 hari kerja"),
        ("Pohon kami pangkas dalam 2 jam.", "26.11.2026 11:30", "dalam 2 jam"),
        ("minggu depan kami aspal", "04.12.2026 23:59", "minggu depan"),
        ("Nanti sore petugas datang.", "26.11.2026 18:00", "Nanti sore"),
        ("jam 2 siang tim tiba", "26.11.2026 14:00", "jam 2 siang"),
        ("Besok antara jam 09.00 - 12.00 kami datang.", "27.11.2026 12:00", "Besok antara jam 09.00 - 12.00"),
        ("Tim datang pukul 10.00 besok", "27.11.2026 10:00", "pukul 10.00 besok"),
        ("kami jadwalkan Sabtu (28/11) pukul 07.30", "28.11.2026 07:30", "Sabtu (28/11) pukul 07.30"),
        ("RT 03/RW 05 didatangi tgl. 30", "30.11.2026 23:59", "tgl. 30"),
        ("kami survei tgl 3", "03.12.2026 23:59", "tgl 3"),
        ("kami selesaikan 5 Januari", "05.01.2027 23:59", "5 Januari"),
        ("seminggu lagi selesai", "03.12.2026 23:59", "seminggu lagi"),
        ("Akhir bulan ini selesai.", "30.11.2026 23:59", "Akhir bulan ini"),
        ("Sudah kami terima, dan besok kami kerjakan", "27.11.2026 23:59", "besok"),
        ("Besok lampu sudah menyala.", "27.11.2026 23:59", "Besok"),
        ("Surat nomor 12/11/2027 kami balas besok", "27.11.2026 23:59", "besok"),
    ],
)  # fmt: skip
def test_a_day_or_an_hour_is_a_promise(text: str, at: str, words: str) -> None:
    assert found(text) == [(at, words)]


@pytest.mark.parametrize(
    "text",
    [
        "Laporan Bapak tanggal 20 November sudah kami terima.", "Sudah kami kerjakan hari ini pukul 08.00.",
        "Apakah Ibu besok ada di rumah?", "Kantor kami buka Senin sampai Jumat pukul 08.00-16.00.",
        "Besok kami tidak bisa datang.", "Listrik padam 3 jam karena trafo.", "Terima kasih atas laporannya.",
        "Dalam 3 hari terakhir ada 5 laporan.", "Selesai 31 Februari.", "Selesai 1 Januari 2099.",
        "Tim datang pukul 27.00.", "Jika hujan reda besok, kami kabari.", "",
    ],
)  # fmt: skip
def test_what_is_over_asked_or_denied_is_none(text: str) -> None:
    assert found(text) == []


def test_two_steps_are_two_promises_the_earlier_first() -> None:
    said = "Perbaikan selesai 10/12/2026, lalu lusa kami survei. Besok kami kabari. Senin kami ukur."
    assert [at for at, _ in found(said)] == ["27.11.2026 23:59", "28.11.2026 23:59", "30.11.2026 23:59"]


def test_the_reminder_comes_before_and_a_day_is_said_without_an_hour() -> None:
    hour, day = (promises.found(text, NOW)[0].at for text in ("besok pukul 14.00", "besok kami datang"))
    assert promises.remind_at(hour, NOW) == hour - timedelta(hours=1)
    assert promises.remind_at(day, NOW) == datetime(2026, 11, 27, 8, tzinfo=LOCAL)
    assert promises.remind_at(hour, hour) is None
    assert promised_local(hour) == "Jumat, 27 November 2026 pukul 14.00 WIB"
    assert promised_local(day) == "Jumat, 27 November 2026"


MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2030, 12, 31)).map(lambda at: at.replace(tzinfo=LOCAL))  # noqa: DTZ001


@given(now=MOMENTS, days=st.integers(1, 150), hour=st.integers(0, 23), minute=st.integers(0, 58))
def test_every_moment_ahead_is_read_back_as_it_was_written(
    now: datetime, days: int, hour: int, minute: int
) -> None:
    at = (now + timedelta(days=days)).replace(hour=hour, minute=minute, second=0, microsecond=0)
    assert [one.at for one in promises.found(f"Kami datang {promised_local(at)}.", now)] == [at]


PIECES = (
    "besok lusa senin depan hari ini pukul 14.00 jam 25 tanggal 31 februari 3/13 dalam 2 jam lagi sudah "
    "tidak , . ? ( ) minggu akhir bulan 29 feb 2027 se - wib"
)
WORDS = st.sampled_from(PIECES.split(" "))


@given(words=st.lists(WORDS | st.text(max_size=8), max_size=12), now=MOMENTS)
def test_any_words_give_few_moments_all_of_them_ahead(words: list[str], now: datetime) -> None:
    text = " ".join(words)
    made = promises.found(text, now)
    assert len(made) <= promises.MOST
    assert made == sorted(made, key=lambda one: one.at)
    assert all(now < one.at <= now + promises.FURTHEST and one.words in text for one in made)
