"""Pictures in: a logo that somebody sent, judged before it is unpacked, and drawn anew as one that can be kept.

Nothing of the file itself is kept: no note of where or with what it was made, no second picture, nothing behind its
end. What is kept is a PNG on white of at most WIDTH_MAX by HEIGHT_MAX points, in grey where it has no colour.
"""

import hashlib
import io
import struct
import zlib
from dataclasses import dataclass

from PIL import Image, ImageChops, ImageOps
from PIL.ImageFile import ImageFile
from PIL.JpegImagePlugin import JpegImageFile
from PIL.PngImagePlugin import PngImageFile

from dialogues.core.errors import DomainError
from dialogues.core.i18n import N_

FILE_MB_MAX = 5  # of what is sent; a logo for print in its largest form has one or two
FILE_BYTES_MAX = FILE_MB_MAX * 1_000_000
POINTS_MAX = 12_000_000  # a photograph of a telephone; unpacked it takes 48 MB
SIDE_MAX = 10_000  # points
WIDTH_MAX, HEIGHT_MAX = 600, 400  # points kept: 350 to the inch where it is printed largest
KEPT_BYTES_MAX = 200_000
_LONG_SIDE_LEAST, _SHORT_SIDE_LEAST = 80, 12  # points; coarser logos look torn on paper
_PNG, _JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"
_FAINT = 12  # of 255: how far from white nobody sees
_COLOURLESS = 6  # of 255: how far the three parts of a grey may lie apart
_SHRINK = 0.8  # from one try to the next, until a picture that packs badly is small enough
_PLAIN_CHUNKS = frozenset({b"IHDR", b"PLTE", b"IDAT", b"IEND"})
_KEPT_MODES = frozenset({"L", "P", "RGB"})
# What the library says of files that are not what they claim; each reader has words of its own.
_BROKEN = (OSError, SyntaxError, ValueError, TypeError, IndexError, KeyError, EOFError, struct.error, zlib.error)


class RefusedPicture(DomainError):
    """A file is no logo that can be printed."""


class EmptyPicture(RefusedPicture):
    """A file without a byte."""

    message = N_("The file is empty. Choose the logo again.")


class HeavyPicture(RefusedPicture):
    """More bytes than a logo needs."""

    message = N_("A logo has at most %(limit)s MB. Save it smaller and choose it again.")


class DrawnPicture(RefusedPicture):
    """Drawings hold programs and addresses, so none is taken."""

    message = N_("This is an SVG drawing, which cannot be printed safely. Save it as PNG and choose that.")


class OtherPicture(RefusedPicture):
    """Not one of the two kinds."""

    message = N_("Only PNG and JPEG pictures can be printed. Save the logo as PNG and choose that.")


class LargePicture(RefusedPicture):
    """More points than are unpacked."""

    message = N_(
        "The picture is %(width)s by %(height)s points, more than can be read. Save it 2,000 points wide or less."
    )


class SmallPicture(RefusedPicture):
    """Too few points to print."""

    message = N_(
        "The logo itself is only %(width)s by %(height)s points and would look torn on paper. Ask for a larger one."
    )


class BlankPicture(RefusedPicture):
    """White on nothing."""

    message = N_(
        "On white paper nothing of this picture would be seen. Choose the form of the logo for light backgrounds."
    )


class BrokenPicture(RefusedPicture):
    """Cut off, or damaged."""

    message = N_("The picture is damaged or ends too early. Save it again as PNG and choose that.")


@dataclass(frozen=True)
class Picture:
    """A picture as it is kept."""

    png: bytes
    width: int  # points
    height: int

    @property
    def sha256(self) -> str:
        """What its bytes hash to."""
        return hashlib.sha256(self.png).hexdigest()


def read_logo(content: bytes) -> Picture:
    """The picture in a file that was sent, as it is kept. Raises a RefusedPicture.

    Sizes are read from the head of the file and judged before anything is unpacked.
    """
    _require_kind(content)
    try:
        opened = _open(content)
        width, height = opened.size
        if max(width, height) > SIDE_MAX or width * height > POINTS_MAX:
            raise LargePicture(width=width, height=height)
        drawn = _trimmed(_on_white(opened))
    except _BROKEN as error:
        raise BrokenPicture from error
    except Image.DecompressionBombError as error:  # a picture inside the picture, such as a thumbnail
        raise BrokenPicture from error
    if max(drawn.size) < _LONG_SIDE_LEAST or min(drawn.size) < _SHORT_SIDE_LEAST:
        raise SmallPicture(width=drawn.width, height=drawn.height)
    drawn.thumbnail((WIDTH_MAX, HEIGHT_MAX), Image.Resampling.LANCZOS)
    if min(drawn.size) < _SHORT_SIDE_LEAST:
        raise SmallPicture(width=drawn.width, height=drawn.height)
    return _kept(_without_colour(drawn))


