"""Public pages: what this is, the chat, and tracking a report."""

from routing import words
from routing.city import naming
from web import templates

templates.offer(city_name=naming.full_name, **words.ON_PAGES)
