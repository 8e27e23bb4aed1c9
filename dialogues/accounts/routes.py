"""Pages of accounts: sign in, sign out, the first administrator; one's own settings, password and browsers."""

from datetime import timedelta
from typing import cast
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, current_app, flash, redirect, render_template, request, url_for
from flask import session as cookie
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy.orm import Session

from dialogues.accounts import browsers, checking, guessing, identity, passwords, queries, rules, services, wording
from dialogues.accounts.access import Permission, requires
from dialogues.accounts.forms import NEW_PASSWORD_HINT, ChangePasswordForm, ProfileForm, SetUpForm, SignInForm
from dialogues.accounts.models import User
from dialogues.core import clock
from dialogues.core.db import db, unit_of_work
from dialogues.core.errors import DomainError, NotFoundHere
from dialogues.core.i18n import _, _n
from dialogues.core.web import Form, act, back_to, safe_path, show_error, wants_json

bp = Blueprint("accounts", __name__)
wording.teach_journal()

_BUSY_RETRY_S = 5
_ABOUT_CURRENT = (rules.WrongCurrentPassword, rules.TooManyGuesses, rules.TooBusy)
# The field of the first administrator's form that a refusal belongs to; the others are about the password.
_FIELD_OF = {
    rules.WrongSetupCode: "code",
    rules.TooManyGuesses: "code",
    rules.BadEmail: "email",
    rules.EmailTaken: "email",
    rules.NameMissing: "name",
}
# What somebody with a first password may still open before choosing an own one.
_OPEN_BEFORE_OWN_PASSWORD = {None, "static", "accounts.change_password", "accounts.sign_in", "accounts.sign_out"}


@bp.before_app_request
def ask_for_own_password() -> ResponseReturnValue | None:
    """Lead whoever signed in with a first password to choosing an own one, whatever they wanted to open."""
    if request.endpoint in _OPEN_BEFORE_OWN_PASSWORD or wants_json():
        return None
    if getattr(current_user, "has_first_password", False):
        return redirect(url_for("accounts.change_password"), code=303)
    return None


@bp.route("/sign-in", methods=["GET", "POST"])
def sign_in() -> ResponseReturnValue:
    """Let somebody in by address and password, then on to where they wanted to go."""
    form = SignInForm()
    if request.method == "GET" and current_user.is_authenticated:
        return redirect(_onward())
    refusal = None
    if form.validate_on_submit():
        try:
            return _let_in(form)
        except DomainError as error:
            show_error(form.password, error)
            refusal = error
    has_administrator = queries.has_administrator(db.session())
    page = render_template("accounts/sign_in.html", form=form, has_administrator=has_administrator)
    return _answer(page, form, refusal)


@bp.post("/sign-out")
def sign_out() -> ResponseReturnValue:
    """End the sign-in on the server, so that no copy of the cookie opens anything."""
    if current_user.is_authenticated:
        with unit_of_work() as session:
            services.end_sign_in(session, sign_in_id=current_user.sign_in_id, now=clock.now())
    identity.forget()
    return redirect(url_for("accounts.sign_in"), code=303)


@bp.route("/set-up", methods=["GET", "POST"])
def set_up() -> ResponseReturnValue:
    """Make the first administrator by the code from the terminal; afterwards this page leads to signing in."""
    if queries.has_administrator(db.session()):
        # No message: it would be kept in a cookie, and that cookie would replace the one of a form sent twice.
        return redirect(url_for("accounts.sign_in"), code=303)
    form = SetUpForm()
    refusal = None
    if form.validate_on_submit():
        try:
            return _make_first_administrator(form)
        except DomainError as error:
            show_error(getattr(form, _FIELD_OF.get(type(error), "password")), error)
            refusal = error
    page = render_template("accounts/set_up.html", form=form, password_hint=NEW_PASSWORD_HINT)
    return _answer(page, form, refusal)


