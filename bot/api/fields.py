"""The fields of the catalogue."""

from fastapi import APIRouter, Request, Response

from bot.api.answers import answer
from bot.api.described import TOO_FAST, UNCHANGED
from bot.api.models import CountedField, FieldList
from bot.api.ports import PATH, Here, Library

fields = APIRouter(tags=["fields"], responses=UNCHANGED | TOO_FAST)


@fields.get("/fields", response_model=FieldList, summary="The fields")
def list_fields(request: Request, library: Here) -> Response:
    """List the fields that have procedures. Imported records are in the field `national`."""
    return answer(request, library, lambda: _fields(library))


def _fields(library: Library) -> FieldList:
    return FieldList(
        items=[
            CountedField(
                id=topic.id,
                name=topic.name,
                procedures=topic.count,
                link=library.link(f"{PATH}/procedures?field={topic.id}"),
            )
            for topic in library.listing().topics
        ]
    )
