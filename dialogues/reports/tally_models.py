"""Figures of events kept so that a report over many need not count them all."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from dialogues.core.db import Base


class EventTally(Base):
    """What was counted of one event when the journal ended at `journal_id`; holds as long as it tells nothing since.

    Written by the clock and by `check --recount`, never by an act on the event itself: whoever marks people need not
    wait for anybody else to count. `check` counts it again.
    """

    __tablename__ = "event_tally"

    event_id: Mapped[int] = mapped_column(sa.ForeignKey("event.id", ondelete="CASCADE"), primary_key=True)
    form: Mapped[int]  # see `tally_rules.FORM`
    journal_id: Mapped[int]  # the last entry of the journal by then, of whatever event
    counted_at: Mapped[datetime]
    others: Mapped[int]  # confirmed people who do not count
    figures: Mapped[list[Any]] = mapped_column(sa.JSON)  # see `tally_rules.pack`
    # By the code of a sector. Apart, because reading them takes most of the time and few reports are of one sector.
    sectors: Mapped[dict[str, list[Any]]] = mapped_column(sa.JSON)
    came: Mapped[bytes]  # see `tally_rules.pack_came`
