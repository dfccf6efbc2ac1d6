"""The institution's own log-in: OpenID Connect, code flow with PKCE. Nothing of it is kept."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from secrets import token_urlsafe
from typing import Any, Final, cast

import httpx
from authlib.integrations.base_client.errors import OAuthError
from authlib.integrations.httpx_client import OAuth2Client
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet, KeySetSerialization

from bot.clock import utc_now
from bot.errors import StaffRefused

AWAY = (
    "Máy chủ đăng nhập của cơ quan không trả lời; hãy vào bằng mật khẩu của trang này, "
    "hoặc thử lại sau."
)
REFUSED = "Máy chủ đăng nhập của cơ quan chưa xác nhận; hãy thử lại từ đầu."
SECONDS = 5.0
SLACK = 60  # seconds that two clocks may differ
_SIGNED: Final = ("RS256", "PS256", "ES256")  # never "none", never with the client's secret
_WELL_KNOWN = "/.well-known/openid-configuration"


@dataclass(frozen=True, slots=True)
class Started:
    """A log-in on its way: what the browser must bring back, and what only we know of it."""

    address: str
    state: str
    nonce: str
    verifier: str


@dataclass(frozen=True, slots=True)
class Outside:
    """Who somebody is there; ``is_strong`` if they showed a second factor."""

    subject: str
    name: str
    is_strong: bool


class OpenId:
    """One provider, as the operator set it."""

    def __init__(
        self,
        issuer: str,
        client: tuple[str, str],
        name: str,
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        """Speak to ``issuer`` as ``client``, its id and its secret."""
        self.name = name
        self._issuer, self._client, self._clock = issuer, client, clock

    def start(self, back: str) -> Started:
        """Return where to send the browser; it comes back to ``back``.

        Raises:
            StaffRefused: the provider is away.
        """
        where = self._told(self._issuer.rstrip("/") + _WELL_KNOWN)
        nonce, verifier = token_urlsafe(24), token_urlsafe(48)
        with self._speaking(back) as client:
            address, state = client.create_authorization_url(
                where["authorization_endpoint"], code_verifier=verifier, nonce=nonce
            )
        return Started(address, state, nonce, verifier)

    def finish(self, started: Mapping[str, str], code: str, back: str) -> Outside:
        """Return who came back with ``code``.

        Raises:
            StaffRefused: the provider is away, or does not confirm it.
        """
        where = self._told(self._issuer.rstrip("/") + _WELL_KNOWN)
        try:
            with self._speaking(back) as client:
                given = client.fetch_token(
                    where["token_endpoint"], code=code, code_verifier=started["verifier"]
                )
            keys = KeySet.import_key_set(self._keys(where["jwks_uri"]))
            claims = self._claims(given["id_token"], keys, started["nonce"])
        except httpx.HTTPError:
            raise StaffRefused(AWAY) from None
        except (OAuthError, JoseError, KeyError, ValueError):
            raise StaffRefused(REFUSED) from None
        name = claims.get("preferred_username") or claims.get("email") or claims["sub"]
        strong = "mfa" in (claims.get("amr") or ())
        return Outside(f"{self._issuer} {claims['sub']}", str(name), strong)

    def _claims(self, token: str, keys: KeySet, nonce: str) -> dict[str, Any]:
        """Return what the ID token says, once all of it is proven."""
        claims = jwt.decode(token, keys, algorithms=_SIGNED).claims
        rules = jwt.JWTClaimsRegistry(
            now=int(self._clock().timestamp()),
            leeway=SLACK,
            iss={"essential": True, "value": self._issuer},
            aud={"essential": True, "value": self._client[0]},
            sub={"essential": True},
            exp={"essential": True},
            nonce={"essential": True, "value": nonce},
        )
        rules.validate(claims)
        several = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
        if claims.get("azp", self._client[0] if not several else "") != self._client[0]:
            raise ValueError("the token was made for another client")
        return claims

    def _keys(self, address: str) -> KeySetSerialization:
        return cast(KeySetSerialization, self._told(address))

    def _told(self, address: str) -> dict[str, Any]:
        """Return what the provider publishes at ``address``."""
        try:
            answer = httpx.get(address, timeout=SECONDS).raise_for_status()
            told: dict[str, Any] = answer.json()
        except (httpx.HTTPError, ValueError):
            raise StaffRefused(AWAY) from None
        if told.get("issuer", self._issuer) != self._issuer:
            raise StaffRefused(REFUSED)
        return told

    def _speaking(self, back: str) -> Any:
        return OAuth2Client(
            *self._client,
            redirect_uri=back,
            scope="openid profile email",
            code_challenge_method="S256",
            timeout=SECONDS,
        )
