"""What pictures tell of cameras, who sees them how, and what of an address anybody ever sees."""

from datetime import timedelta
from types import SimpleNamespace

import pytest

from routing.domain.permissions import Role
from sensors.domain.cameras import addresses, places, playlists
from sensors.domain.cameras.health import CameraState, Sight, judge, standing
from sensors.domain.cameras.rights import Clearness, Rights, clearness
from storage.outside import MayCall, networks_of
from tests.factories.city import NOW

MINUTE = timedelta(minutes=1)
LAN = MayCall(networks_of("10.20.0.0/16"), frozenset({"cctv.kota"}))


def test_a_picture_that_stays_the_same_is_frozen_and_as_old_as_its_first_coming() -> None:
    seen: dict[str, object] = {}
    for times in range(4):
        found = judge(seen, Sight("a", 120, 40, NOW + times * MINUTE))
        seen = found.seen
        assert found.state is (CameraState.FROZEN if times == 3 else CameraState.GOOD), times
    assert (found.taken_at, found.same_since) == (NOW, NOW)
    assert judge(seen, Sight("b", 120, 40, NOW + 4 * MINUTE)).state is CameraState.GOOD


@pytest.mark.parametrize(
    ("light", "spread", "clock", "taken", "expected"),
    [
        (3, 2, 0, None, CameraState.BLACK),
        (20, 30, 0, None, CameraState.GOOD),  # a street at night, with a lamp
        (120, 40, -119, None, CameraState.GOOD),
        (120, 40, -3600, None, CameraState.CLOCK),
        (120, 40, 86_400 * 3, None, CameraState.CLOCK),
        (120, 40, None, 7200, CameraState.CLOCK),  # a picture of the future
        (120, 40, 0, -30, CameraState.GOOD),
    ],
)
def test_black_pictures_and_wrong_clocks_are_known(
    light: float, spread: float, clock: int | None, taken: int | None, expected: CameraState
) -> None:
    def at(seconds: int | None) -> object:
        return None if seconds is None else NOW + timedelta(seconds=seconds)

    found = judge({}, Sight("a", light, spread, NOW, at(clock), at(taken)))  # type: ignore[arg-type]
    assert found.state is expected
    believed = taken is not None and expected is CameraState.GOOD
    assert found.taken_at == (at(taken) if believed else NOW)


@pytest.mark.parametrize(
    ("stored", "online", "heard", "taken", "expected"),
    [
        ("baik", True, 1, 1, CameraState.GOOD),
        ("baik", True, 4, 4, CameraState.SILENT),
        ("baik", True, 1, 20, CameraState.SILENT),  # it delivers, but its pictures are old
        ("beku", True, 1, 90, CameraState.FROZEN),
        ("hitam", True, 9, 9, CameraState.SILENT),
        ("baik", False, 1, 1, CameraState.OFF),
        ("", True, None, None, CameraState.NEW),
        ("diam", True, None, None, CameraState.SILENT),
    ],
)
def test_an_old_picture_is_never_taken_for_now(
    stored: str, online: bool, heard: int | None, taken: int | None, expected: CameraState
) -> None:
    minutes = [None if one is None else NOW - one * MINUTE for one in (heard, taken)]
    found = standing(stored, online=online, heard_at=minutes[0], taken_at=minutes[1], every=MINUTE, now=NOW)
    assert found is expected


@pytest.mark.parametrize(
    ("role", "own", "rights", "expected"),
    [
        (Role.OPERATOR, False, Rights.POC, Clearness.CLEAR),
        (Role.PIMPINAN, False, Rights.POC, Clearness.BLURRED),
        (Role.ADMIN, False, Rights.POC, Clearness.BLURRED),
        (Role.PETUGAS, True, Rights.POC, Clearness.NONE),
        (Role.PETUGAS, True, Rights.OWNER, Clearness.CLEAR),
        (Role.PETUGAS, False, Rights.OWNER, Clearness.NONE),
        (Role.LURAH, False, Rights.OFFICERS, Clearness.BLURRED),
        (Role.PEMANTAU, True, Rights.OFFICERS, Clearness.NONE),
        ("tamu", True, Rights.OFFICERS, Clearness.NONE),
    ],
)
def test_who_sees_a_camera_and_whether_with_faces(
    role: str, own: bool, rights: str, expected: Clearness
) -> None:
    assert clearness(role, own=own, rights=rights) is expected


