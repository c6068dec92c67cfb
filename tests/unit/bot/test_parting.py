"""Several matters in one message are told apart by what each stretch of it is about."""

import pytest

from bot.parting import parted
from nlu.types import Emergency, Intent, Ranked, Understanding

KINDS = {
    "lampu": "pju",
    "pungli": "pungli_aparatur",
    "bolong": "jalan_rusak",
    "judi": "ketertiban",
    "got": "drainase",
}


def understand(text: str) -> Understanding:
    """A kind by its word; a fire is an emergency; anything else tells of nothing."""
    code = next((code for word, code in KINDS.items() if word in text), None)
    return Understanding(
        masked=text, intent=Intent.LAPOR, intent_confidence=0.9, complaint=0.9 if code else 0.2,
        categories=(Ranked(code or "lainnya", 0.93),),
        emergency=Emergency("kebakaran", "kebakaran") if "kebakaran" in text else None,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "told"),
    [("ada pungli di sini sama lampu gang mati", ("ada pungli di sini", "lampu gang mati")),
     ("jalan depan bolong, trus ada yang buka judi", ("jalan depan bolong", "ada yang buka judi")),
     ("lampu mati di gang, selain itu jalannya bolong dalam, oh iya ada pungli di pasar",
      ("lampu mati di gang", "jalannya bolong dalam", "ada pungli di pasar"))],
)  # fmt: skip
def test_a_turn_to_something_else_of_another_kind_begins_a_matter(text: str, told: tuple[str, ...]) -> None:
    assert tuple(u.masked for u in parted(text, understand)) == told


@pytest.mark.parametrize(
    "text",
    ["jalan bolong parah terus makin dalam tiap hari",  # one kind
     "jalan bolong, terus got di bawahnya juga jebol",  # kin: one trouble from two ends
     "lampu mati sama sekali dari kemarin sore",  # no turn at all
     "lampu mati terus karena ada pungli di sana",  # what brought it about
     "lampu mati di gang sama ada kebakaran di rumah pak rt",  # danger cannot wait
     "jalan bolong dan lampu mati"],  # a bare "dan" lists the parts of one trouble
)  # fmt: skip
def test_what_is_one_trouble_stays_one(text: str) -> None:
    assert parted(text, understand) == ()
