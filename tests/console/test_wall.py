"""The wall in the console: an operator of acme tries every URL with other's ids, a viewer every act.

Lists, tabs, acts and pages are those that are registered: a new one is tried without further ado, and fails
here as long as tests/console/strangers.py has no row of it in both apps.
"""

import re
from typing import Any

import pytest
from django.test import Client as Browser
from pytest_django.plugin import DjangoDbBlocker

from accounts.console.current import KEY
from accounts.console.tenant import TenantAdmin
from accounts.mandates import LADDER
from accounts.models import App, Operator
from console.pages import PAGES
from journal.facts import Fact
from tests import world
from tests.console.strangers import (
    FOR_SUPERUSERS,
    OPERATOR,
    base,
    furnish,
    lists,
    operator_with,
    paths,
    row_of,
)
from tests.ids import standing
from tests.standing import Standing

__all__ = ["standing"]

BACKEND = "django.contrib.auth.backends.ModelBackend"
THEIRS = re.compile(r"\b(?:dave|daves|oscar|oscars|[\w-]+-of-other)\b")  # what other's rows are called
ONLY_SUPERUSERS = {"/admin/sign-ins/", "/admin/system/"}
LISTS = [label for label in lists() if label not in FOR_SUPERUSERS]


@pytest.fixture(scope="module", autouse=True)
def furnished(standing: None, django_db_blocker: DjangoDbBlocker) -> None:
    with django_db_blocker.unblock():
        assert world.current is not None
        furnish(App.objects.get(app_key="acme"), world.current.known)
        furnish(App.objects.get(app_key="other"), world.current.foreign)


def signed_in(operator: Operator) -> Browser:
    browser = Browser(raise_request_exception=False)
    browser.force_login(operator, BACKEND)
    return browser


def code(browser: Browser, method: str, path: str, **typed: object) -> int:
    return (browser.post(path, typed) if method == "POST" else browser.get(path)).status_code


def test_there_is_a_row_of_every_list_in_both_apps(acme: App, other: App) -> None:
    missing = {(label, app.app_key) for label in LISTS for app in (acme, other) if not row_of(label, app)}
    assert not missing


def test_nobody_reaches_another_apps_rows(acme: App, other: App, facts: list[Fact]) -> None:
    browser = signed_in(operator_with(acme, "ADMINISTRATOR", "anna"))
    stand = Standing(other.pk)
    problems = []
    for label in LISTS:
        row = row_of(label, other)
        assert row is not None
        for method, path, typed in paths(label, row):
            answer = code(browser, method, path, **typed)
            if answer != 404:
                problems.append(f"{method} {path}: {answer}")
    assert not problems, "\n".join(problems)
    assert not stand.changed(other.pk)
    assert not [fact.type for fact in facts if fact.app_id == other.pk]


def test_one_foreign_row_among_ones_own_spoils_the_whole(acme: App, other: App) -> None:
    browser = signed_in(operator_with(acme, "ADMINISTRATOR", "anna"))
    for label in LISTS:
        admin = lists()[label]
        mine, theirs = row_of(label, acme), row_of(label, other)
        assert mine is not None
        assert theirs is not None
        for act in getattr(admin, "acts", []):
            if act.many:
                path = f"{base(label)}do/{act.name}/?ids={mine.pk},{theirs.pk}"
                assert code(browser, "GET", path) == 404, path


