"""The words of the journal for attendance."""

from dialogues.attendance.models import HALF_STATE_NAMES
from dialogues.audit.wording import add_words
from dialogues.core.i18n import N_


def teach_journal() -> None:
    """Teach the journal what the acts of attendance are called, and what their facts."""
    add_words(
        actions={
            "attendance.marked": N_("%(name)s was marked"),
            "attendance.corrected": N_("The attendance of %(name)s was corrected"),
            "attendance.taken_back": N_("A mark of %(name)s was taken back"),
            "attendance.group_marked": N_("The group %(name)s was marked in one act"),
            "attendance.group_taken_back": N_("Marking the group %(name)s was taken back"),
            "attendance.session_marked": N_("%(name)s was marked in a session"),
            "attendance.session_filled": N_("Everybody who was in was marked in the session %(name)s"),
            "attendance.session_fill_taken_back": N_("Marking everybody in the session %(name)s was taken back"),
            "device.paired": N_("The phone %(name)s was paired"),
            "device.revoked": N_("The phone %(name)s was taken off"),
            "device.restored": N_("The phone %(name)s was let in again"),
            "held.accepted": N_("A mark from %(name)s that was held was accepted"),
            "held.discarded": N_("A mark from %(name)s that was held was set aside"),
            "held.reopened": N_("A mark from %(name)s is held again"),
            "day.closed": N_("The day %(name)s was closed"),
            "day.reopened": N_("The day %(name)s was opened again"),
        },
        fields={
            "attendance_on": N_("For the day"),
            "morning": N_("Morning"),
            "afternoon": N_("Afternoon"),
            "marks_made": N_("Marks"),
            "session": N_("Session"),
            "in_session": N_("In the session"),
            "closed_at": N_("Closed"),
            "closed_by_id": N_("Closed by"),
            "ended_at": N_("Taken off"),
        },
        values={"morning": HALF_STATE_NAMES, "afternoon": HALF_STATE_NAMES, "in_session": HALF_STATE_NAMES},
        about=("attendance_on", "marks_made", "session"),
    )
