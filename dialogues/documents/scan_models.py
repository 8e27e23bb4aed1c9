"""Pictures of signed sheets, kept as they came."""

import uuid
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dialogues.core.db import Base, choice
from dialogues.documents.scan_rules import ScanType
from dialogues.documents.sheet_models import PrintedSheet


class SheetScan(Base):
    """A picture of a signed sheet, or of some of its pages. One that was taken away is kept for a day."""

    __tablename__ = "sheet_scan"
    __table_args__ = (
        sa.UniqueConstraint("sheet_id", "sha256", name="uq_sheet_scan_sheet_id"),
        sa.CheckConstraint("size BETWEEN 1 AND 10000000", name="size_to_keep"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    sheet_id: Mapped[str] = mapped_column(sa.ForeignKey("printed_sheet.id"), index=True)
    media_type: Mapped[ScanType] = mapped_column(choice(ScanType))
    content: Mapped[bytes] = mapped_column(deferred=True)
    size: Mapped[int]  # bytes
    sha256: Mapped[str]  # of `content`, so that a file is kept once
    kept_at: Mapped[datetime]
    kept_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    kept_by_name: Mapped[str]
    removed_at: Mapped[datetime | None]

    sheet: Mapped[PrintedSheet] = relationship()
