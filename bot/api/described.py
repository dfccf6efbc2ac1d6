"""How the OpenAPI description tells of answers that have no body of their own, or are problems."""

from typing import Any

from bot.api.faults import MEDIA_TYPE, Problem

Described = dict[int | str, dict[str, Any]]


def _problem(description: str) -> dict[str, Any]:
    schema = Problem.model_json_schema()
    schema["properties"]["errors"]["items"] = schema.pop("$defs")["WrongParameter"]
    return {"description": description, "content": {MEDIA_TYPE: {"schema": schema}}}


UNCHANGED: Described = {304: {"description": "Nothing has changed since `If-None-Match`."}}
TOO_FAST: Described = {429: _problem("Too fast; `Retry-After` says how many seconds to wait.")}
WRONG: Described = {422: _problem("A parameter is wrong; `errors` names each.")}
MISSING: Described = {404: _problem("There is no such procedure.")}
ANSWERS: Described = UNCHANGED | TOO_FAST | WRONG
