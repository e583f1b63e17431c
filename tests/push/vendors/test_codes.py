"""Every code of every vendor's table leads to the outcome that stands there, and shows nothing of ours."""

import pytest

from push.vendors.codes import verdict
from push.vendors.contract import Kind, Outcome, Scope
from tests.push.vendors.cases.case import Case
from tests.push.vendors.conftest import Start, codes


@pytest.mark.parametrize(("name", "code"), codes(receipts=False))
def test_a_code_means_what_its_table_says(
    started: Start, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture, name: str, code: str
) -> None:
    case = started(name)
    secret = [str(value) for value in case.fields.values() if len(str(value)) > 6]
    case.fake.echoes = tuple(secret)
    case.say(code)
    [outcome] = case.send(case.target())
    found = verdict(name, code)
    assert found is not None
    assert (outcome.kind, outcome.scope) == case.expected(code, found.kind, found.scope)
    if outcome.kind is not Kind.OK:
        assert outcome.code == code
        assert (outcome.after, outcome.hint) == (found.after, found.hint)
    _require_clean(case, outcome, capsys.readouterr(), caplog.text)


def _require_clean(case: Case, outcome: Outcome, *texts: object) -> None:
    shown = " ".join((repr(outcome), *map(str, texts)))
    hidden = [one.name for one in case.vendor.FIELDS if one.secret]
    for secret in [case.token(), *(str(case.fields[name]) for name in hidden), *case.fake.issued]:
        assert secret not in shown


@pytest.mark.parametrize(("name", "code"), codes(receipts=False))
def test_a_throttled_one_has_a_scope(name: str, code: str) -> None:
    found = verdict(name, code)
    assert found is not None
    if found.kind is Kind.AUTH:
        assert found.scope in (
            None,
            Scope.DEVICE,
        )
    else:
        assert (found.scope is not None) == (found.kind is Kind.THROTTLED)
    assert found.mark in ("A", "B", "C", "M")


def test_a_dead_token_is_invalid_and_nothing_rings(case: Case) -> None:
    [outcome] = case.send(case.target(1, "dead"))
    assert outcome.kind is Kind.INVALID_TOKEN
    assert not case.fake.rings
