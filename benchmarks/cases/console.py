"""The console on a large installation: the dashboard and every list, its first page and one in its middle."""

from collections.abc import Iterator
from statistics import median
from time import perf_counter

from django.contrib import admin
from django.db import connection
from django.db.models import Model
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import App, Mandate, Operator, OperatorRole
from benchmarks.bench import Bench
from benchmarks.planted import plant
from benchmarks.tally import Failed

SCALE, QUICK_SCALE = 1_000_000, 50_000
TIMES = 5
DASHBOARD_MS, LIST_MS = 300, 500


def run(bench: Bench) -> None:
    plant(QUICK_SCALE if bench.quick else SCALE)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    for name, browser in _operators():
        for span in ("24h", "7d", "30d"):
            taken, statements = _timed(browser, f"/admin/?span={span}")
            bench.report.say(
                f"  {name}: dashboard, {span}: {taken:.0f} ms, {statements} statements of the ORM"
            )
            bench.report.target(f"ms, dashboard of {name}, {span}", taken, at_most=DASHBOARD_MS)
        slowest = 0.0
        for path in _lists(browser):
            taken, statements = _timed(browser, path)
            slowest = max(slowest, taken)
            mark = "  SLOW" if taken > LIST_MS else ""
            bench.report.say(f"  {name}: {path}: {taken:.0f} ms, {statements} statements{mark}")
        bench.report.target(f"ms, slowest list of {name}", slowest, at_most=LIST_MS)


def _operators() -> Iterator[tuple[str, Client]]:
    yield "a superuser", _signed_in(Operator.objects.create_superuser("chief"))
    for key in ("big", "small", "empty"):
        operator = Operator.objects.create_user(key, is_staff=True)
        Mandate.objects.create(
            operator=operator, app=App.objects.get(app_key=key), role=OperatorRole.ADMINISTRATOR
        )
        yield f"the {key} app", _signed_in(operator)


def _signed_in(operator: Operator) -> Client:
    browser = Client()
    browser.force_login(operator, "django.contrib.auth.backends.ModelBackend")
    return browser


def _lists(browser: Client) -> Iterator[str]:
    """Those that the operator may see."""
    for model in admin.site._registry:
        path = reverse(f"admin:{model._meta.label_lower.replace('.', '_')}_changelist")
        if browser.get(path).status_code == 200:
            yield path
            if (middle := _middle(model)) is not None:
                yield f"{path}?before={middle}"


def _middle(model: type[Model]) -> object | None:
    keys = model._base_manager.order_by("pk").values_list("pk", flat=True)
    number = keys.count()
    return keys[number // 2] if number > TIMES else None


def _timed(browser: Client, path: str) -> tuple[float, int]:
    """Milliseconds, the median; what comes first makes templates and plans."""
    taken = []
    for _ in range(TIMES + 1):
        began = perf_counter()
        with CaptureQueriesContext(connection) as queries:
            answer = browser.get(path)
        taken.append(1000 * (perf_counter() - began))
        if answer.status_code != 200:
            raise Failed(f"{path}: {answer.status_code}")
    return median(taken[1:]), len(queries)
