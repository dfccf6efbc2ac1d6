"""Asks Zalo for a new token pair. What it answers is believed only when it is whole."""

from typing import Annotated

import httpx
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from bot.channels.zalo import facts
from bot.errors import ZaloNotConnected
from bot.records.zalo_tokens import TokenPair

TIMEOUT_SECONDS = 10.0

_FAILED = "Không gia hạn được khóa Zalo: {}."
_SPENT = (
    "Zalo báo refresh token đã dùng rồi hoặc hết hạn; hãy lấy refresh token mới "
    "rồi chạy: motcua zalo connect"
)


class _Answer(BaseModel):
    model_config = ConfigDict(extra="ignore", coerce_numbers_to_str=True)

    error: int = 0
    error_name: str = ""
    error_description: str = ""
    message: str = ""


class _Pair(BaseModel):
    access_token: Annotated[str, StringConstraints(min_length=1)]
    refresh_token: Annotated[str, StringConstraints(min_length=1)]
    expires_in: Annotated[int, Field(gt=0)] = facts.ACCESS_SECONDS  # seen as a string of digits


class OAuth:
    """Callable: a refresh token in, a new pair out. The token given is spent then."""

    def __init__(
        self, app_id: str, secret: str, base: str, timeout: float = TIMEOUT_SECONDS
    ) -> None:
        self._app_id, self._secret, self._timeout = app_id, secret, timeout
        self._url = base.rstrip("/") + facts.OAUTH_PATH

    def __call__(self, refresh_token: str) -> TokenPair:
        """Return a new pair.

        Raises:
            ZaloNotConnected: there is none, and why.
        """
        form = {"refresh_token": refresh_token, "app_id": self._app_id}
        try:
            answer = httpx.post(
                self._url,
                data=form | {"grant_type": "refresh_token"},
                headers={facts.SECRET_HEADER: self._secret},
                timeout=self._timeout,
            )
        except httpx.HTTPError as error:
            raise ZaloNotConnected(
                _FAILED.format(f"không kết nối ({type(error).__name__})")
            ) from None
        return _pair(answer)


def _pair(answer: httpx.Response) -> TokenPair:
    """An error comes with status 200 too, so the body decides."""
    try:
        told = _Answer.model_validate_json(answer.content)
        if told.error or told.error_name:
            raise ZaloNotConnected(_refusal(told))
        pair = _Pair.model_validate_json(answer.content)
    except ValidationError:
        why = f"câu trả lời không đúng dạng (HTTP {answer.status_code})"
        raise ZaloNotConnected(_FAILED.format(why)) from None
    return TokenPair(pair.access_token, pair.refresh_token, pair.expires_in)


def _refusal(told: _Answer) -> str:
    if told.error == facts.REFRESH_SPENT:
        return _SPENT
    why = told.error_description or told.error_name or told.message
    return _FAILED.format(f"Zalo báo lỗi {told.error}: {why[:200]}")
