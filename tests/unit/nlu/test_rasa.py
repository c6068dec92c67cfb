"""The optional Rasa engine: its help when it answers, the embedded engine's answer whenever it does not."""

from collections.abc import Iterator

import pytest

from nlu.rasa import Circuit, RasaClient, RasaEngine, RasaFailed, read_answer
from nlu.types import Intent, Ranked, Understanding
from tests.fakes.rasa_server import FakeRasa, running_rasa

CODES = ("jalan_rusak", "trotoar_jembatan", "pju")
COMPLAINT = "aspal depan gapura sudah hancur"


class Embedded:
    """An embedded engine that always says the same."""

    name = "tertanam"

    def __init__(self, intent: Intent = Intent.LAPOR) -> None:
        self.intent = intent

    def understand(self, text: str) -> Understanding:
        masked = text.replace("081234567890", "[telepon]")
        return Understanding(masked, self.intent, 0.6, (Ranked("pju", 0.4),), engine=self.name)


class Time:
    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def rasa() -> Iterator[FakeRasa]:
    with running_rasa() as server:
        yield server


def engine(
    server: FakeRasa, *, token: str | None = None, time: Time | None = None, **embedded: Intent
) -> RasaEngine:
    client = RasaClient(server.url, token=token, timeout=0.4)
    return RasaEngine(client, Embedded(**embedded), codes=CODES, circuit=Circuit(time or Time()))


def test_rasa_decides_category_and_intent_when_it_answers(rasa: FakeRasa) -> None:
    known = engine(rasa).understand(COMPLAINT)
    assert (known.intent, known.engine) == (Intent.LAPOR, "rasa")
    assert known.categories == (Ranked("jalan_rusak", 0.91), Ranked("trotoar_jembatan", 0.05))


@pytest.mark.parametrize("name", ["jalan_rusak", "lapor/jalan_rusak", "lapor_jalan_rusak"])
def test_each_way_to_write_a_category_as_an_intent_is_read(rasa: FakeRasa, name: str) -> None:
    rasa.ranking = [(name, 0.8)]
    assert engine(rasa).understand(COMPLAINT).best == Ranked("jalan_rusak", 0.8)


def test_a_proposal_stays_a_proposal_whatever_category_rasa_finds(rasa: FakeRasa) -> None:
    known = engine(rasa, intent=Intent.ASPIRASI).understand("usul trotoar dilebarkan")
    assert (known.intent, known.engine) == (Intent.ASPIRASI, "rasa")


def test_what_the_embedded_engine_took_for_no_report_may_be_one_to_rasa(rasa: FakeRasa) -> None:
    assert engine(rasa, intent=Intent.BUKAN_LAPORAN).understand(COMPLAINT).intent is Intent.LAPOR


def test_an_intent_of_rasa_keeps_the_embedded_categories_when_it_ranks_none(rasa: FakeRasa) -> None:
    rasa.ranking = [("status", 0.9)]
    known = engine(rasa).understand("sampai mana ya laporan kemarin")
    assert (known.intent, known.best, known.engine) == (Intent.STATUS, Ranked("pju", 0.4), "tertanam")


def test_rasa_never_sees_a_phone_number(rasa: FakeRasa) -> None:
    engine(rasa).understand(COMPLAINT + " hubungi 081234567890")
    assert rasa.asked == [COMPLAINT + " hubungi [telepon]"]


@pytest.mark.parametrize("text", ["", "   ", "😀😀", "jalan", "\x00"])
def test_a_text_without_substance_is_not_asked_about(rasa: FakeRasa, text: str) -> None:
    asking = engine(rasa)
    assert asking.understand(text).engine == "tertanam"
    assert rasa.asked == []
    assert asking.counts() == {"skipped": 1}


def test_a_settled_short_form_is_not_asked_about(rasa: FakeRasa) -> None:
    engine(rasa, intent=Intent.YA).understand("iya sudah benar")
    assert rasa.asked == []


