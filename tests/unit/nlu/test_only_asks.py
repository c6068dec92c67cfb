"""A bare plea tells no kind of matter."""

import pytest

from nlu.engine import EmbeddedEngine
from nlu.only_asks import asks_only
from nlu.types import Ranked
from nlu.understand import assemble

PLEAS = (
    "mohon segera ditindaklanjuti, terima kasih", "tolong secepatnya diperbaiki ya pak",
    "mohon bantuannya min", "ditunggu tindak lanjutnya", "Segera dibenahi dong!!",
    "mohon solusi dan tanggapannya", "tlg dicek pak",
    "harap ditangani secepatnya oleh dinas terkait", "minta tolong diproses ya",
    "mohon ditindak lanjuti wassalam",
)  # fmt: skip


@pytest.mark.parametrize("text", PLEAS)
def test_a_plea_alone_tells_nothing(text: str, engine: EmbeddedEngine) -> None:
    assert asks_only(text)
    assert engine.understand(text).categories[0].confidence < 0.3


@pytest.mark.parametrize(
    "text",
    ["tolong jalannya diperbaiki", "mohon bantuan sosial segera diproses", "KTP saya belum diproses",
     "tolong", "mohon lampu segera dibetulkan", "bantuan belum turun", "terima kasih pak", "", "halo admin",
     "12 diproses", "tolong dicek airnya keruh", "got depan rumah tolong ditangani"],
)  # fmt: skip
def test_what_is_named_beside_a_plea_is_a_matter(text: str) -> None:
    assert not asks_only(text)


def test_the_ranking_keeps_its_order() -> None:
    ranked = (Ranked("jalan_rusak", 0.8), Ranked("pju", 0.15), Ranked("sampah", 0.05))
    known = assemble("mohon segera diperbaiki", ranked, engine="uji")
    assert [one.code for one in known.categories] == ["jalan_rusak", "pju", "sampah"]
    assert not known.only_where
