"""Every code of every vendor's table leads to the outcome that stands there, and shows nothing of ours."""

from typing import Any

import pytest

from push.vendors.codes import table
from push.vendors.contract import Kind, Outcome, Scope
from push.vendors.wire import Wire
from tests.push.vendors.cases.case import MESSAGE, Case

SCOPES = {
    Kind.THROTTLED: tuple(Scope),
    Kind.AUTH: (None, Scope.DEVICE),
    Kind.INVALID_TOKEN: (None, Scope.DEVICE),
}


def test_a_code_means_what_the_table_says(
    case: Case, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    case.fake.echoes = tuple(str(value) for value in case.fields.values() if len(str(value)) > 6)
    verdicts = {code: found for code, found in table(case.name).items() if not code.startswith("receipt_")}

    async def work(wire: Wire) -> dict[str, Outcome]:
        return {code: await _said(case, wire, code) for code in verdicts}

    outcomes = case.run(work)
    seen = {code: _seen(outcome) for code, outcome in outcomes.items()}
    wanted = {}
    for code, found in verdicts.items():
        kind, scope = case.expected(code, found.kind, found.scope)
        more = (code, found.after, found.hint) if kind is not Kind.OK else ()
        wanted[code] = (kind, scope, *more)
    assert seen == wanted
    _require_clean(case, repr(outcomes), capsys.readouterr(), caplog.text)


async def _said(case: Case, wire: Wire, code: str) -> Outcome:
    case.say(code)
    [outcome] = await case.vendor.send(wire, case.access(), MESSAGE, [case.target()])
    return outcome


def _seen(outcome: Outcome) -> tuple[Any, ...]:
    more = (outcome.code, outcome.after, outcome.hint) if outcome.kind is not Kind.OK else ()
    return (outcome.kind, outcome.scope, *more)


def _require_clean(case: Case, *texts: object) -> None:
    shown = " ".join(map(str, texts))
    hidden = [one.name for one in case.vendor.FIELDS if one.secret]
    for secret in [case.token(), *(str(case.fields[name]) for name in hidden), *case.fake.issued]:
        assert secret not in shown


def test_what_stands_in_a_table_can_be(case: Case) -> None:
    for code, found in table(case.name).items():
        assert found.scope in SCOPES.get(found.kind, (None,)), code
        assert found.mark in ("A", "B", "C", "M"), code


def test_a_dead_token_is_invalid_and_nothing_rings(case: Case) -> None:
    [outcome] = case.send(case.target(1, "dead"))
    assert outcome.kind is Kind.INVALID_TOKEN
    assert not case.fake.rings
