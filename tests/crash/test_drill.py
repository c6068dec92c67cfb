"""The flood day in short: a few dozen residents, the real crest, kills and refusals; nothing is lost."""

from collections.abc import Callable
from pathlib import Path

import pytest

from drill.command import faults, lines
from drill.play import Asked, play
from tests.crash.forked import QuickRole


@pytest.mark.crash_full
@pytest.mark.timeout(900)
def test_the_flood_day_in_short_finds_the_event_warns_before_the_water_and_loses_nothing(
    tmp_path: Path, note: Callable[..., None]
) -> None:
    asked = Asked(tmp_path, speed=500, residents=60, one_process=True, ends=16 * 60)
    said: list[str] = []
    found = play(asked, said.append, kind=QuickRole)
    note(
        run="drill",
        **{name: found["warning"][name] for name in ("reached_by_water", "warned", "warned_in_time")},
    )
    assert faults(found) == {}, "\n".join([*said, *lines(found)])
    assert found["finding"]["event_proposed"] is not None
    assert found["joining"]["joined_wrongly"] == 0
    assert found["warning"]["warned_in_time"] > 0
    assert [one["state"] for one in found["warning"]["early_warnings"]].count("terkirim") > 0
    assert len(found["faults"]) >= 5
