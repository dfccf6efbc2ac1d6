"""The addresses of the web chat."""

import asyncio
from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Query, Request, Response
from fastapi.responses import JSONResponse

from bot.channels.web.guard import refuse_other_sites
from bot.channels.web.message import read_message
from bot.channels.web.pages import Here, templates
from bot.channels.web.ports import Desk
from bot.channels.web.prepared import prepared
from bot.channels.web.session import chat_of, keep_session, new_session
from bot.channels.web.stream import last_seen, stream
from bot.channels.web.view import shown

REMEMBERED_TURNS = 100
TOO_FAST = "Anh/chị nhắn hơi nhanh, tin sẽ được gửi sau vài giây ạ."

router = APIRouter()

Chat = Annotated[str, Depends(chat_of)]
FROM_OUR_PAGE = [Depends(refuse_other_sites)]


@router.get("/")
def page(request: Request, desk: Here, hoi: str = "") -> Response:
    """Show the chat, and remember who looks at it; ``hoi`` is the procedure they came from."""
    response = chat_page(request, desk, hoi)
    keep_session(request, response)
    return response


def chat_page(request: Request, desk: Desk, hoi: str, *, framed: bool = False) -> Response:
    """Return the page of the chat; ``framed`` when it is shown inside another one."""
    context = {
        "site": desk.site,
        "banners": desk.banners(),
        "assets": request.app.state.assets,
        "asked": prepared(desk.procedure(hoi), desk.today()),
        "framed": framed,
    }
    return templates.TemplateResponse(request, "chat.html", context)


@router.get("/chat/messages")
async def history(desk: Here, chat: Chat) -> Response:
    """Return what was said before."""
    turns = await asyncio.to_thread(desk.reader.history, chat, REMEMBERED_TURNS)
    return JSONResponse({"turns": [shown(turn) for turn in turns]})


@router.post("/chat/messages", dependencies=FROM_OUR_PAGE)
async def post(request: Request, desk: Here, chat: Chat) -> Response:
    """Store one message; 202 says that it will be answered, whatever happens next."""
    await _keep_pace(request, desk, chat)
    message = await read_message(request)
    stored = await asyncio.to_thread(desk.inbox.accept, message.incoming(chat))
    desk.wake()
    return JSONResponse({"id": str(message.id), "new": stored is not None}, 202)


@router.get("/chat/events")
async def events(
    request: Request, desk: Here, chat: Chat, after: Annotated[int, Query(ge=0)] = 0
) -> Response:
    """Stream the replies as they are stored."""
    return stream(desk, chat, last_seen(request, after))


@router.post("/chat/new", dependencies=FROM_OUR_PAGE)
def start_over(request: Request) -> Response:
    """Begin a conversation that knows nothing of the one before."""
    response = JSONResponse({}, 201)
    new_session(request, response)
    return response


@router.get("/healthz")
def health() -> Response:
    """Say that the process serves."""
    return JSONResponse({"status": "ok"})


async def _keep_pace(request: Request, desk: Desk, chat: str) -> None:
    address = request.client.host if request.client else ""
    if desk.pace and not await desk.pace.admits(chat, address):
        raise HTTPException(429, TOO_FAST, {"Retry-After": "5"})
