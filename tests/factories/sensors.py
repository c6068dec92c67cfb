"""Gauges."""

import itertools

from sqlalchemy.orm import Session

from sensors import things
from storage.models import Datastream
from tests.factories.city import KRANJI

_number = itertools.count(1)


def gauge(
    tx: Session, *, name: str = "Cileungsi Hulu", downstream: tuple[str, int, int] | None = None
) -> Datastream:
    """A river gauge in Kranji with the usual three thresholds, in centimetres.

    downstream: where its water comes, and after how many minutes at the earliest and the latest.
    """
    names = ("kelurahan", "minutes", "minutes_latest")
    there = [dict(zip(names, downstream, strict=True))] if downstream else []
    return things.register(
        tx, code=f"uji-{next(_number)}", name=name, kind="tinggi_muka_air", river="Kali Bekasi",
        lat=-6.25, lon=106.98, kelurahan_code=KRANJI,
        levels={"siaga_3": 200, "siaga_2": 300, "siaga_1": 400}, downstream=there,
    )  # fmt: skip
