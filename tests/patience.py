"""A loaded machine understands as well, only later: no test but those of the limit itself meets the limit."""

from bot import understanding

GIVEN_UP_AFTER = understanding.SECONDS
understanding.SECONDS = 60.0