@bp.route("/settings", methods=["GET", "POST"])
@requires(Permission.SEE_PROGRAMME)
def settings() -> ResponseReturnValue:
    """Show and change one's own name and language; show where one is signed in."""
    form = ProfileForm(data={"name": current_user.name, "language": current_user.language or ""})
    if form.validate_on_submit():
        name, language = str(form.name.data), form.language.data or None
        try:
            with act(form) as session:
                services.edit_profile(
                    session, user=_own(session), name=name, language=language,
                    actor=current_user.actor, at=clock.now(),
                )  # fmt: skip
        except rules.NameMissing as error:
            show_error(form.name, error)
        else:
            _speak(language)
            flash(_("Your settings are saved."))
            return back_to("accounts.settings")
    now = clock.now()
    facts = {
        "sign_ins": queries.list_open_sign_ins(db.session(), user_id=current_user.id, now=now),
        "present_id": current_user.sign_in_id,
        "email": current_user.email,
        "zone": ZoneInfo("UTC"),
    }
    page = render_template("accounts/settings.html", form=form, **facts)
    return page, 422 if form.errors else 200


@bp.route("/settings/password", methods=["GET", "POST"])
@requires(Permission.SEE_PROGRAMME)
def change_password() -> ResponseReturnValue:
    """Choose a new password, guarded by the present one; every other browser is signed out."""
    form = ChangePasswordForm()
    refusal = None
    if form.validate_on_submit():
        try:
            secret = _changed_password(form)
        except DomainError as error:
            field = form.current if isinstance(error, _ABOUT_CURRENT) else form.password
            show_error(field, error)
            refusal = error
        else:
            identity.remember(secret)
            flash(_("Your password is changed. You are signed out everywhere else."))
            return back_to("accounts.settings")
    facts = {"is_first": current_user.has_first_password, "password_hint": NEW_PASSWORD_HINT}
    return _answer(render_template("accounts/change_password.html", form=form, **facts), form, refusal)


@bp.post("/settings/sign-ins/<int:sign_in_id>/end")
@requires(Permission.SEE_PROGRAMME)
def end_sign_in(sign_in_id: int) -> ResponseReturnValue:
    """Sign one browser out, from another."""
    with unit_of_work() as session:
        services.end_own_sign_in(session, sign_in_id=sign_in_id, user_id=current_user.id, now=clock.now())
    if sign_in_id == current_user.sign_in_id:
        identity.forget()
        return redirect(url_for("accounts.sign_in"), code=303)
    flash(_("That browser is signed out."))
    return back_to("accounts.settings")


@bp.post("/settings/sign-ins/end-others")
@requires(Permission.SEE_PROGRAMME)
def end_other_sign_ins() -> ResponseReturnValue:
    """Sign every browser out but this one."""
    with unit_of_work() as session:
        number = services.end_all_sign_ins(
            session, user_id=current_user.id, now=clock.now(), but=current_user.sign_in_id
        )
    flash(_n("One other browser is signed out.", "%(num)d other browsers are signed out.", number))
    return back_to("accounts.settings")


def _own(session: Session) -> User:
    user = queries.find_user_by_id(session, user_id=current_user.id)
    if user is None:
        raise NotFoundHere
    return user


def _speak(language: str | None) -> None:
    """Let the pages of this browser come in the language just chosen, whatever was asked of it before."""
    if language:
        cookie["language"] = language
    else:
        cookie.pop("language", None)


def _changed_password(form: ChangePasswordForm) -> str:
    """Change the password and return the secret of a new sign-in; all others have ended."""
    now, user_id = clock.now(), current_user.id
    current, password = str(form.current.data), str(form.password.data)
    right = checking.look_at(
        current,
        kept=lambda session: _own(session).password_hash,
        counts=lambda _session: guessing.counts_for_own_password(user_id=user_id, secret_key=checking.secret_key()),
        now=now,
    )
    if right is None:
        raise rules.WrongCurrentPassword
    rules.require_other_password(password, than=current)
    password_hash = passwords.choose(password, about=(current_user.name, current_user.email))
    with unit_of_work() as session:
        user = _own(session)
        guessing.forget_attempt(session, right[0])
        services.change_password(session, user=user, password_hash=password_hash, actor=current_user.actor, at=now)
        return services.start_sign_in(
            session,
            user=user,
            device=browsers.present_device(),
            now=now,
            lasts=_sign_in_lasts(),
            browser=browsers.known_browser(),
        )


