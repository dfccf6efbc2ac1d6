"""The endpoint that Rasa calls for actions, on loopback and behind the engine's secret."""

import hmac
from typing import Any

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse
from rasa_sdk.executor import ActionExecutor
from rasa_sdk.interfaces import ActionExecutionRejection, ActionNotFoundException

from actions.desk import Desk
from actions.registry import executor
from bot.wiring import System


def endpoint(system: System) -> FastAPI:
    """Return the endpoint with the actions of one installation."""
    live, province = system.live, system.province  # read now, not while the first citizen waits
    calendar = system.calendar

    def desk() -> Desk:
        return Desk(live.now, province, calendar=calendar)

    return actions_app(executor(desk), system.secret)


def actions_app(runner: ActionExecutor, secret: str) -> FastAPI:
    """Return the app that runs ``runner``; the secret comes as the query's ``token``."""
    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)

    @app.post("/webhook")
    async def webhook(request: Request, token: str = "") -> JSONResponse:
        if not hmac.compare_digest(token.encode(), secret.encode()):
            return JSONResponse({"error": "wrong token"}, 401)
        return await _run(runner, await request.json())

    return app


async def _run(runner: ActionExecutor, call: dict[str, Any]) -> JSONResponse:
    try:
        result = await runner.run({"domain": {}, **call})
    except ActionExecutionRejection as error:
        return JSONResponse({"error": error.message, "action_name": error.action_name}, 400)
    except ActionNotFoundException as error:
        return JSONResponse({"error": error.message, "action_name": error.action_name}, 404)
    return JSONResponse(result.model_dump() if result else None)