@pytest.mark.parametrize("status", [401, 404, 409, 500, 503])
def test_an_error_of_rasa_falls_back_and_is_counted(rasa: FakeRasa, status: int) -> None:
    rasa.status = status
    asking = engine(rasa)
    assert asking.understand(COMPLAINT).best == Ranked("pju", 0.4)
    assert asking.counts() == {"asked": 1, f"failed_http_{status}": 1}


def test_a_server_without_a_model_falls_back(rasa: FakeRasa) -> None:
    rasa.model_loaded = False
    asking = engine(rasa)
    assert asking.understand(COMPLAINT).engine == "tertanam"
    assert asking.counts()["failed_http_409"] == 1


def test_the_token_is_sent_and_a_wrong_one_falls_back(rasa: FakeRasa) -> None:
    rasa.token = "rahasia"
    assert engine(rasa, token="rahasia").understand(COMPLAINT).engine == "rasa"
    assert engine(rasa, token="salah").understand(COMPLAINT).engine == "tertanam"


def test_a_slow_answer_is_not_waited_for(rasa: FakeRasa) -> None:
    rasa.delay = 3
    asking = engine(rasa)
    assert asking.understand(COMPLAINT).engine == "tertanam"
    assert asking.counts()["failed_timeout"] == 1


def test_an_answer_that_drips_in_is_cut_off(rasa: FakeRasa) -> None:
    rasa.drip = 0.05
    asking = engine(rasa)
    assert asking.understand(COMPLAINT).engine == "tertanam"
    assert asking.counts()["failed_timeout"] == 1


def test_a_server_that_is_gone_falls_back() -> None:
    with running_rasa() as server:
        asking = engine(server)
    assert asking.understand(COMPLAINT).engine == "tertanam"
    assert asking.counts()["failed_unreachable"] == 1


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>",
        b"[]",
        b'{"intent": null, "intent_ranking": []}',
        b'{"intent": {"name": null, "confidence": 0.0}, "intent_ranking": []}',
        b'{"intent": {"name": "status", "confidence": "NaN"}, "intent_ranking": []}',
        b'{"intent": {"name": "status", "confidence": 7}, "intent_ranking": []}',
        b'{"intent": {"name": "status", "confidence": 0.5}}',
        b"\xff\xfe",
    ],
)
def test_a_nonsensical_answer_is_refused(rasa: FakeRasa, body: bytes) -> None:
    with pytest.raises(RasaFailed, match="nonsense"):
        read_answer(body)
    rasa.raw = body
    assert engine(rasa).understand(COMPLAINT).engine == "tertanam"


def test_an_endless_answer_is_refused(rasa: FakeRasa) -> None:
    rasa.raw = b" " * 300_000
    asking = engine(rasa)
    assert asking.understand(COMPLAINT).engine == "tertanam"
    assert asking.counts()["failed_nonsense"] == 1


def test_an_intent_nobody_knows_falls_back(rasa: FakeRasa) -> None:
    rasa.ranking = [("pesan_pizza", 0.99)]
    asking = engine(rasa)
    assert asking.understand(COMPLAINT).intent is Intent.LAPOR
    assert asking.counts()["failed_unknown_intent"] == 1


def test_three_failures_stop_the_asking_until_the_pause_is_over(rasa: FakeRasa) -> None:
    time = Time()
    asking = engine(rasa, time=time)
    rasa.status = 500
    for _ in range(3):
        asking.understand(COMPLAINT)
    rasa.status = 200
    assert asking.understand(COMPLAINT).engine == "tertanam"
    assert asking.counts()["circuit_open"] == 1
    time.now += 31
    assert asking.understand(COMPLAINT).engine == "rasa"
    assert asking.understand(COMPLAINT).engine == "rasa"


def test_after_the_pause_one_failing_try_keeps_the_circuit_open(rasa: FakeRasa) -> None:
    time = Time()
    asking = engine(rasa, time=time)
    rasa.status = 500
    for _ in range(3):
        asking.understand(COMPLAINT)
    time.now += 31
    asking.understand(COMPLAINT)
    asking.understand(COMPLAINT)
    assert asking.counts() == {"asked": 4, "failed_http_500": 4, "circuit_open": 1}
