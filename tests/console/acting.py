"""An act of the console beside the API's call that it must equal, and what either leaves behind."""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import orjson
from django.contrib.admin import site
from django.db import connection, transaction
from django.test import Client as Browser

from accounts.console.acts import Act
from accounts.console.tenant import TenantAdmin
from tests import recorder
from tests.client import Answer, Client
from tests.rows import filled

KEY = "k"
VOLATILE = re.compile(
    r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d[.\d]*(?:[+-]\d\d(?::?\d\d)?|Z)?"  # moments
    r"|\b\d{10,}\b|[0-9a-f]{24,}|[\w-]{32,}(?:=|\.[\w-]+)*"  # moments as numbers, digests, tokens, secrets
    r"|md5\$\w+\$\w+"  # digests of passwords
    r"|\b(?:evt|op|bs|task|msg)[_-][\w-]+|\bk\d+:[\w+/=]+"  # generated ids; what is kept sealed
)
NOT_OURS = ("django_", "axes_", "otp_", "auth_")
TABLES = "SELECT tablename::text FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
SEQUENCES = "SELECT sequencename::text, last_value FROM pg_sequences WHERE schemaname = 'public'"

Known = Mapping[str, str]


@dataclass(frozen=True)
class Case:
    """`act` is `im.message/revoke`, or `im.keywordfilter/add` for what a list adds.

    `at` finds the row that is acted on, `form` is what the operator types, `call` the API's row as the
    operator would call it: `POST /api/im/messages/$message/revoke` with `body` and `query`; `$name` are ids
    of tests/ids.py. `before` puts things in order first.
    """

    act: str
    call: str
    at: Callable[[Known], Any] | None = None
    form: Mapping[str, Any] = field(default_factory=dict)
    body: Any = None
    query: Mapping[str, Any] = field(default_factory=dict)
    before: Callable[[Known], None] | None = None

    def __str__(self) -> str:
        return self.act


def registered() -> dict[str, tuple[TenantAdmin, Act]]:
    """Every act of every list, by the name that its case has."""
    found: dict[str, tuple[TenantAdmin, Act]] = {}
    for model, admin in site._registry.items():
        if isinstance(admin, TenantAdmin):
            label = model._meta.label_lower
            found |= {f"{label}/{act.name}": (admin, act) for act in admin.acts}
            if admin.adds is not None:
                found[f"{label}/add"] = (admin, admin.adds)
    return found


def by_console(case: Case, browser: Browser, known: Known) -> Any:
    """The act's page, filled in and sent."""
    model, _, name = case.act.partition("/")
    at = "" if case.at is None else f"{case.at(known).pk}/do/"
    path = f"/admin/{model.replace('.', '/')}/{at}{name}/"
    assert browser.get(path).status_code == 200, path
    typed = {name: orjson.dumps(value).decode() if isinstance(value, dict) else value
             for name, value in filled(dict(case.form), dict(known)).items()}  # fmt: skip
    answer = browser.post(path, {"key": KEY, **typed})
    assert answer.status_code in (200, 302), answer.content.decode()[-3000:]
    return answer


def by_api(case: Case, client: Client, known: Known) -> Answer:
    method, _, path = filled([case.call], dict(known))[0].partition(" ")
    for name in sorted(known, key=len, reverse=True):
        path = path.replace(f"${name}", known[name])
    answer = client.call(
        method,
        path,
        body=filled(case.body, dict(known)),
        query=filled(dict(case.query), dict(known)),
        headers={"Idempotency-Key": f"{KEY}0"},
    )
    assert answer.ok, answer
    return answer


@contextmanager
def undone() -> Iterator[None]:
    """Nothing of it is left, not even in the sequences: the next one gives the same ids."""
    with connection.cursor() as cursor:
        cursor.execute(SEQUENCES)
        given = cursor.fetchall()
        with transaction.atomic():
            yield
            transaction.set_rollback(True)
        for name, last in given:
            cursor.execute("SELECT setval(%s, %s, %s)", [name, last or 1, last is not None])


def left_behind(deed: Callable[[], Any]) -> dict[str, Any]:
    """Facts told, and rows written, changed and gone, of all tables; without what differs each time."""
    recorder.told.clear()
    before = _rows()
    deed()
    after = _rows()
    new = {name: after[name] - before.get(name, set()) for name in after}
    gone = {name: before[name] - after.get(name, set()) for name in before}
    return {
        "facts": [_plain(orjson.dumps([fact.type, fact.data]).decode()) for fact in recorder.told],
        "new": {name: sorted(map(_plain, rows)) for name, rows in new.items() if rows},
        "gone": {name: sorted(map(_plain, rows)) for name, rows in gone.items() if rows},
    }


def _rows() -> dict[str, set[str]]:
    with connection.cursor() as cursor:
        cursor.execute(TABLES)
        names = [name for (name,) in cursor.fetchall() if not name.startswith(NOT_OURS)]
        every = " UNION ALL ".join(f"SELECT '{name}', to_jsonb(t)::text FROM {name} t" for name in names)
        cursor.execute(every)
        found: dict[str, set[str]] = {name: set() for name in names}
        for name, row in cursor.fetchall():
            found[name].add(row)
    return found


def _plain(text: str) -> str:
    """A comment is the console's own; the browser says another name than the tests' client."""
    text = VOLATILE.sub("~", text)
    return re.sub(r'"user_agent": "[^"]*"', '"user_agent": ""', text)
