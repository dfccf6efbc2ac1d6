"""An institution's own log-in on loopback: discovery, keys, tokens; it can be told to misbehave."""

import json
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT, SECRET = "motcua", "an-invented-client-secret"


@cache
def key(name: str) -> RSAKey:
    """Make a key once: it takes a while."""
    return RSAKey.generate_key(2048, {"kid": name, "alg": "RS256", "use": "sig"})


@dataclass
class FakeOidc:
    """A provider at which everybody is ``subject``.

    ``claims`` are put over those that would be right; ``unsigned`` makes tokens of "alg: none".
    """

    now: float
    port: int = 0
    subject: str = "4711"
    claims: dict[str, Any] = field(default_factory=dict)
    signer: str = "published"
    unsigned: bool = False
    is_broken: bool = False
    codes: dict[str, dict[str, str]] = field(default_factory=dict)

    @property
    def issuer(self) -> str:
        return f"http://127.0.0.1:{self.port}/realm"

    def log_in(self, address: str) -> str:
        """Do what the person and the page there do, and return where the browser is sent."""
        asked = {name: said[0] for name, said in parse_qs(urlsplit(address).query).items()}
        assert asked["response_type"] == "code"
        assert asked["client_id"] == CLIENT
        assert asked["code_challenge_method"] == "S256"
        code = f"code-{len(self.codes)}"
        self.codes[code] = asked
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"

    def metadata(self) -> dict[str, Any]:
        places = {"authorization": "authorize", "token": "token"}
        where = {f"{name}_endpoint": f"{self.issuer}/{path}" for name, path in places.items()}
        return {"issuer": self.issuer, **where, "jwks_uri": f"{self.issuer}/keys"}

    def token(self, sent: dict[str, str]) -> dict[str, Any] | None:
        """Give the tokens for a code, once, to who can show what its challenge was made of."""
        asked = self.codes.pop(sent.get("code", ""), None)
        digest = sha256(sent.get("code_verifier", "").encode()).digest()
        challenge = urlsafe_b64encode(digest).rstrip(b"=").decode()
        if asked is None or asked["code_challenge"] != challenge:
            return None
        if sent.get("redirect_uri") != asked["redirect_uri"]:
            return None
        return {"access_token": "a", "token_type": "Bearer", "id_token": self.id_token(asked)}

    def id_token(self, asked: dict[str, str]) -> str:
        right = {"iss": self.issuer, "aud": CLIENT, "sub": self.subject, "nonce": asked["nonce"]}
        times = {"iat": int(self.now), "exp": int(self.now) + 300}
        claims = {n: c for n, c in {**right, **times, **self.claims}.items() if c is not None}
        if self.unsigned:
            parts = ({"alg": "none"}, claims)
            return ".".join(_base64(json.dumps(part)) for part in parts) + "."
        return jwt.encode({"alg": "RS256", "kid": "published"}, claims, key(self.signer))


class _Handler(BaseHTTPRequestHandler):
    oidc: FakeOidc

    def do_GET(self) -> None:
        path = self.path.removeprefix("/realm")
        if path == "/.well-known/openid-configuration":
            self._say(self.oidc.metadata())
        elif path == "/keys":
            self._say({"keys": [key("published").as_dict(private=False)]})
        elif path.startswith("/authorize"):
            self.send_response(302)
            self.send_header("Location", self.oidc.log_in(self.path))
            self.end_headers()

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        told = self.oidc.token({name: said[0] for name, said in parse_qs(body).items()})
        self._say(told or {"error": "invalid_grant"}, 200 if told else 400)

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def _say(self, what: dict[str, Any], status: int = 200) -> None:
        body = b"<html>" if self.oidc.is_broken else json.dumps(what).encode()
        self.send_response(500 if self.oidc.is_broken else status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@contextmanager
def fake_oidc(now: float) -> Iterator[FakeOidc]:
    """Serve a provider whose clock stands at ``now``."""
    oidc = FakeOidc(now)
    handler = type("Handler", (_Handler,), {"oidc": oidc})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        oidc.port = server.server_address[1]
        thread = Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        yield oidc
        server.shutdown()
        thread.join()


def _base64(text: str) -> str:
    return urlsafe_b64encode(text.encode()).rstrip(b"=").decode()
