"""What rooms tell one another in a process: sections of the configuration, and who hears of a new one."""

import bot.messages
import bot.messages.section
from bot.channels.whatsapp import section as templates_section
from bot.channels.whatsapp import templates
from routing.city import catalogue, naming
from routing.city.catalogue import Catalogue
from routing.city.sections import kinds, register
from sensors import section as gauges


def wire() -> None:
    """Make every section known, and let the bot speak as the city configures it. May be said again."""
    register.register()
    for section in (bot.messages.section.SECTION, templates_section.SECTION, gauges.SECTION):
        kinds.add(section)
    catalogue.on_new("bot", _speak)


def _speak(city: Catalogue) -> None:
    naming.use(city.settings.city)
    bot.messages.use_own(city.settings.own_messages)
    templates.use_own(city.settings.own_templates)
