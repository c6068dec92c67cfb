"""Thanks for work that is done, pleas to hurry and unwillingness to report are no report and no danger."""

import pytest

from nlu.alarm import detect_alarm
from nlu.engine import EmbeddedEngine
from nlu.praise import thanks_for_work
from nlu.sense import Sense
from nlu.types import Intent


@pytest.mark.parametrize(
    "text",
    [
        "kemaren saya lapor lubang di jl juanda, sekarang udah ditambal, makasih banyak ya pak",
        "makasih pak got depan rumah udah dikeruk",
        "lampu yang saya laporin udah nyala lagi pak terima kasih",
        "alhamdulillah sampahnya sudah diangkut, trims min",
    ],
)
def test_thanks_for_work_that_is_done(text: str) -> None:
    assert thanks_for_work(text)


@pytest.mark.parametrize(
    "text",
    [
        "udah ditambal makasih tapi sekarang bolong lagi",
        "lampu mati dari kemarin di bintara, terima kasih",
        "jalan sudah dipenuhi lubang, terima kasih",
        "sampah udah diangkut makasih, tapi lampunya masih mati",
        "tolong ditambal ya, terima kasih",
    ],
)
def test_a_complaint_that_ends_with_thanks_is_none(text: str) -> None:
    assert not thanks_for_work(text)


@pytest.mark.parametrize(
    "text",
    [
        "bisa tolong dipercepat ga",
        "tolong dipercepat",
        "tolong dong buruan diurus",
        "mohon dibantu disegerakan ya pak",
        "sebenernya saya ragu mau lapor apa engga, takutnya dikira cepu",
        "jujur saya segan lapor, nanti dimusuhin tetangga",
        "tagihan air saya numpuk, ga bisa bayar, bisa dicicil ga",
        "bapak walikota tolong kami, belum makan dari kemarin, anak saya 3",
        "anak saya lima, di rumah ga ada beras, sudah kelaparan",
    ],
)
def test_pleas_to_hurry_and_unwillingness_to_report_are_no_danger(text: str, sense: Sense) -> None:
    assert detect_alarm(text, sense) is None


@pytest.mark.parametrize(
    "text", ["eh nomer laporan saya yg kemarin berapa ya lupa", "laporan saya nomornya berapa"]
)
def test_who_forgot_the_number_asks_how_a_report_stands(text: str, engine: EmbeddedEngine) -> None:
    assert engine.understand(text).intent is Intent.STATUS
