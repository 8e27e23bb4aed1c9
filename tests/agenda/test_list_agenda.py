from dialogues.agenda import queries
from dialogues.agenda.models import SessionPerson, SessionRole
from tests.factories import make_agenda_session, make_event, make_place, make_registration, make_room


def give(session, block, role="lead", *, registration=None, name=None):
    block.people.append(SessionPerson(registration=registration, name=name, role=SessionRole(role)))
    session.flush()


def test_days_stand_in_order_with_their_sessions_in_order(session):
    event = make_event(days=2)
    make_agenda_session(event.days[1], "Roadmap", starts="09:00", ends="10:00")
    make_agenda_session(event.days[0], "Lunch", starts="12:00", ends="13:00", kind="break")
    make_agenda_session(event.days[0], "Welcome", starts="09:00", ends="10:00")
    make_agenda_session(event.days[0], "Findings", starts="13:00", ends="14:00")
    days = queries.list_agenda(session, event.id)
    assert [day.day.isoformat() for day in days] == ["2026-06-02", "2026-06-03"]
    shown = [[(item.number, item.title) for item in day.items] for day in days]
    assert shown == [[("1.1", "Welcome"), ("", "Lunch"), ("1.2", "Findings")], [("2.1", "Roadmap")]]


def test_a_day_without_sessions_is_there_and_empty(session):
    event = make_event(days=2)
    assert [day.items for day in queries.list_agenda(session, event.id)] == [(), ()]


def test_the_agenda_of_another_event_is_not_in_it(session):
    event, other = make_event("tarkwa", days=1), make_event("geita", days=1)
    make_agenda_session(other.days[0], "Elsewhere")
    assert queries.list_agenda(session, event.id)[0].items == ()


def test_people_come_with_their_role_place_and_room(session):
    event = make_event(days=1)
    room = make_room(make_place(event, "Bonsa Hall"), "Veranda")
    block = make_agenda_session(event.days[0], "Welcome", place=room.place, room=room)
    give(session, block, registration=make_registration(event, "Akua Brempomaa", honorific="Nana"))
    give(session, block, "speaker", name="Somebody Else")
    [item] = queries.list_agenda(session, event.id)[0].items
    assert [(one.name, one.role.value, one.is_registered) for one in item.people] == [
        ("Nana Akua Brempomaa", "lead", True),
        ("Somebody Else", "speaker", False),
    ]
    assert (item.place, item.room) == ("Bonsa Hall", "Veranda")


def test_who_cancelled_is_marked_so(session):
    event = make_event(days=1)
    block = make_agenda_session(event.days[0])
    give(session, block, registration=make_registration(event, "Ama Serwaa", status="cancelled"))
    give(session, block, registration=make_registration(event, "Kofi Annor"))
    [item] = queries.list_agenda(session, event.id)[0].items
    assert [one.is_cancelled for one in item.people] == [True, False]


def test_clashes_are_found_within_a_day_and_not_across_days(session):
    event = make_event(days=2)
    ama = make_registration(event, "Ama Serwaa")
    for day in (event.days[0], event.days[0], event.days[1]):
        give(session, make_agenda_session(day, starts="09:00", ends="10:00"), registration=ama)
    assert [len(day.clashes) for day in queries.list_agenda(session, event.id)] == [1, 0]


def test_sixty_sessions_take_as_many_queries_as_one(session, count_queries):
    small, large = make_event("small", days=1), make_event("large", days=4)
    give(session, make_agenda_session(small.days[0]), name="Ama")
    for day in large.days:
        for hour in range(7, 22):
            give(session, make_agenda_session(day, starts=f"{hour:02}:00", ends=f"{hour:02}:50"), name=f"Ama {hour}")
    ids = small.id, large.id
    with count_queries() as few:
        queries.list_agenda(session, ids[0])
    with count_queries() as many:
        days = queries.list_agenda(session, ids[1])
    assert sum(len(day.items) for day in days) == 60
    assert few.number == many.number == 2


def test_process_notes_are_asked_for_on_their_own(session):
    event = make_event(days=1)
    block = make_agenda_session(event.days[0], process_notes="Ask the chief first")
    make_agenda_session(event.days[0], starts="11:00", ends="12:00")
    assert "Ask the chief" not in repr(queries.list_agenda(session, event.id))
    assert queries.list_process_notes(session, event.id) == {block.id: "Ask the chief first"}


def test_a_name_is_found_however_it_is_typed(session):
    event, other = make_event("tarkwa"), make_event("geita")
    esi = make_registration(event, "Ɛsi Mɛnsah", organisation="Wassa Women")
    make_registration(event, "Esi Mensah-Bonsu")
    make_registration(event, "Esi Mensah", status="cancelled")
    make_registration(other, "Esi Mensah")
    found = queries.list_named(session, event_id=event.id, names=["3SI mensah", "Nobody", ""])
    assert [one.registration_id for one in found["esi mensah"]] == [esi.id]
    assert found["nobody"] == []


def test_names_are_offered_with_facilitators_before_participants(session):
    event = make_event()
    make_registration(event, "Ama Serwaa", organisation="Wassa Women")
    make_registration(event, "Zita Quaye", role="facilitator")
    make_registration(event, "Gone Away", status="cancelled")
    names = queries.list_names_to_offer(session, event_id=event.id)
    assert names == [("Zita Quaye", ""), ("Ama Serwaa", "Wassa Women")]
