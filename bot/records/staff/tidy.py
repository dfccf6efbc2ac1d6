"""Throws away what is over: sessions after a month, invitations after three."""

from datetime import datetime, timedelta

from sqlalchemy import Engine, delete, or_

from bot.records.staff.tables import StaffInvitation, StaffSession

SESSIONS = timedelta(days=30)
INVITATIONS = timedelta(days=90)


def tidy(engine: Engine, now: datetime) -> int:
    """Remove sessions and links that have been over for long, and return how many."""
    session, link = now - SESSIONS, now - INVITATIONS
    old_session = or_(
        StaffSession.revoked_at < session,
        StaffSession.expires_at < session,
        StaffSession.idle_until < session,
    )
    old_link = or_(StaffInvitation.used_at < link, StaffInvitation.expires_at < link)
    with engine.begin() as db:
        gone = db.execute(delete(StaffSession).where(old_session)).rowcount
        return gone + db.execute(delete(StaffInvitation).where(old_link)).rowcount
