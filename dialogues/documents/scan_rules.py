"""Which files are taken as pictures of signed sheets. They are looked at from outside and never opened."""

from enum import StrEnum

from dialogues.core.errors import DomainError
from dialogues.core.i18n import N_

FILE_MB_MAX = 10  # of a page as a scanner or a telephone gives it there are one or two
FILE_BYTES_MAX = FILE_MB_MAX * 1_000_000
SCANS_MAX = 40  # of one sheet: each page by itself, of some thousand people
_PDF_END = 1_024  # bytes at the end of a PDF in which its end is said (ISO 32000, annex H)


class ScanType(StrEnum):
    """What a scanner or a telephone makes."""

    PDF = "application/pdf"
    JPEG = "image/jpeg"
    PNG = "image/png"

    @property
    def suffix(self) -> str:
        """How the name of such a file ends."""
        return {ScanType.PDF: "pdf", ScanType.JPEG: "jpg", ScanType.PNG: "png"}[self]


_BEGINS = {ScanType.PDF: b"%PDF-", ScanType.JPEG: b"\xff\xd8\xff", ScanType.PNG: b"\x89PNG\r\n\x1a\n"}
_ENDS = {ScanType.PDF: b"%%EOF", ScanType.JPEG: b"\xff\xd9", ScanType.PNG: b"IEND\xaeB`\x82"}


class RefusedScan(DomainError):
    """A file is no picture of a sheet that can be kept."""


class EmptyScan(RefusedScan):
    """A file without a byte."""

    message = N_("The file is empty. Choose the picture of the sheet again.")


class HeavyScan(RefusedScan):
    """More bytes than a sheet needs."""

    message = N_("A picture of a sheet has at most %(limit)s MB. Scan it in grey or page by page, and choose it again.")


class OtherScan(RefusedScan):
    """Not one of the three kinds."""

    message = N_("Only PDF, JPEG and PNG files are kept. Save the picture of the sheet as one of these.")


class CutScan(RefusedScan):
    """A file that ends before its end, as after a broken copy."""

    message = N_("The file is not whole: its end is missing. Copy it again from the scanner or the telephone.")


class TooManyScans(RefusedScan):
    """Nobody has so many pages of one sheet."""

    message = N_("A sheet has at most %(limit)s pictures. Bind its pages in one PDF.")


class ScanGone(RefusedScan):
    """What was taken away is kept for a day."""

    message = N_("This picture was taken away more than a day ago. Choose the file again.")


def read_scan(content: bytes) -> ScanType:
    """What kind of picture a file is. Raises EmptyScan, HeavyScan, OtherScan or CutScan."""
    if not content:
        raise EmptyScan
    if len(content) > FILE_BYTES_MAX:
        raise HeavyScan(limit=FILE_MB_MAX)
    kind = next((kind for kind, begin in _BEGINS.items() if content.startswith(begin)), None)
    if kind is None:
        raise OtherScan
    if _ENDS[kind] not in content[-_PDF_END:]:  # some telephones write notes of their own behind the picture
        raise CutScan
    return kind
