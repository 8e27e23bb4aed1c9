"""The edge of the pages: forms act once, refusals say so, nothing leads off the site."""

import pytest
import sqlalchemy as sa
from flask import Flask, redirect
from wtforms import StringField

from dialogues.core.db import db
from dialogues.core.once import SentForm
from dialogues.core.web import Form, act, safe_path
from dialogues.people.models import StakeholderGroup
from dialogues.people.sectors import Sector


class GroupForm(Form):
    name = StringField("Name")


@pytest.fixture
def acting_app(app: Flask):
    @app.post("/test/groups")
    def add_group():
        form = GroupForm(meta={"csrf": False})
        with act(form) as session:
            session.add(
                StakeholderGroup(name=form.name.data, search_key=form.name.data, sector=Sector.OTH, is_active=True)
            )
        return redirect("/test/groups/there", code=303)

    app.config["WTF_CSRF_ENABLED"] = False
    return app


def _names():
    db.session.expire_all()
    names = db.session.scalars(sa.select(StakeholderGroup.name).order_by(StakeholderGroup.name)).all()
    db.session.commit()
    return names


def test_a_form_sent_twice_acts_once_and_leads_to_the_same_place(acting_app, session):
    client = acting_app.test_client()
    first = client.post("/test/groups", data={"once": "k1", "name": "Media"})
    second = client.post("/test/groups", data={"once": "k1", "name": "Media"})
    assert (first.location, second.location) == ("/test/groups/there", "/test/groups/there")
    assert _names() == ["Media"]


def test_two_forms_with_keys_of_their_own_act_both(acting_app, session):
    client = acting_app.test_client()
    client.post("/test/groups", data={"once": "k1", "name": "Media"})
    client.post("/test/groups", data={"once": "k2", "name": "Chiefs"})
    assert _names() == ["Chiefs", "Media"]


def test_a_failed_act_leaves_its_key_free(acting_app, session):
    client = acting_app.test_client()
    client.post("/test/groups", data={"once": "k1", "name": "Media"})
    lost = client.post("/test/groups", data={"once": "k2", "name": "Media"})
    assert lost.status_code == 409
    assert "Somebody else changed this at the same moment" in lost.text
    assert session.get(SentForm, "k2") is None


def test_texts_are_cleaned_on_their_way_in(acting_app, session):
    acting_app.test_client().post("/test/groups", data={"once": "k1", "name": "  Ama\u202e \u0000Serwaa\u0301 "})
    assert _names() == ["Ama Serwa\u00e1"]


@pytest.mark.parametrize("target", ("/events", "/events/tarkwa?q=1", "/e/x#y"))
def test_a_path_of_this_site_is_kept(target):
    assert safe_path(target) == target.split("#")[0]


@pytest.mark.parametrize(
    "target",
    (
        "//evil.example",
        "/\\evil.example",
        "http://evil.example",
        "https:evil",
        "/\t/evil.example",
        "\\\\evil",
        "javascript:x",
        "",
        None,
        "/\r\nSet-Cookie: a=b",
        "///evil.example",
        "evil.example",
        "/\u2028/x",
    ),
)
def test_a_target_off_this_site_is_dropped(target):
    assert safe_path(target) is None


def test_an_unknown_address_is_answered_with_a_page_and_by_the_api_with_json(stranger):
    page = stranger.get("/nowhere")
    assert page.status_code == 404
    assert stranger.client.get("/api/v1/nowhere").json["error"]["code"] == "not_found"


def test_personal_pages_are_not_stored_by_anybody(stranger):
    page = stranger.get("/nowhere")
    assert page.headers["Cache-Control"] == "no-store"
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]


@pytest.mark.parametrize("address", ("/e/%00", "/events/%00", "/search?q=%00", "/events/a/participants?q=x%00y"))
def test_an_address_with_a_nul_leads_nowhere(organiser, address):
    assert organiser.client.get(address).status_code == 404
