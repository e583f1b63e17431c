"""The schema itself keeps apps apart: no reference leads from a row of one app to a row of another."""

from typing import NamedTuple, cast

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, models, transaction
from psycopg import errors

from accounts.models import Account, App
from config.references import Tied, column
from im.conversations.models import ConversationGroup, Member
from im.groups.models import Group, JoinRequest
from im.messages.models import BatchSend
from im.moderation.models import AccountMute
from push import models as push
from tests.conftest import make_account, make_client
from tests.im.chat import Room, say
from tests.im.relations.steps import asks, befriend, blocks
from tests.push.phones import make_device, make_notice
from tests.webhooks.endpoints import make_endpoint
from webhooks.models import Alert, Delivery

OURS = ("accounts", "im", "journal", "webhooks", "push")
MODELS = [model for model in apps.get_models() if model._meta.app_label in OURS]
TIED = [
    pytest.param(model, constraint, id=constraint.name)
    for model in MODELS
    for constraint in model._meta.constraints
    if isinstance(constraint, Tied)
]
# Written by the statement that writes the message, which has the id from nowhere else; a constraint would be
# checked at every send.
UNCHECKED = {("im_conversation", "last_message_id")}
FOREIGN_KEYS = """
SELECT c.conname, c.conrelid::regclass::text, c.confrelid::regclass::text,
  ARRAY(SELECT a.attname::text FROM unnest(c.conkey) WITH ORDINALITY k(n, i)
        JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = k.n ORDER BY k.i),
  ARRAY(SELECT a.attname::text FROM unnest(c.confkey) WITH ORDINALITY k(n, i)
        JOIN pg_attribute a ON a.attrelid = c.confrelid AND a.attnum = k.n ORDER BY k.i)
FROM pg_constraint c WHERE c.contype = 'f' AND c.connamespace = 'public'::regnamespace
"""
WITH_APP = """
SELECT table_name FROM information_schema.columns WHERE column_name = 'app_id' AND table_schema = 'public'
"""


class Key(NamedTuple):
    name: str
    table: str
    parent: str
    columns: list[str]
    referred: list[str]


def keys() -> list[Key]:
    with connection.cursor() as cursor:
        cursor.execute(FOREIGN_KEYS)
        return [Key(*row) for row in cursor.fetchall()]


def tables_with_app() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(WITH_APP)
        return {name for (name,) in cursor.fetchall()}


@pytest.mark.django_db
def test_every_constraint_between_rows_of_apps_carries_what_they_share() -> None:
    tenants = tables_with_app()
    between = [key for key in keys() if key.parent in tenants]
    loose = [
        key.name
        for key in between
        if len(key.columns) < 2
        # A table without the app that refers to one row only belongs to whatever app that is of.
        and (key.table in tenants or sum(other.table == key.table for other in between) > 1)
    ]
    assert not loose


@pytest.mark.django_db
def test_every_reference_of_the_models_is_held_by_a_constraint() -> None:
    held = {(key.table, column) for key in keys() for column in key.columns}
    referring = {
        (model._meta.db_table, field.column)
        for model in MODELS
        for field in model._meta.concrete_fields
        if isinstance(field, models.ForeignKey)
    }
    assert referring - held == UNCHECKED


@pytest.fixture
def filled(acme: App, other: App) -> None:
    """A row of everything in both apps, and groups and accounts that nothing refers to."""
    for app in (other, acme, other):
        name = f"n{Account.objects.count()}"
        one, two, three, _ = (make_account(app, f"{name}.{n}") for n in range(4))
        room = Room(app, f"{name}.room", one, two)
        Group.objects.create(app=app, group_id=f"{name}.empty", name="Empty", owner=one)
        befriend(one, two)
        blocks(one, three)
        asks(two, three)
        AccountMute.objects.create(app=app, account=one)
        BatchSend.objects.create(app=app, sender=one, key=name, by_server=True, said={}, receivers=[])
        JoinRequest.objects.create(app=app, group=room.group, account=three, inviter=two)
        say(make_client(one), two.user_id)
        member = Member.objects.filter(account=one).latest("pk")
        ConversationGroup.objects.create(account=one, member=member, name="filed")
        endpoint = make_endpoint(app)
        Delivery.objects.create(app=app, endpoint=endpoint, event_id=f"evt_{name}", type="message.sent")
        notice, phone = make_notice(app), make_device(app, name)
        push.Delivery.objects.create(app=app, notice=notice, device=phone, user_id=name, vendor="HUAWEI")
        alert = Alert(app=app, endpoint=endpoint, type="GONE", level="CRITICAL", message="gone")
        alert.status = "RESOLVED"
        alert.save()


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize(("model", "tied"), TIED)
def test_a_wrong_join_cannot_be_written(model: type[models.Model], tied: Tied) -> None:
    rows = model._default_manager.exclude(**{tied.field: None}).order_by("pk")
    first, last = rows.first(), rows.last()
    assert first is not None, f"`filled` makes no row of {model.__name__} with {tied.field}"
    assert last is not None
    refused = [*wrongly_joined(first, tied), *wrongly_joined(last, tied)]
    assert all(refused)
    assert tied.name in refused, "other constraints kept all of these out; none came to this one"


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize(("model", "tied"), TIED)
def test_a_row_cannot_be_moved_away_from_what_it_refers_to(model: type[models.Model], tied: Tied) -> None:
    row = model._default_manager.exclude(**{tied.field: None}).first()
    assert row is not None
    by = model._meta.get_field(tied.by)
    assert isinstance(by, models.ForeignKey)
    assert isinstance(by.related_model, type)
    other = by.related_model._default_manager.exclude(pk=getattr(row, by.attname)).first()
    assert other is not None
    assert violated(row, **{by.attname: other.pk})


def wrongly_joined(row: models.Model, tied: Tied) -> list[str]:
    """Lets the row refer to each row of another app in turn. What refuses it, one by one."""
    field = row._meta.get_field(tied.field)
    assert isinstance(field, models.ForeignKey)
    assert isinstance(field.related_model, type)
    shared = getattr(row, column(type(row), tied.by).attname)
    strangers = field.related_model._default_manager.exclude(**{tied.by: shared})
    return [violated(row, **{field.attname: stranger.pk}) for stranger in strangers]


def violated(row: models.Model, **columns: int) -> str:
    """The constraint that refuses this change, straight in SQL."""
    table, key = row._meta.db_table, row._meta.pk
    assert key is not None
    changes = ", ".join(f"{name} = {value}" for name, value in columns.items())
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE {table} SET {changes} WHERE {key.column} = %s", [row.pk])
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    except IntegrityError as error:
        cause = cast(errors.IntegrityError, error.__cause__)
        return cause.diag.constraint_name or "unnamed"
    return ""
