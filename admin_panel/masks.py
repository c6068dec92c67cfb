"""A resident's personal data as officers see it until they ask for it and say why."""


def mask_name(name: str | None) -> str:
    """ "S••• R•••••": the first letter of each word, so that two people in one chat can be told apart."""
    words = (name or "").split()
    return " ".join(word[0] + "•" * min(len(word) - 1, 7) for word in words) or "Tanpa nama"


def mask_address(address: str) -> str:
    """ "••••••890": the last three signs of a chat id or number."""
    return "•" * 6 + address[-3:] if len(address) > 5 else "•" * 6
