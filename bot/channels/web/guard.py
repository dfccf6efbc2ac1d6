"""What every request must pass and every response must carry."""

from urllib.parse import urlsplit

from fastapi import HTTPException, Request
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send


def policy(*ancestors: str) -> str:
    """Return what our pages may load, and which other hosts may frame them."""
    framers = " ".join(ancestors) or "'none'"
    return (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; "
        f"frame-ancestors {framers}"
    )


SECURITY_HEADERS = {
    "Content-Security-Policy": policy(),
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}

FOREIGN = "Yêu cầu này đến từ một trang khác nên không được nhận ạ."


class SecurityHeaders:
    """Sets the security headers that a response has not set itself."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                names_framers = "content-security-policy" in headers
                for name, value in SECURITY_HEADERS.items():
                    headers.setdefault(name, value)
                if names_framers:  # which the older header cannot
                    del headers["X-Frame-Options"]
            await send(message)

        await self._app(scope, receive, send_with_headers)


def refuse_other_sites(request: Request) -> None:
    """Let only our own page (or a client that is no browser) change anything.

    Raises:
        HTTPException: 403 when a browser says that another site sends the request.
    """
    if not _from_here(request):
        raise HTTPException(403, FOREIGN)


def _from_here(request: Request) -> bool:
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site in {"same-origin", "none"}
    origin = request.headers.get("origin")
    return origin is None or urlsplit(origin).netloc == request.headers.get("host")
