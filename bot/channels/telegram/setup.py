"""What a bot is told at start: where updates go, and its menu."""

from telegram import BotCommand

from bot.channels.telegram.api import BotApi
from bot.channels.telegram.receive import ALLOWED_UPDATES
from bot.channels.telegram.routes import PATH, checked_secret
from bot.messages import DEFAULT, say

COMMANDS = ("laporan", "peringatan", "batal", "privasi", "bantuan")


def announce_webhook(api: BotApi, *, site: str, secret: str | None) -> None:
    """Have updates pushed to `site` and set the menu; SecretMissing, Refused or Unavailable if not."""
    word = checked_secret(secret)
    url = site.rstrip("/") + PATH
    api.do(api.bot.set_webhook(url, secret_token=word, allowed_updates=ALLOWED_UPDATES, max_connections=20))
    announce_menu(api)


def announce_menu(api: BotApi) -> None:
    """Set the menu of commands; Refused or Unavailable when that cannot be."""
    menu = [BotCommand(name, say(DEFAULT, f"telegram-menu-{name}")) for name in COMMANDS]
    api.do(api.bot.set_my_commands(menu))
