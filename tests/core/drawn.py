"""Pictures that tests draw, and how much memory reading one takes."""

import io
import struct
import tracemalloc
import zlib
from typing import Any

from PIL import Image, ImageDraw


def drawing(size=(300, 150), *, mode="RGB", ink=(10, 92, 115)):
    """A ring on white that reaches each edge."""
    image = Image.new("RGB", size, "white")
    ImageDraw.Draw(image).ellipse((0, 0, size[0] - 1, size[1] - 1), outline=ink, width=max(2, size[1] // 8))
    return image.convert(mode)


def as_file(image, kind="PNG", **more: Any) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **more)
    return out.getvalue()


def logo_file(size=(300, 150), **more: Any) -> bytes:
    """A good logo, as somebody sends it."""
    return as_file(drawing(size, **more))


def chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def claimed_png(width: int, height: int, *, rows: bytes = b"") -> bytes:
    """A PNG that says it is so large, whatever is in it."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    packed = zlib.compress(rows, 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")


def memory_of(act) -> int:
    """The most bytes that Python held at once while `act` ran."""
    tracemalloc.start()
    try:
        act()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
