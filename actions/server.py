"""The endpoint that Rasa calls for actions, on loopback and behind the engine's secret."""

import hmac
import logging
from collections.abc import Callable
from typing import Any

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse
from rasa_sdk.executor import ActionExecutor
from rasa_sdk.interfaces import ActionExecutionRejection, ActionNotFoundException

from actions.desk import Desk
from actions.registry import executor
from bot.trace import HEADER, about
from bot.wiring import System

log = logging.getLogger(__name__)


def endpoint(system: System) -> FastAPI:
    """Return the endpoint with the actions of one installation."""
    live, province = system.live, system.province  # read now, not while the first citizen waits
    calendar = system.calendar

    def desk() -> Desk:
        return Desk(live.now, province, calendar=calendar)

    return actions_app(executor(desk), system.secret, system.engine.trace_of)


def actions_app(
    runner: ActionExecutor, secret: str, trace_of: Callable[[str], str] = lambda _: ""
) -> FastAPI:
    """Return the app that runs ``runner``; the secret comes as the query's ``token``.

    ``trace_of`` knows the trace of a conversation where no header brings it.
    """
    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)

    @app.post("/webhook")
    async def webhook(request: Request, token: str = "") -> JSONResponse:
        if not hmac.compare_digest(token.encode(), secret.encode()):
            return JSONResponse({"error": "wrong token"}, 401)
        call = await request.json()
        conversation = str(call.get("sender_id", ""))
        with about(request.headers.get(HEADER, "") or trace_of(conversation), conversation):
            log.debug("the engine asks for %s", call.get("next_action"))
            return await _run(runner, call)

    return app


async def _run(runner: ActionExecutor, call: dict[str, Any]) -> JSONResponse:
    try:
        result = await runner.run({"domain": {}, **call})
    except ActionExecutionRejection as error:
        return JSONResponse({"error": error.message, "action_name": error.action_name}, 400)
    except ActionNotFoundException as error:
        return JSONResponse({"error": error.message, "action_name": error.action_name}, 404)
    return JSONResponse(result.model_dump() if result else None)
