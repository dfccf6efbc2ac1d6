"""`/readyz` says to everybody whether, and `/metrics` to who has the token how."""

import hmac

from fastapi import APIRouter, HTTPException, Request, Response
from fastapi.responses import JSONResponse
from prometheus_client import CONTENT_TYPE_LATEST

from bot.operations.readiness import is_ready
from bot.operations.watch import Watch

REFUSED = "Địa chỉ này chỉ dành cho người vận hành, cần khóa đo (MOTCUA_METRICS_TOKEN) ạ."


def operations(watch: Watch) -> APIRouter:
    """Return the routes around ``watch``."""
    routes = APIRouter()

    @routes.get("/readyz")
    async def ready(request: Request) -> Response:
        """Say whether citizens can be answered; with the token, which part keeps them from it."""
        parts = await watch.readiness.look()
        said: dict[str, object] = {"ready": is_ready(parts)}
        if _knows(request, watch.token):
            said["parts"] = dict(parts)
        return JSONResponse(said, 200 if said["ready"] else 503)

    @routes.get("/metrics")
    async def metrics(request: Request) -> Response:
        """Return the figures for Prometheus."""
        if not _knows(request, watch.token):
            raise HTTPException(401, REFUSED, {"WWW-Authenticate": "Bearer"})
        return Response(await watch.metrics(), media_type=CONTENT_TYPE_LATEST)

    return routes


def _knows(request: Request, token: str) -> bool:
    """By token and not by address: behind a proxy on this machine everybody comes from here."""
    given = request.headers.get("authorization", "")
    return bool(token) and hmac.compare_digest(given.encode("latin-1"), f"Bearer {token}".encode())
