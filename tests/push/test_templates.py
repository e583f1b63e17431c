"""GET, PUT and DELETE /api/push/admin/templates: texts with gaps, under a code."""

from typing import Any

import pytest

from accounts.models import App
from journal.models import Operation
from push.models import Template
from tests.client import Client

PATH = "/api/push/admin/templates"
ORDER = {"title": "{shop}", "body": "No. {no}", "i18n": {"zh": {"body": "单号 {no}"}}}


def test_a_template_is_put_listed_and_changed(as_server: Client, other: App) -> None:
    Template.objects.create(app=other, code="theirs", content={"body": "b"})
    made = as_server.put(f"{PATH}/order", ORDER).data
    assert made == {**made, **ORDER, "code": "order", "params": ["no", "shop"]}
    as_server.put(f"{PATH}/a.new-one_1", {"body": "x"})
    listed = as_server.get(PATH)
    assert (listed.data["total"], [item["code"] for item in listed.items]) == (2, ["a.new-one_1", "order"])
    changed = as_server.put(f"{PATH}/order", {"body": "all"}).data
    assert (changed["title"], changed["body"], changed["i18n"], changed["params"]) == (None, "all", {}, [])
    assert changed["createdAt"] == made["createdAt"]


def test_each_change_is_in_the_operation_log(as_server: Client) -> None:
    as_server.put(f"{PATH}/order", ORDER)
    as_server.put(f"{PATH}/order", {**ORDER, "title": "T"})
    as_server.delete(f"{PATH}/order")
    told = Operation.objects.order_by("pk").values_list("action", "target_type", "target_id", "detail")
    assert list(told) == [
        ("PUSH_TEMPLATE_UPDATE", "PUSH_TEMPLATE", "order", {"changed": ["body", "i18n", "title"]}),
        ("PUSH_TEMPLATE_UPDATE", "PUSH_TEMPLATE", "order", {"changed": ["title"]}),
        ("PUSH_TEMPLATE_DELETE", "PUSH_TEMPLATE", "order", {"code": "order"}),
    ]


def test_a_template_is_deleted_once(as_server: Client) -> None:
    as_server.put(f"{PATH}/order", ORDER)
    assert as_server.delete(f"{PATH}/order").data == {"code": "order", "deleted": True}
    assert as_server.delete(f"{PATH}/order").refused(404, "90404")
    assert as_server.get(PATH).items == []


def test_another_apps_template_is_none(as_server: Client, other: App) -> None:
    Template.objects.create(app=other, code="theirs", content={"body": "b"})
    assert as_server.delete(f"{PATH}/theirs").raw == as_server.delete(f"{PATH}/nothing").raw
    assert as_server.put(f"{PATH}/theirs", {"body": "ours"}).ok
    assert Template.objects.get(app=other).content == {"body": "b"}


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "body"),
        ({"body": ""}, "body"),
        ({"title": "{a.b}"}, "title"),
        ({"i18n": {"en": {"body": "{}"}}}, "i18n.en.body"),
        ({"i18n": {"english!": {"body": "b"}}}, "i18n.english!"),
        ({"title": "x" * 101}, "title"),
    ],
    ids=["empty", "blank", "reaching", "nameless", "language", "long"],
)
def test_what_is_no_template_is_refused(as_server: Client, body: dict[str, Any], field: str) -> None:
    assert as_server.put(f"{PATH}/order", body).refused(400, "10004", field)
    assert not Template.objects.exists()


@pytest.mark.parametrize("code", ["a b", "a$", "x" * 65, "%C3%A9"])
def test_a_code_is_plain(as_server: Client, code: str) -> None:
    assert as_server.put(f"{PATH}/{code}", ORDER).refused(400, "10004", "code")
