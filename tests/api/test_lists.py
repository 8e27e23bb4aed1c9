"""Lists of the API: which page was asked for, and how one answers."""

import pytest
from flask import Flask
from werkzeug.exceptions import BadRequest, UnsupportedMediaType

from dialogues.core.api import PageAsked, json_body, list_answer, page_arguments


def test_the_first_page_of_fifty_is_given_when_nothing_is_asked(app: Flask):
    with app.test_request_context("/api/v1/events"):
        assert page_arguments() == PageAsked(number=1, size=50)


def test_a_page_never_holds_more_than_five_hundred_rows(app: Flask):
    with app.test_request_context("/api/v1/events?per_page=100000000000000000000&page=3"):
        assert page_arguments() == PageAsked(number=3, size=500)


@pytest.mark.parametrize("asked", ("page=0", "page=-1", "page=two", "per_page=0", "per_page=1.5", "page=%D9%A3"))
def test_a_page_that_is_no_whole_number_is_refused(app: Flask, asked: str):
    with app.test_request_context(f"/api/v1/events?{asked}"), pytest.raises(BadRequest):
        page_arguments()


def test_the_next_page_keeps_the_filters_and_the_last_page_has_no_next(app: Flask):
    with app.test_request_context("/api/v1/events?q=a+b&page=1&per_page=2"):
        first = list_answer("events", [1, 2], total=3, asked=page_arguments()).get_json()
    with app.test_request_context("/api/v1/events?q=a+b&page=2&per_page=2"):
        last = list_answer("events", [3], total=3, asked=page_arguments()).get_json()
    assert first == {"events": [1, 2], "total": 3, "next": "/api/v1/events?q=a+b&page=2&per_page=2"}
    assert last == {"events": [3], "total": 3, "next": None}


def test_a_page_past_the_end_is_empty_and_leads_nowhere(app: Flask):
    with app.test_request_context("/api/v1/events?page=9"):
        assert list_answer("events", [], total=3, asked=page_arguments()).get_json() == {
            "events": [], "total": 3, "next": None,
        }  # fmt: skip


def test_a_body_must_be_a_json_object(app: Flask):
    with app.test_request_context("/", method="POST", json={"a": 1}):
        assert json_body() == {"a": 1}
    with app.test_request_context("/", method="POST", json=[1]), pytest.raises(BadRequest):
        json_body()
    with app.test_request_context("/", method="POST", data="{"), pytest.raises(UnsupportedMediaType):
        json_body()
    broken = {"data": "{", "content_type": "application/json"}
    with app.test_request_context("/", method="POST", **broken), pytest.raises(BadRequest):
        json_body()
