"""What rooms tell one another in a process: sections of the configuration, and who hears of a new one."""

import bot.messages
import bot.messages.section
import portal.messages
import portal.messages.section
from bot.channels.whatsapp import section as templates_section
from bot.channels.whatsapp import templates
from routing.city import catalogue, naming
from routing.city.catalogue import Catalogue
from routing.city.sections import kinds, register
from routing.reports import ready_section
from sensors import section as gauges
from sensors.cameras import section as cameras
from sensors.feeds import section as feeds


def wire() -> None:
    """Make every section known, and let bot and pages speak as the city configures it. May be said again."""
    register.register()
    for section in (
        bot.messages.section.SECTION, portal.messages.section.SECTION, templates_section.SECTION,
        gauges.SECTION, cameras.SECTION, feeds.SECTION, ready_section.SECTION,
    ):  # fmt: skip
        kinds.add(section)
    catalogue.on_new("words", _speak)


def _speak(city: Catalogue) -> None:
    naming.use(city.settings.city)
    bot.messages.use_own(city.settings.own_messages)
    portal.messages.use_own(city.settings.own_pages)
    templates.use_own(city.settings.own_templates)
