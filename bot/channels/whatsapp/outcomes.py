"""Meta's error codes as outcomes. Source: the Cloud API's page of error codes."""

from bot.channels.outcomes import Blocked, Rejected, RetryAfter, WindowClosed
from bot.channels.whatsapp.api import GraphRefused

PAIR_LIMIT = 131056
PAIR_GAP = 6.0  # seconds a message to one person, once the burst is used up
WINDOW = 131047
# Meta cannot reach this person: not on WhatsApp, blocked us, or an app too old. It does not say which.
UNREACHABLE = frozenset({131026})
# Templates that are missing, paused, refused or do not fit, and notices Meta will not bring now: the message
# itself is good, so it waits until the resident writes and may then go as free text.
TEMPLATE = frozenset({130472, 131049, 131050}) | frozenset(range(132000, 132100))
# Limits, outages, and our own account (token, permission, payment, lock): they pass or are put right.
LATER = (
    frozenset({0, 1, 2, 3, 4, 10, 190, 368, 80007, 130429, 130497, 131000, 131005, 131016, 131031, 131042})
    | frozenset({131045, 131048, 131057, 133004, 133005, 133006, 133010, 133015})
    | frozenset(range(200, 300))
)

NotSent = RetryAfter | WindowClosed | Blocked | Rejected


def outcome(refused: GraphRefused) -> NotSent:
    """What a refusal means for the message."""
    if refused.code == PAIR_LIMIT:
        return RetryAfter(PAIR_GAP, str(refused))
    if refused.code == WINDOW or refused.code in TEMPLATE:
        return WindowClosed(str(refused))
    if refused.code in UNREACHABLE:
        return Blocked(str(refused))
    if refused.code in LATER:
        return RetryAfter(None, str(refused))
    return Rejected(str(refused))
