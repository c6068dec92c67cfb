"""Officers' news into their browsers."""

from dataclasses import dataclass

import httpx2

from routing.news import subscriptions
from routing.news.leaving import Left, Parcel, Piece
from storage import web_push
from storage.db import reading, transaction
from storage.models import PushSubscription
from storage.web_push import Pushed

BECAME = {
    Pushed.TAKEN: Left.SENT, Pushed.LATER: Left.LATER, Pushed.GONE: Left.NOBODY, Pushed.NEVER: Left.NOBODY
}  # fmt: skip


@dataclass(frozen=True)
class Push:
    """secret: what signs our notifications comes from it. site: who is to be asked about them."""

    secret: str
    site: str

    def __call__(self, parcel: Parcel) -> Left:
        """Sends each piece to each of the officer's browsers; a browser that is gone is forgotten."""
        with reading() as session:
            browsers = list(subscriptions.of(session, parcel.officer))
        if not browsers:
            return Left.NOBODY
        with web_push.client() as http:
            became = [self._send(http, one, piece) for one in browsers for piece in parcel.pieces]
        if Left.SENT in became:
            return Left.SENT
        return Left.LATER if Left.LATER in became else Left.NOBODY

    def _send(self, http: httpx2.Client, browser: PushSubscription, piece: Piece) -> Left:
        said = {"id": piece.news, "words": piece.words, "path": piece.path}
        became = web_push.push(http, browser, said, secret=self.secret, site=self.site)
        if became is Pushed.GONE:
            with transaction() as tx:
                subscriptions.forget(tx, browser.endpoint)
        return BECAME[became]
