"""News by mail: one letter for all that is due, at the city's own server (SMTP)."""

import logging
import smtplib
import ssl
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import formatdate
from urllib.parse import unquote, urlsplit

from routing.news.leaving import Left, Parcel
from sorot.addresses import is_loopback

log = logging.getLogger(__name__)
PATIENCE = 20.0  # seconds


@dataclass(frozen=True)
class Post:
    """The server (smtp://, smtps:// for TLS from the first byte), who writes, and where the panel is."""

    url: str
    sender: str
    site: str

    def __call__(self, parcel: Parcel) -> Left:
        """Sends it; later when the server does not take it now."""
        if not parcel.email:
            return Left.NOBODY
        try:
            self.hand_over(letter(parcel, sender=self.sender, site=self.site))
        except smtplib.SMTPRecipientsRefused:
            return Left.NOBODY
        except (OSError, smtplib.SMTPException) as wrong:
            log.warning("mail to an officer waits: %s", type(wrong).__name__)
            return Left.LATER
        return Left.SENT

    def hand_over(self, made: EmailMessage) -> None:
        """To the server; OSError or SMTPException where it does not take it."""
        parts = urlsplit(self.url)
        host, tls = parts.hostname or "", ssl.create_default_context()
        if parts.scheme == "smtps":
            server: smtplib.SMTP = smtplib.SMTP_SSL(host, parts.port or 465, timeout=PATIENCE, context=tls)
        else:
            server = smtplib.SMTP(host, parts.port or 587, timeout=PATIENCE)
        with server:
            if parts.scheme == "smtp" and not is_loopback(host):
                server.starttls(context=tls)  # words and a password never travel in the clear
            if parts.username:
                server.login(unquote(parts.username), unquote(parts.password or ""))
            server.send_message(made)


def letter(parcel: Parcel, *, sender: str, site: str) -> EmailMessage:
    """The letter. The same parcel has the same Message-ID: sent twice after a kill, it is shown once."""
    made, first = EmailMessage(), parcel.pieces[0]
    many = len(parcel.pieces)
    made["Subject"] = first.words if many == 1 else f"{many} kabar dari Sorot"
    made["From"], made["To"], made["Date"] = sender, parcel.email, formatdate()
    made["Message-ID"] = (
        f"<sorot-{first.news}-{parcel.pieces[-1].news}-{many}@{urlsplit(site).hostname or 'sorot'}>"
    )
    made["Auto-Submitted"] = "auto-generated"
    lines = [f"- {piece.words}\n  {site}{piece.path}" for piece in parcel.pieces]
    choose = f"{site}/akun/kabar"
    made.set_content(
        f"Halo {parcel.name},\n\n" + "\n".join(lines) + f"\n\nAtur kabar yang Anda terima: {choose}\n"
    )  # fmt: skip
    return made
