"""How many messages a second a platform takes from us, all chats together (see `bot/rates.py`)."""

from collections.abc import Mapping

A_SECOND: Mapping[str, int] = {"telegram": 30, "whatsapp": 80}
