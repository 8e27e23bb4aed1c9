"""Targets of an event for tests of what is set against them."""

from dialogues.audit.services import Actor
from dialogues.core.db import db
from dialogues.people.sectors import Sector
from dialogues.registration import balance_services
from dialogues.registration.balance_rules import Subject, Target
from tests.reports.attended import NOON


def set_targets(event, **targets):
    """How many people the organisers want of each sector, by its code."""
    wanted = {Subject(Sector(code)): Target(number=number) for code, number in targets.items()}
    balance_services.set_targets(db.session(), event, wanted, actor=Actor(name="Esi Quaye"), at=NOON)
