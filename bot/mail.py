"""Sends a letter by the institution's own mail server (standard library only)."""

import smtplib
from email.message import EmailMessage
from urllib.parse import unquote, urlsplit

from bot.needs.digest import Letter

TIMEOUT_SECONDS = 20.0


class Mail:
    """A mail server, as ``smtp://name:password@host:587`` (STARTTLS) or ``smtps://…:465``.

    ``smtp+plain://`` sends without encryption, for a server on this machine.
    """

    def __init__(self, url: str, sender: str) -> None:
        self._server, self._sender = urlsplit(url), sender

    def __call__(self, address: str, letter: Letter) -> None:
        """Send a letter.

        Raises:
            OSError: the server cannot be reached or does not take it.
        """
        message = EmailMessage()
        message["Subject"], message["From"], message["To"] = letter.subject, self._sender, address
        message.set_content(letter.text)
        with self._connected() as server:
            if self._server.username:
                name, password = self._server.username, self._server.password or ""
                server.login(unquote(name), unquote(password))
            server.send_message(message)

    def _connected(self) -> smtplib.SMTP:
        host, port = self._server.hostname or "127.0.0.1", self._server.port
        if self._server.scheme == "smtps":
            return smtplib.SMTP_SSL(host, port or 465, timeout=TIMEOUT_SECONDS)
        server = smtplib.SMTP(host, port or 587, timeout=TIMEOUT_SECONDS)
        if self._server.scheme == "smtp":
            server.starttls()
        return server