def test_nothing_of_another_app_is_listed_found_or_offered(acme: App, other: App) -> None:
    anna = operator_with(acme, "ADMINISTRATOR", "anna")
    browser = signed_in(anna)
    session = browser.session
    session[KEY] = other.pk  # typed into the session's row itself
    session.save()
    problems = []
    for label in LISTS:
        for query in ("", f"?app__id__exact={other.pk}&q=dave"):
            answer = browser.get(base(label) + query)
            found = answer.context.get("cl") if answer.status_code == 200 else None
            shown = found.result_list if found else []
            admin, row = lists()[label], row_of(label, other)
            assert row is not None
            if row.pk in {one.pk for one in shown} or (not query and THEIRS.search(answer.content.decode())):
                problems.append(f"{label} {query}")
            if label != OPERATOR and isinstance(admin, TenantAdmin):
                problems += [f"{label} {query}: {one}" for one in shown if admin.app_of(one) != acme]
    for words in ("dave", "daves", "oscar", "Other", "otto-of-other", str(_pk("im.message", other))):
        page = browser.get("/admin/search/", {"s": words}).content.decode()
        if THEIRS.search(page) or f"/im/message/{_pk('im.message', other)}/" in page:
            problems.append(f"search {words}")
    for tool in PAGES:
        if THEIRS.search(browser.get(f"/admin/{tool.path}").content.decode()):
            problems.append(tool.path)
    assert not problems, "\n".join(problems)
    assert browser.post("/admin/choose-app/", {"app": "other"}).status_code == 404


def test_what_django_would_open_besides_is_closed(acme: App, other: App) -> None:
    """Autocompletion of any field, and the pages on the site: both tell what there is in other apps."""
    browser = signed_in(operator_with(acme, "ADMINISTRATOR", "anna"))
    asked = {"app_label": "im", "model_name": "conversation", "field_name": "last_message", "term": ""}
    assert browser.get("/admin/autocomplete/", asked).status_code == 404
    assert code(browser, "GET", f"/admin/r/1/{other.pk}/") == 404


def test_the_outbox_is_superusers_own(acme: App) -> None:
    browser = signed_in(operator_with(acme, "ADMINISTRATOR", "anna"))
    for label in FOR_SUPERUSERS:
        assert code(browser, "GET", base(label)) == 403


def test_a_viewer_reads_and_changes_nothing(acme: App, facts: list[Fact]) -> None:
    browser = signed_in(operator_with(acme, "VIEWER", "vera"))
    stand = Standing(acme.pk)
    problems = []
    for label in LISTS:
        admin, row = lists()[label], row_of(label, acme)
        assert row is not None
        reads = 403 if label == OPERATOR else 200
        tries: list[tuple[str, str, dict[str, Any], int]] = [
            ("GET", base(label), {}, reads),
            ("POST", f"{base(label)}{row.pk}/delete/", {}, 404),
        ]
        for method, path, typed in paths(label, row):
            act = next((act for act in admin.acts if f"/do/{act.name}/" in path), None)
            if "change/" in path:
                tries.append((method, path, typed, reads if method == "GET" else 403))
            elif act is not None and act.role != "VIEWER":
                tries.append((method, path, typed, 403))
        if admin.adds is None or admin.adds.role != "VIEWER":
            tries.append(("POST", f"{base(label)}add/", {}, 403))
        for method, path, typed, expected in tries:
            answer = code(browser, method, path, **typed)
            if answer != expected:
                problems.append(f"{method} {path}: {answer}, not {expected}")
    assert not problems, "\n".join(problems)
    assert not stand.changed(acme.pk)
    assert not [fact.type for fact in facts if fact.app_id == acme.pk]


def test_an_act_and_a_page_ask_for_their_role(acme: App) -> None:
    """Who has it gets the form, who has the one below is refused."""
    browsers = {role: signed_in(operator_with(acme, role, role.lower())) for role in LADDER}
    asked = {f"/admin/{page.path}": page.needs for page in PAGES}
    for label in LISTS:
        row = row_of(label, acme)
        assert row is not None
        acts = [act for act in lists()[label].acts if act.needs_app]
        asked |= {f"{base(label)}{row.pk}/do/{act.name}/": act.role for act in acts}
    problems = []
    for path, needed in asked.items():
        step = LADDER.index(needed)
        if code(browsers[needed], "GET", path) not in (200, 302) and path not in ONLY_SUPERUSERS:
            problems.append(f"{path} refuses {needed}")
        if step and code(browsers[LADDER[step - 1]], "GET", path) != 403:
            problems.append(f"{path} does not ask for {needed}")
    assert not problems, "\n".join(problems)


def _pk(label: str, app: App) -> int:
    row = row_of(label, app)
    assert row is not None
    return int(row.pk)
