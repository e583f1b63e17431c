"""Every act of the console is the API's own call: the same rows, events, and entry in the log."""

import orjson
import pytest
from django.test import Client as Browser

from accounts.models import App, Operator
from journal.models import Operation
from tests.client import Client
from tests.console.acting import Case, by_api, by_console, left_behind, registered, undone
from tests.console.cases import CASES, WITHOUT_A_ROW
from tests.ids import known, standing

__all__ = ["known", "standing"]

pytestmark = pytest.mark.usefixtures("standing")


@pytest.fixture
def browser(operator: Operator) -> Browser:
    operator.is_staff = True
    operator.save()
    browser = Browser(raise_request_exception=True)
    browser.force_login(operator, "django.contrib.auth.backends.ModelBackend")
    return browser


@pytest.mark.parametrize("case", CASES, ids=str)
def test_an_act_is_the_apis_own_call(
    case: Case, known: dict[str, str], browser: Browser, as_operator: Client
) -> None:
    if case.before is not None:
        case.before(known)
    with undone():
        api = left_behind(lambda: by_api(case, as_operator, known))
    with undone():
        console = left_behind(lambda: by_console(case, browser, known))
    assert console == api


def test_every_act_has_a_case() -> None:
    acts = set(registered())
    told = {case.act for case in CASES} | WITHOUT_A_ROW.keys()
    assert acts - told == set(), "say in tests/console/cases what API call these equal"
    assert told - acts == set(), "there are no such acts"


def test_the_comment_is_kept_in_the_log(known: dict[str, str], browser: Browser, acme: App) -> None:
    case = next(case for case in CASES if case.act == "im.message/revoke")
    with undone():
        by_console(Case(case.act, case.call, case.at, {"comment": "asked by mail"}), browser, known)
        entry = Operation.objects.latest("pk")
        assert (entry.app_id, entry.operator_role) == (acme.pk, "T")
        assert orjson.dumps(entry.detail).count(b"asked by mail") == 1
        assert entry.detail["comment"] == "asked by mail"
