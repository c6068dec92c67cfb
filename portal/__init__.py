"""Public pages: what this is, the chat, and tracking a report."""

from routing import words
from routing.city import naming
from routing.texts import promised_wib
from web import templates

templates.offer(
    city_name=naming.full_name,
    example_number=naming.example_number,
    promised_wib=promised_wib,
    **words.ON_PAGES,
)
