"""The six sectors told apart without colour: each has its own pattern, as on the pages."""

from dataclasses import dataclass

from dialogues.documents.press import Press
from dialogues.documents.styles import MM, WHITE, colour_numbers

_ROUND = 0.5523  # the control points of a quarter circle, in parts of the radius


@dataclass(frozen=True)
class SectorInk:
    """How a sector is printed; pitch and weight in mm (for dots the weight is the radius)."""

    colour: str
    pattern: str
    pitch: float = 0.0
    weight: float = 0.0


SECTOR_INKS = {
    "GOV": SectorInk("#003B6F", "solid"),
    "IND": SectorInk("#D9631E", "rising", 1.35, 0.50),
    "MIN": SectorInk("#6B3410", "dots", 1.25, 0.36),
    "CSO": SectorInk("#0E9F9A", "level", 1.0, 0.42),
    "ACA": SectorInk("#8A5CF6", "cross", 1.6, 0.34),
    "OTH": SectorInk("#62625E", "falling", 1.35, 0.50),
}


def sector_bar(p: Press, x: float, y: float, width: float, height: float, code: str) -> None:
    """Fill a box with the colour and pattern of a sector, outlined; an unknown code looks like "other"."""
    ink = SECTOR_INKS.get(code, SECTOR_INKS["OTH"])
    if width <= 0:
        return
    box = (x, y, width, height)
    if ink.pattern == "solid":
        p.boxes([box], ink.colour)
        return
    p.boxes([box], WHITE)
    left, low, right, top = x * MM, (p.height - y - height) * MM, (x + width) * MM, (p.height - y) * MM
    clip = f"q {left:.3f} {low:.3f} {right - left:.3f} {top - low:.3f} re W n\n"
    numbers = colour_numbers(ink.colour)
    if ink.pattern == "dots":
        path = _dots(left, low, right, top, ink.pitch * MM, ink.weight * MM)
        paint = f"{numbers} rg\n{path}f Q"
    else:
        path = _lines(left, low, right, top, ink)
        paint = f"{numbers} RG {ink.weight * MM:.3f} w\n{path}S Q"
    p.canvas.addLiteral(clip + paint)
    p.frames([box], ink.colour, 0.7)


def _lines(left: float, low: float, right: float, top: float, ink: SectorInk) -> str:
    pitch = ink.pitch * MM
    if ink.pattern == "level":
        count = int((top - low) / pitch + 0.5)
        ys = [low + (n + 0.5) * pitch for n in range(count)]
        return "".join(f"{left:.3f} {y:.3f} m {right:.3f} {y:.3f} l\n" for y in ys)
    rise = top - low
    starts = [left - rise + n * pitch for n in range(int((right - left + rise) / pitch) + 1)]
    path = ""
    if ink.pattern in {"rising", "cross"}:
        path += "".join(f"{x:.3f} {low:.3f} m {x + rise:.3f} {top:.3f} l\n" for x in starts)
    if ink.pattern in {"falling", "cross"}:
        path += "".join(f"{x:.3f} {top:.3f} m {x + rise:.3f} {low:.3f} l\n" for x in starts)
    return path


def _dots(left: float, low: float, right: float, top: float, pitch: float, radius: float) -> str:
    """Circles in staggered rows, as in a honeycomb."""
    path = []
    row, y = 0, low + 0.5 * pitch * 0.87
    while y - radius < top:
        x = left + (pitch / 2 if row % 2 else 0)
        while x - radius < right:
            path.append(_circle(x, y, radius))
            x += pitch
        row += 1
        y = low + (row + 0.5) * pitch * 0.87
    return "".join(path)


def _circle(x: float, y: float, r: float) -> str:
    k = r * _ROUND
    return (
        f"{x + r:.2f} {y:.2f} m "
        f"{x + r:.2f} {y + k:.2f} {x + k:.2f} {y + r:.2f} {x:.2f} {y + r:.2f} c "
        f"{x - k:.2f} {y + r:.2f} {x - r:.2f} {y + k:.2f} {x - r:.2f} {y:.2f} c "
        f"{x - r:.2f} {y - k:.2f} {x - k:.2f} {y - r:.2f} {x:.2f} {y - r:.2f} c "
        f"{x + k:.2f} {y - r:.2f} {x + r:.2f} {y - k:.2f} {x + r:.2f} {y:.2f} c\n"
    )