@pytest.mark.parametrize(
    ("address", "good"),
    [
        ("http://10.20.1.5/snap.jpg", True),
        ("https://10.20.1.5:8443/snap.jpg", True),
        ("http://cctv.kota/snap.jpg", True),
        ("https://cctv.example.id/a.m3u8", True),
        ("http://cctv.example.id/snap.jpg", False),
        ("http://10.21.1.5/snap.jpg", False),
        ("https://10.21.1.5/snap.jpg", False),
        ("https://169.254.169.254/latest", False),
        ("https://[::1]/x", False),
        ("rtsp://10.20.1.5/live", False),
        ("file:///etc/passwd", False),
        ("http://10.20.1.5:99999/x", False),
        ("https://", False),
        ("https://exa mple/x", False),
        ("https://contoh.id/\u202egpj", False),
        ("https://[64:ff9b::a00:1]/x", False),
    ],
)
def test_only_the_citys_own_networks_and_tls_are_called(address: str, good: bool) -> None:
    assert (addresses.wrong_with(address, LAN) == "") is good


def test_no_password_of_an_address_is_ever_shown() -> None:
    shown = addresses.shown("http://admin:s3cret@10.20.1.5:81/cgi/snap.jpg?usr=admin&pwd=s3cret#x")
    assert shown == "http://•••@10.20.1.5:81/cgi/snap.jpg?usr=•••&pwd=•••"
    assert addresses.parted("http://a%40b:p%3Aq@h/x") == ("http://h/x", "a@b", "p:q")


def test_a_playlist_keeps_what_players_need_and_no_address() -> None:
    given = (
        '#EXTM3U\n#EXT-X-VERSION:4\n# di http://10.20.1.5/rahasia\n#EXT-X-KEY:METHOD=AES-128,URI="k.bin",IV=0x1\n'
        '#EXT-X-STREAM-INF:BANDWIDTH=1,NAME="http://10.20.1.5/a"\n'
        '#EXT-X-SESSION-DATA:DATA-ID="a",VALUE="http://10.20.1.5"\n#EXT-X-DATERANGE:X-ASSET-URI="http://10.20.1.5"\n'
        '#EXT-X-MAP:X-ASSET-URI="http://10.20.1.5",URI="init.mp4",X-A="//10.20.1.5"\n#EXTINF:2.0,dari http://10.20.1.5\nbagian1.ts\n#EXTINF:2.0,\nhttp://10.20.1.5/lain/bagian2.ts\n'
    )
    asked: list[str] = []

    def ticket(address: str) -> str:
        asked.append(address)
        return f"/t/{len(asked)}"

    told = playlists.rewritten(given, "http://10.20.1.5/cam/list.m3u8", ticket)
    assert "10.20.1.5" not in told
    assert told.splitlines()[2] == '#EXT-X-KEY:METHOD=AES-128,URI="/t/1",IV=0x1'
    assert told.splitlines()[-1] == "/t/4"
    base = "http://10.20.1.5/"
    assert asked == [
        f"{base}cam/k.bin",
        f"{base}cam/init.mp4",
        f"{base}cam/bagian1.ts",
        f"{base}lain/bagian2.ts",
    ]
    for bad in ("<html>", "", "#EXTM3U\n#EXT-X-DEFINE:NAME=a", "#EXTM3U\n" + "x\n" * 6000):
        with pytest.raises(playlists.NotAPlaylist):
            playlists.rewritten(bad, base, ticket)


@pytest.mark.parametrize(
    "line",
    [
        '#EXT-X-MEDIA:NAME="http://10.20.1.5/tanpa akhir',
        "#EXT-X-MEDIA:name=http://10.20.1.5/a",
        '#EXT-X-MEDIA:A="' + "/" * 300_000,
        "#EXT-X-MEDIA:A=" + "/" * 300_000 + '"',
    ],
)
def test_a_line_written_wrongly_tells_no_address_and_keeps_nobody_waiting(line: str) -> None:
    told = playlists.rewritten(f"#EXTM3U\n{line}\n", "http://10.20.1.5/list.m3u8", lambda _: "/t")
    assert told == "#EXTM3U\n"


def test_of_two_cameras_as_near_the_one_that_looks_there_comes_first() -> None:
    here = (-6.2000, 106.9000)
    away = SimpleNamespace(name="away", lat=-6.2010, lon=106.9000, direction=180.0)
    towards = SimpleNamespace(name="towards", lat=-6.2011, lon=106.9000, direction=10.0)
    far = SimpleNamespace(name="far", lat=-6.2300, lon=106.9000, direction=None)
    found = places.nearest([far, away, towards], here)
    assert [(one.camera.name, one.metres, one.towards) for one in found] == [
        ("towards", 122, True), ("away", 111, False),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("said", "degrees"),
    [("", None), ("135", 135), ("12,5", 12.5), ("Barat Laut", 315), ("tenggara", 135), ("360", 0)],
)
def test_directions_are_degrees_or_points_of_the_compass(said: str, degrees: float | None) -> None:
    assert places.direction_of(said) == degrees


@pytest.mark.parametrize("said", ["kiri", "400", "-3", "nan"])
def test_what_is_no_direction_is_refused(said: str) -> None:
    with pytest.raises(ValueError):
        places.direction_of(said)
