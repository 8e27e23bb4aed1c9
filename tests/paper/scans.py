"""Pictures of signed sheets, as small as they can be, for tests."""

from datetime import datetime

from dialogues.audit.services import COMMAND_LINE
from dialogues.core.db import db
from dialogues.documents.scan_models import SheetScan
from dialogues.documents.scan_services import keep_scan
from dialogues.documents.sheet_models import PrintedSheet
from tests.factories import MADE_AT

PDF = b"%PDF-1.4\n% a page, signed\n%%EOF\n"
JPEG = b"\xff\xd8\xff\xe0a photograph\xff\xd9"
PNG = b"\x89PNG\r\n\x1a\nlines\x00\x00\x00\x00IEND\xaeB`\x82"


def make_scan(sheet: PrintedSheet, content: bytes = PDF, *, at: datetime = MADE_AT) -> SheetScan:
    """A picture that is kept with a sheet."""
    return keep_scan(db.session(), sheet, content, actor=COMMAND_LINE, at=at)
