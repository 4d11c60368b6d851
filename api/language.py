"""Language choice: middleware that remembers the language which a reader asked for with ``?lang=``."""

from urllib.parse import parse_qs

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from .texts import COOKIE, LANGUAGES

_YEAR = 31_536_000


class RememberLanguage:
    """Middleware: a page that was asked for in a language brings a cookie that keeps the choice for a year."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and a page back with the cookie."""
        choice = _choice(scope) if scope["type"] == "http" else ""
        if not choice:
            await self._app(scope, receive, send)
            return

        async def remembering(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                # "lang" is also a parameter of the vocabulary API, where it is nobody's choice for the pages
                if headers.get("content-type", "").startswith("text/html"):
                    headers.append("Set-Cookie", f"{COOKIE}={choice}; Path=/; Max-Age={_YEAR}; SameSite=Lax")
            await send(message)

        await self._app(scope, receive, remembering)


def _choice(scope: Scope) -> str:
    query = scope["query_string"]
    if f"{COOKIE}=".encode() not in query:
        return ""
    choice = parse_qs(query.decode("latin-1")).get(COOKIE, [""])[0]
    return choice if choice in LANGUAGES else ""
