"""Letterheads travel with the event whose papers have them, and a picture of a file is believed only as made here."""

import base64
import hashlib
import json

import pytest
import sqlalchemy as sa

from dialogues.bundles import rules
from dialogues.events.logo_models import PaperLogos
from dialogues.events.logo_queries import list_on_papers
from dialogues.events.queries import find_event_by_slug, find_process
from dialogues.people.letterhead_queries import list_pictures
from dialogues.people.models import Logo, Organisation
from tests.bundles.test_hostile import opened, row
from tests.core.drawn import as_file, claimed_png, drawing, logo_file
from tests.factories import make_event, make_letterhead, make_organisation, make_paper_logos, make_process

pytestmark = pytest.mark.database


@pytest.fixture
def event(office):
    """An event with a logo of its own and one of its process."""
    with office.open():
        process = make_process("Ghana dialogues", slug="ghana")
        event = make_event("tarkwa", process=process)
        mines = make_letterhead(make_organisation("Bonsa Mines"), name="Bonsa Mines Company", address="Tarkwa")
        fund = make_letterhead(make_organisation("Fund for Fair Minerals"))
        make_letterhead(make_organisation("In no paper"))
        make_paper_logos(event, mines, fund)
        make_paper_logos(process, fund)


def on_papers(place):
    with place.open() as session:
        shown = list_on_papers(session, find_event_by_slug(session, "tarkwa"))
        pictures = list_pictures(session, [one.logo_id for one in shown])
        return [
            (one.name, one.address, hashlib.sha256(pictures[one.logo_id]).hexdigest() == one.sha256) for one in shown
        ]


def test_an_empty_laptop_prints_the_same_letterheads(office, laptop, event):
    laptop.bring_in(office.take_along())
    assert on_papers(laptop) == [("Bonsa Mines Company", "Tarkwa", True), ("Fund for Fair Minerals", None, True)]
    assert laptop.says() == office.says()
    with laptop.open() as session:
        assert session.scalars(sa.select(Organisation.name).order_by(Organisation.name)).all() == [
            "Bonsa Mines",
            "Fund for Fair Minerals",
        ]


def test_bringing_it_in_twice_changes_nothing(office, laptop, event):
    laptop.bring_in(office.take_along())
    told = laptop.bring_in(office.take_along())
    assert not (told.added)
    assert not (told.changed)
    assert not (told.removed)
    assert not (told.conflicts)


def test_a_laptop_that_knows_process_logo_and_choice_already_takes_the_event(office, laptop, event):
    with laptop.open():
        known = make_letterhead(make_organisation("Fund for Fair Minerals"))
        make_paper_logos(make_process("Ghana dialogues", slug="ghana"), known)
    laptop.bring_in(office.take_along())
    assert len(on_papers(laptop)) == 2
    with laptop.open() as session:
        assert session.scalar(sa.select(sa.func.count(Logo.id))) == 1
        process = find_process(session, "ghana")
        assert session.scalar(sa.select(sa.func.count()).where(PaperLogos.process_id == process.id)) == 1


def test_what_the_laptop_chose_comes_home(office, laptop, event):
    laptop.bring_in(office.take_along())
    with laptop.open() as session:
        row = session.scalars(sa.select(PaperLogos).where(PaperLogos.event_id.is_not(None))).one()
        row.first_id, row.second_id = row.second_id, None
    office.bring_in(laptop.take_along())
    assert [name for name, *_rest in on_papers(office)] == ["Fund for Fair Minerals"]
    with laptop.open() as session:
        session.query(PaperLogos).filter(PaperLogos.event_id.is_not(None)).delete()
    told = office.bring_in(laptop.take_along())
    assert told.removed["paper_logos"] == 1
    assert [name for name, *_rest in on_papers(office)] == ["Fund for Fair Minerals"]  # by the process


def pictured(content, picture, **facts):
    """The file with another picture as its logo, under a hash that fits."""
    told = json.loads(opened(content)["logo.jsonl"].split(b"\n")[0])
    key = hashlib.sha256(picture).hexdigest()
    told |= {"key": key, "sha256": key, "png": base64.b64encode(picture).decode()} | facts
    return row(content, "logo", **told)


@pytest.mark.parametrize(
    ("png", "facts"),
    (
        (claimed_png(30_000, 30_000), {}),
        (claimed_png(300, 150), {}),
        (as_file(drawing(), "JPEG"), {}),
        (as_file(drawing(mode="RGBA")), {}),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", {}),
        (b"", {}),
        (logo_file(), {"width": 600}),
        (logo_file(), {"sha256": "0" * 64, "key": "0" * 64}),
        (logo_file(), {"png": "not base 64"}),
        (logo_file(), {"png": "A" * 1_000_000}),
        (logo_file(), {"png": 7}),
        (logo_file(), {"png": None}),
        (logo_file(), {"unused_since": "2026-01-01T00:00:00+00:00"}),
    ),
)
def test_a_picture_that_was_not_made_here_is_refused(office, laptop, event, png, facts):
    before = laptop.dump()
    with pytest.raises(rules.UnreadableRow):
        laptop.bring_in(pictured(office.take_along(), png, **facts))
    assert laptop.dump() == before
