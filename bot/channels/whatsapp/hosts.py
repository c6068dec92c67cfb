"""Where our token may go: the Graph server we were told, and Meta's hosts for files. Pure."""

from urllib.parse import urlsplit

# Files of WhatsApp are handed out under these; the first dot makes them whole names, not endings of others.
META = (".facebook.com", ".fbcdn.net", ".fbsbx.com", ".whatsapp.net")


def may_have_token(address: str, *, graph: str) -> bool:
    """Whether `address` is on the Graph server `graph` itself, or on one of Meta's hosts over https."""
    try:
        asked, ours = urlsplit(address), urlsplit(graph)
        ports = asked.port, ours.port
    except ValueError:
        return False
    if asked.username is not None or asked.password is not None or not address.isascii() or "\\" in address:
        return False
    if (asked.scheme, asked.hostname, ports[0]) == (ours.scheme, ours.hostname, ports[1]):
        return True
    host = asked.hostname or ""
    return asked.scheme == "https" and ports[0] in (None, 443) and f".{host}".endswith(META)
