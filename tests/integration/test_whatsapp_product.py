"""The product's own processes with WhatsApp: as a city runs them, killed and started again."""

from pathlib import Path

import pytest

from tests.factories.city import KRANJI_POINT
from tests.fakes.whatsapp_api import WhatsAppApi
from tests.servers import run_role, wait_until

pytestmark = pytest.mark.timeout(360)

SECRET, WORD = "0f1e2d3c4b5a69788796a5b4c3d2e1f0", "kata-rahasia-kota"


@pytest.mark.crash_full
@pytest.mark.timeout(300)
def test_a_conversation_survives_a_kill_and_what_came_meanwhile_is_delivered_again(tmp_path: Path) -> None:
    with WhatsAppApi() as api:
        settings = {
            "SOROT_WHATSAPP_TOKEN": api.token,
            "SOROT_WHATSAPP_PHONE_ID": api.phone_id,
            "SOROT_WHATSAPP_APP_SECRET": SECRET,
            "SOROT_WHATSAPP_VERIFY_TOKEN": WORD,
            "SOROT_WHATSAPP_API_BASE": api.url,
        }
        siti = api.user("Siti")
        with run_role("up", folder=tmp_path, settings=settings, seconds=120) as product:
            api.webhook(f"{product.address}/hook/whatsapp", secret=SECRET, word=WORD)
            siti.text("Jalan berlubang parah, sudah dua minggu")
            siti.wait_for(lambda message: message["type"] == "interactive", seconds=60)
            product.kill()
            siti.location(*KRANJI_POINT)
            wait_until(lambda: api.world.delivered[-1][1] == 0, seconds=10, what="a failed delivery")
            product.start(seconds=120)
            siti.wait_for("Kranji", seconds=60)
            wait_until(lambda: api.pending() == 0, seconds=10, what="everything was taken")
            assert SECRET not in product.log
            assert api.token not in product.log
        assert product.exit_code == 0
    assert {call.status for call in api.sent()} == {200}
