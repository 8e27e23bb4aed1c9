"""The table of addresses: which permission each asks for. A new address needs a row here, or the tests fail.

A row is the permission its guard names, or PUBLIC. `Row` is for an address whose guard is not all: `narrower` gives
values of the address and the permission needed for them; with `is_for_everything` a role for one event is not enough.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from dialogues.accounts.access import Permission

PUBLIC = "public"
SIGNED_IN = Permission.SEE_PROGRAMME  # everybody who is signed in; the page shows what each may see


@dataclass(frozen=True)
class Row:
    """An address whose guard is not all."""

    permission: Permission | str
    narrower: tuple[tuple[Mapping[str, str], Permission], ...] = ()
    is_for_everything: bool = False


TABLE: dict[str, Permission | str | Row] = {
    # in and out, one's own account
    "static": PUBLIC,
    "accounts.sign_in": PUBLIC,
    "accounts.sign_out": PUBLIC,
    "accounts.set_up": PUBLIC,
    "accounts.settings": SIGNED_IN,
    "accounts.change_password": SIGNED_IN,
    "accounts.end_sign_in": SIGNED_IN,
    "accounts.end_other_sign_ins": SIGNED_IN,
    # users and teams
    "events.users": Permission.MANAGE_USERS,
    "events.add_user": Permission.MANAGE_USERS,
    "events.user": Permission.MANAGE_USERS,
    "events.give_user_role": Permission.MANAGE_USERS,
    "events.take_user_role": Permission.MANAGE_USERS,
    "events.restore_user_role": Permission.MANAGE_USERS,
    "events.switch_user_off": Permission.MANAGE_USERS,
    "events.switch_user_on": Permission.MANAGE_USERS,
    "events.end_user_sessions": Permission.MANAGE_USERS,
    "events.give_first_password": Permission.MANAGE_USERS,
    "events.team": Permission.EDIT_EVENT,
    "events.take_team_role": Permission.EDIT_EVENT,
    "events.restore_team_role": Permission.EDIT_EVENT,
    # the first page and what belongs to no feature
    "home.first": PUBLIC,
    "home.healthz": PUBLIC,
    "home.search": SIGNED_IN,
    "home.events": SIGNED_IN,
    "home.history": Permission.MANAGE_USERS,
    "home.health": Permission.MANAGE_USERS,
    "home.style_guide": Permission.MANAGE_USERS,
    "home.overview": Permission.SEE_EVENT,
    "home.event_history": Permission.SEE_HISTORY,
    # events, processes, places
    "events.add_event": Permission.MANAGE_EVENTS,
    "events.processes": Permission.MANAGE_EVENTS,
    "events.edit_process": Permission.MANAGE_EVENTS,
    "events.edit_event": Permission.EDIT_EVENT,
    "events.publish_event": Permission.EDIT_EVENT,
    "events.unpublish_event": Permission.EDIT_EVENT,
    "events.places": Permission.EDIT_EVENT,
    "events.edit_place": Permission.EDIT_EVENT,
    "events.add_room": Permission.EDIT_EVENT,
    "events.edit_room": Permission.EDIT_EVENT,
    "events.remove_place": Permission.EDIT_EVENT,
    "events.remove_room": Permission.EDIT_EVENT,
    "events.restore_removed": Permission.EDIT_EVENT,
    # the directory
    "people.list_people": Permission.SEE_DIRECTORY,
    "people.edit_person": Permission.SEE_DIRECTORY,
    "people.list_organisations": Permission.SEE_DIRECTORY,
    "people.organisation": Permission.SEE_DIRECTORY,
    "people.add_organisation": Permission.SEE_DIRECTORY,
    "people.edit_organisation": Permission.SEE_DIRECTORY,
    "people.stakeholder_groups": Permission.SEE_DIRECTORY,
    "people.edit_group": Permission.SEE_DIRECTORY,
    "people.retire_group": Permission.SEE_DIRECTORY,
    "people.restore_group": Permission.SEE_DIRECTORY,
    "registration.known_person": Permission.SEE_DIRECTORY,
    # registrations
    "registration.list_participants": Permission.SEE_NAMES,
    "registration.participants_file": Permission.SEE_NAMES,
    "registration.choose_columns": Permission.SEE_NAMES,
    "registration.choose_page_size": Permission.SEE_NAMES,
    "registration.saved_views": Permission.SEE_NAMES,
    "registration.save_view": Permission.SEE_NAMES,
    "registration.rename_view": Permission.SEE_NAMES,
    "registration.remove_view": Permission.SEE_NAMES,
    "registration.restore_view": Permission.SEE_NAMES,
    "registration.open_with_view": Permission.SEE_NAMES,
    "registration.open_with_everybody": Permission.SEE_NAMES,
    "registration.change_chosen": Permission.EDIT_PARTICIPANTS,
    "registration.chosen_file": Permission.SEE_NAMES,
    "registration.bulk_act": Permission.EDIT_PARTICIPANTS,
    "registration.take_back_many": Permission.EDIT_PARTICIPANTS,
    "registration.participant": Permission.SEE_PARTICIPANTS,
    "registration.add_participant": Permission.EDIT_PARTICIPANTS,
    "registration.edit_participant": Permission.EDIT_PARTICIPANTS,
    "registration.substitute": Permission.EDIT_PARTICIPANTS,
    "registration.take_back": Permission.EDIT_PARTICIPANTS,
    "registration.cancel": Permission.EDIT_PARTICIPANTS,
    "registration.restore": Permission.EDIT_PARTICIPANTS,
    "registration.confirm": Permission.EDIT_PARTICIPANTS,
    "registration.decline": Permission.EDIT_PARTICIPANTS,
    "imports.upload": Permission.EDIT_PARTICIPANTS,
    "imports.look": Permission.EDIT_PARTICIPANTS,
    "imports.choose_columns": Permission.EDIT_PARTICIPANTS,
    # agenda
    "agenda.public_event": PUBLIC,
    "agenda.public_agenda": PUBLIC,
    "agenda.calendar": PUBLIC,
    "agenda.agenda": Permission.SEE_EVENT,
    "agenda.add_session": Permission.EDIT_AGENDA,
    "agenda.edit_session": Permission.EDIT_AGENDA,
    "agenda.move_session_earlier": Permission.EDIT_AGENDA,
    "agenda.move_session_later": Permission.EDIT_AGENDA,
    "agenda.remove_session": Permission.EDIT_AGENDA,
    "agenda.restore_session": Permission.EDIT_AGENDA,
    "agenda.duplicate_event": Row(Permission.MANAGE_EVENTS, is_for_everything=True),
    # attendance
    "attendance.desk": Permission.MARK_ATTENDANCE,
    "attendance.walk_in": Permission.MARK_ATTENDANCE,
    "attendance.take_back": Permission.MARK_ATTENDANCE,
    "attendance.grid": Permission.SEE_NAMES,
    "attendance.list_day": Permission.SEE_NAMES,
    "attendance.mark_on_list": Permission.MARK_ATTENDANCE,
    "attendance.take_back_on_list": Permission.MARK_ATTENDANCE,
    "attendance.correct": Permission.CORRECT_ATTENDANCE,
    "attendance.close_day": Permission.CORRECT_ATTENDANCE,
    "attendance.reopen_day": Permission.CORRECT_ATTENDANCE,
    "attendance.list_session": Permission.MARK_ATTENDANCE,
    "attendance.mark_in_session": Permission.MARK_ATTENDANCE,
    "attendance.take_back_in_session": Permission.MARK_ATTENDANCE,
    # figures and files
    "reports.event_report": Permission.SEE_FIGURES,
    "reports.event_report_file": Permission.SEE_FIGURES,
    "reports.programme_report": SIGNED_IN,
    "reports.programme_report_file": SIGNED_IN,
    "reports.export_list": Row(
        Permission.SEE_EVENT,
        narrower=(
            ({"which": "registrations"}, Permission.SEE_PARTICIPANTS),
            ({"which": "attendance"}, Permission.PRINT_NAMES),
        ),
    ),
    # paper
    "documents.documents": Permission.SEE_EVENT,
    "documents.print_document": Row(
        Permission.SEE_EVENT,
        narrower=(
            ({"name": "agenda"}, Permission.SEE_EVENT),
            ({"name": "sign-in-sheet"}, Permission.PRINT_NAMES),
            ({"name": "attendance-report"}, Permission.SEE_FIGURES),
        ),
    ),
    # the API
    "api.openapi": PUBLIC,
    "events_api.events": SIGNED_IN,
    "events_api.event": Permission.SEE_EVENT,
    "registration_api.list_registrations": Permission.SEE_NAMES,
    "registration_api.register": Permission.EDIT_PARTICIPANTS,
    "agenda_api.agenda": Permission.SEE_EVENT,
    "attendance_api.list_attendance": Permission.SEE_NAMES,
    "attendance_api.add_marks": Permission.MARK_ATTENDANCE,
    "reports_api.event_report": Permission.SEE_FIGURES,
}
