"""What reviews would change: sentences to train on, facts of records. Nothing changes by itself."""

from datetime import datetime

from sqlalchemy import Connection, delete

from bot.records.insert import insert
from bot.records.reviews.draft import Draft
from bot.records.reviews.turns import ReviewedTurn
from bot.records.takeover.tables import Proposal


def keep_proposals(
    db: Connection, review: int, turn: ReviewedTurn, draft: Draft, now: datetime
) -> None:
    """Propose what a review says; what is decided stays, and what no longer fits goes."""
    made = _made(turn, draft)
    open_ones = (Proposal.review_id == review, Proposal.status == "proposed")
    db.execute(delete(Proposal).where(*open_ones, Proposal.kind.not_in(made)))
    for kind, said in made.items():
        fixed = {"review_id": review, "kind": kind, "status": "proposed", "created_at": now}
        row = insert(db, Proposal).values(**fixed, **said)
        is_open, which = Proposal.status == "proposed", ["review_id", "kind"]
        db.execute(row.on_conflict_do_update(index_elements=which, set_=said, where=is_open))


def _made(turn: ReviewedTurn, draft: Draft) -> dict[str, dict[str, str]]:
    """Return the columns of what a review proposes; a pressed button is no sentence."""
    if draft.verdict == "wrong_fact":
        return {"fact": _columns(draft.comment, turn.procedure_code, turn.aspect, turn)}
    if draft.verdict in ("wrong_procedure", "wrong_aspect") and turn.kind != "button":
        procedure, aspect = draft.procedure or turn.procedure_code, draft.aspect or turn.aspect
        said = _columns(turn.said.strip(), procedure, aspect)
        return {"sentence": said} if said["text"] else {}
    return {}


def _columns(
    text: str, procedure: str, aspect: str, turn: ReviewedTurn | None = None
) -> dict[str, str]:
    version = turn.procedure_version if turn else ""
    return {"text": text, "procedure_code": procedure, "aspect": aspect, "version": version}