def _let_in(form: SignInForm) -> ResponseReturnValue:
    now, email = clock.now(), str(form.email.data)
    browser = browsers.known_browser()

    def kept(session: Session) -> str | None:
        user = queries.find_user(session, email=email)
        return user.password_hash if user is not None and user.is_active else None

    def counts(session: Session) -> tuple[guessing.Count, ...]:
        return guessing.counts_for_sign_in(
            session, email=email, network=browsers.present_network(), browser=browser, secret_key=checking.secret_key()
        )

    right = checking.look_at(str(form.password.data), kept=kept, counts=counts, now=now)
    if right is None:
        raise rules.WrongPassword
    attempt, password_hash = right
    with unit_of_work() as session:
        guessing.forget_attempt(session, attempt)
        user = queries.find_user(session, email=email)
        if user is None or not user.is_active:
            raise rules.WrongPassword  # switched off while the password was looked at
        if user.first_password_ends_at is not None and user.first_password_ends_at <= now:
            raise rules.FirstPasswordEnded
        user.password_hash = password_hash
        return _carry_on(session, user)


def _make_first_administrator(form: SetUpForm) -> ResponseReturnValue:
    now, code = clock.now(), str(form.code.data)
    name, email = str(form.name.data), str(form.email.data)
    counts = guessing.counts_for_set_up(network=browsers.present_network(), secret_key=checking.secret_key())
    with unit_of_work() as session:
        attempt = guessing.begin_attempt(session, counts=counts, now=now)
    with unit_of_work() as session:  # on its own: a wrong code stays counted
        services.require_setup_code(session, code=code, now=now)
        guessing.forget_attempt(session, attempt)
    rules.require_email(email)
    password_hash = passwords.choose(str(form.password.data), about=(name, email))
    with unit_of_work() as session:
        user = services.set_up(session, code=code, email=email, name=name, password_hash=password_hash, at=now)
        return _carry_on(session, user)


def _carry_on(session: Session, user: User) -> ResponseReturnValue:
    """Sign `user` in, end what this browser was signed in as before, and lead on."""
    now = clock.now()
    if current_user.is_authenticated:
        services.end_sign_in(session, sign_in_id=current_user.sign_in_id, now=now)
    browser = browsers.known_browser()
    if browser is None or not queries.is_known_to_anybody(session, browser=browser):
        browser = browsers.new_browser()  # never one that somebody else may have put there
    secret = services.start_sign_in(
        session, user=user, device=browsers.present_device(), now=now, lasts=_sign_in_lasts(), browser=browser
    )
    identity.remember(secret)
    response = current_app.make_response(redirect(_onward(), code=303))
    browsers.carry_browser(response, browser)
    return response


def _sign_in_lasts() -> timedelta:
    """How long a sign-in lasts in this instance."""
    return cast(timedelta, current_app.config["PERMANENT_SESSION_LIFETIME"])


def _onward() -> str:
    """Where to go after signing in: the path that was asked for if it is one of ours, else the first page."""
    return request.root_path + (safe_path(request.args.get("next")) or "/")


def _answer(page: str, form: Form, refusal: DomainError | None) -> Response:
    """A page with a password to fill in: 422 where something is wrong, 429 with the time to wait where it must rest."""
    response = Response(page, status=422 if form.errors else 200)
    if isinstance(refusal, rules.TooManyGuesses | rules.TooBusy):
        response.status_code = 429
        response.headers["Retry-After"] = str(refusal.facts.get("minutes", 0) * 60 or _BUSY_RETRY_S)
    return response
