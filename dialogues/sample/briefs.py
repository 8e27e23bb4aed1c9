"""What facilitators planned for the sessions of the sample: aims, steps, materials, and titles in French. Ours."""

from dataclasses import dataclass
from typing import Any

UNDER_THE_RULE = "Women in and around the mine"  # the session that is held under the Chatham House Rule


@dataclass(frozen=True)
class Brief:
    """What is planned for a session beyond the agenda."""

    aim: str
    steps: str
    materials: str
    french: str


BRIEFS = {
    "Opening: what we saw in the field": Brief(
        "Everybody has heard from two sectors that are not their own.",
        "Do: three voices, four minutes each, a photograph behind them.\nAsk: what surprised you?\n"
        "Capture: one card for each surprise, in the words used.\nLate: begin without the guest; he speaks after tea.",
        "Hand microphone\n60 cards\nMarkers",
        "Ouverture : ce que nous avons vu sur le terrain",
    ),
    "What keeps small mines outside the law?": Brief(
        "A list of obstacles that miners and officials both recognise.",
        "Do: two voices side by side, ten minutes each, then questions.\n"
        "Ask: three questions from miners first, two of them from women.\n"
        "Capture: the steps of a licence on the long paper, with days and cost at each.\n"
        "Late: drop the second round of questions.",
        "Long paper, 4 m\nTape",
        "Qu’est-ce qui tient les petites mines hors de la loi ?",
    ),
    "Licences that miners can get": Brief(
        "One obstacle, and who can move it.",
        "Do: 20 minutes alone and in pairs, 40 at the table, 30 to agree on three points.\n"
        "Ask: which one obstacle, if it went, would bring most miners in?\n"
        "Capture: the reporting-back sheet.\nLate: cut the table talk, never the three points.",
        "Group lists\nReporting-back sheets\nFlip chart",
        "Des permis à la portée des mineurs",
    ),
    "Women in and around the mine": Brief(
        "What women earn and carry is on the table of the whole dialogue.",
        "Do: say the Chatham House Rule in one sentence, in both languages.\n"
        "Ask: who decides how the money is spent?\nCapture: by sector, never by name.",
        "Flip chart\nMarkers",
        "Les femmes dans la mine et autour",
    ),
    "The groups report back": Brief(
        "Each group is heard for five minutes, and no longer.",
        "Do: a sand glass on the table.\nWatch: points, not speeches.\nLate: three minutes for each group.",
        "Reporting-back sheets\nSand glass",
        "Les groupes rendent compte",
    ),
    "Commitments, read aloud": Brief(
        "Every commitment has a person, an organisation and a date.",
        "Do: read each aloud; whoever made it stands up.\nCapture: who, what, by when.",
        "Commitment cards\nPins",
        "Les engagements, lus à haute voix",
    ),
}


def brief_of(title: str) -> dict[str, Any]:
    """What facilitators planned for a session of the running event; nothing for the others."""
    brief = BRIEFS.get(title)
    if brief is None:
        return {}
    return {
        "aim": brief.aim,
        "steps": brief.steps,
        "materials": brief.materials,
        "translations": {"fr": {"title": brief.french}},
        "is_chatham_house": title == UNDER_THE_RULE,
    }
