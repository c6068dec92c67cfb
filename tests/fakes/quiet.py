"""A server for fakes: a caller that is killed while it speaks is no fault of the server's."""

import sys
from http.server import ThreadingHTTPServer
from typing import Any


class QuietServer(ThreadingHTTPServer):
    """Prints no trace where the caller was cut off; of anything else it does."""

    def handle_error(self, request: Any, client_address: Any) -> None:
        """As the library's, which prints."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)
