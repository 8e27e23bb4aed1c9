"""Countries and the zones of their clocks, by the tables of Babel and the zone database."""

from functools import cache
from zoneinfo import available_timezones

from babel.core import get_global

from dialogues.core.folding import fold
from dialogues.core.formats import country_text

_CODE_LENGTH = 2  # ISO 3166-1 alpha-2
_NOT_A_COUNTRY = "ZZ"


@cache
def countries(locale: str) -> tuple[tuple[str, str], ...]:
    """Every country's code and name, by name in the reader's language."""
    codes = [code for code in get_global("territory_zones") if len(code) == _CODE_LENGTH and code.isalpha()]
    named = [(code, country_text(code, locale=locale)) for code in codes if code != _NOT_A_COUNTRY]
    return tuple(sorted(named, key=lambda one: fold(one[1])))


@cache
def zones() -> tuple[str, ...]:
    """Every IANA zone in use by some country, and UTC, by name."""
    used = {zone for names in get_global("territory_zones").values() for zone in names}
    return (*sorted(used & available_timezones()), "UTC")


def zone_of_country(code: str | None) -> str | None:
    """The zone of a country that has just one; None for the others."""
    known = get_global("territory_zones").get((code or "").upper(), [])
    return known[0] if len(known) == 1 else None
