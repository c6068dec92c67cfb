"""Every kind of event and every notice has its sentences: read off the types, so none can be forgotten."""

import pytest

from bot.dialogue.types import Reply
from bot.messages import locales, render
from storage.event_kinds import EventKind
from storage.notice_kinds import Notice

FACTS = {
    "number": "BKS-2611-00001", "agency": "DLH", "from_agency": "DBMSDA", "status": "diproses",
    "text": "Baik, kami cek.", "category": "Sampah", "gauge": "Pintu", "level": 2, "height": "4,5 m",
    "clock": "09.00 WIB", "hours": "2", "areas": "Kranji", "minutes": 5, "appeal": "", "reason": "",
    "date": "2026-11-26T09:00:00+00:00",
}  # fmt: skip


@pytest.mark.parametrize("kind", EventKind)
def test_every_kind_of_event_has_a_sentence_for_officers(kind: EventKind) -> None:
    assert kind.history[0].isupper()
    assert "_" not in kind.history + kind.public
    assert EventKind.of(kind.value) is kind


@pytest.mark.parametrize("notice", Notice)
@pytest.mark.parametrize("locale", sorted(locales()))
def test_every_notice_has_its_sentence_in_every_language_and_a_name_for_officers(
    notice: Notice, locale: str
) -> None:
    said = render(locale, notice, FACTS)
    assert isinstance(said, Reply)
    assert len(said.text) > 10
    assert "{" not in said.text
    assert notice.about[0].isupper()


@pytest.mark.parametrize("notice", [notice for notice in Notice if notice.supporters])
def test_what_supporters_are_told_is_a_notice_of_its_own(notice: Notice) -> None:
    assert Notice.of(notice.supporters) is not notice
    assert not Notice.of(notice.supporters).supporters