def is_as_kept(png: bytes, *, width: int, height: int) -> bool:
    """Whether a picture that came from another installation is one as `read_logo` makes them, to the last byte."""
    if len(png) > KEPT_BYTES_MAX or not png.startswith(_PNG):
        return False
    if not (0 < width <= WIDTH_MAX and 0 < height <= HEIGHT_MAX):
        return False
    try:
        opened = PngImageFile(io.BytesIO(png))
        if opened.size != (width, height) or opened.mode not in _KEPT_MODES or not _has_plain_chunks(png):
            return False
        opened.load()
    except _BROKEN:
        return False
    return True


# ---------------------------------------------------------------- reading
def _require_kind(content: bytes) -> None:
    if not content:
        raise EmptyPicture
    if len(content) > FILE_BYTES_MAX:
        raise HeavyPicture(limit=FILE_MB_MAX)
    if content.startswith((_PNG, _JPEG)):
        return
    head = content[:2000].replace(b"\0", b"").lower()
    raise DrawnPicture if b"<svg" in head else OtherPicture


def _open(content: bytes) -> ImageFile:
    """The file with its head read and nothing unpacked: by the one reader that its first bytes ask for."""
    kind = PngImageFile if content.startswith(_PNG) else JpegImageFile
    return kind(io.BytesIO(content))


def _on_white(opened: ImageFile) -> Image.Image:
    """The picture in three colours on white, upright, at most twice as large as it is kept."""
    size = (2 * WIDTH_MAX, 2 * WIDTH_MAX)
    opened.draft(opened.mode, size)  # a JPEG is unpacked at a part of its size
    turn = opened.getexif().get(0x0112, 1)
    picture = _in_colours(opened)
    picture.thumbnail(size, Image.Resampling.LANCZOS, reducing_gap=2.0)
    white = Image.new("RGB", picture.size, "white")
    white.paste(picture, mask=picture.getchannel("A") if picture.mode == "RGBA" else None)
    white.getexif()[0x0112] = turn
    return ImageOps.exif_transpose(white)


def _in_colours(opened: ImageFile) -> Image.Image:
    opened.load()
    if opened.mode.startswith("I"):  # sixteen bits: the upper eight say enough, and the library would clip them
        return opened.convert("I").point(lambda value: value * (1 / 256)).convert("L").convert("RGB")
    may_be_clear = opened.mode in ("P", "PA", "LA", "La", "RGBa") or "transparency" in opened.info
    return opened.convert("RGBA" if may_be_clear or opened.mode == "RGBA" else "RGB")


def _trimmed(picture: Image.Image) -> Image.Image:
    """The picture without its white edges, so that what is drawn stands at the margins of the paper."""
    apart = ImageChops.invert(picture)
    darkest = ImageChops.lighter(ImageChops.lighter(apart.getchannel(0), apart.getchannel(1)), apart.getchannel(2))
    box = darkest.point([0 if value <= _FAINT else 255 for value in range(256)]).getbbox()
    if box is None:
        raise BlankPicture
    return picture.crop(box)


def _without_colour(picture: Image.Image) -> Image.Image:
    """In grey, if it has no colour: it then prints in black ink alone."""
    red, green, blue = picture.split()
    for one, other in ((red, green), (green, blue)):
        low_high = ImageChops.difference(one, other).getextrema()
        if low_high[1] > _COLOURLESS:  # type: ignore[operator] # of one channel: two numbers
            return picture
    return picture.convert("L")


# ---------------------------------------------------------------- writing
def _kept(picture: Image.Image) -> Picture:
    """Drawn anew: as it is, else in 256 colours, else smaller, whichever first is light enough."""
    while True:
        for form in (picture, picture.quantize(256)):
            out = io.BytesIO()
            form.save(out, "PNG", optimize=True)
            if out.tell() <= KEPT_BYTES_MAX:
                return Picture(out.getvalue(), *form.size)
        width, height = (max(1, int(side * _SHRINK)) for side in picture.size)
        picture = picture.resize((width, height), Image.Resampling.LANCZOS)


def _has_plain_chunks(png: bytes) -> bool:
    """Whether a PNG holds what is needed to show it and nothing else, also not behind its end."""
    at = len(_PNG)
    while at + 12 <= len(png):
        length, name = struct.unpack_from(">I4s", png, at)
        if name not in _PLAIN_CHUNKS:
            return False
        at += 12 + length
        if name == b"IEND":
            return bool(at == len(png))
    return False
