"""What can be done to credentials, tasks, devices, templates and wishes."""

from datetime import timedelta

from django.utils import timezone

from push.models import Credential, Device, Lane, Notice, Preference, Template
from tests.console.acting import Case, Known

CREDENTIAL = "/api/push/admin/credentials/OPPO"
FIELDS = {"appKey": "oppos-key", "masterSecret": "another secret"}
DND = {"enabled": True, "from": "23:00", "to": "07:00", "timezone": "Asia/Shanghai"}
TYPED = {"enabled": True, "start": "23:00", "to": "07:00", "timezone": "Asia/Shanghai"}
WISHES = {**TYPED, "previewHidden": True}
TEXTS = {"title": "Hello {name}", "body": "bye", "i18n": {"zh": {"title": "{name} 你好"}}}
TEST = {"title": "Does it ring?", "dryRun": True}


def _credential(known: Known) -> Credential:
    return Credential.objects.get(app__app_key="acme", vendor="OPPO")


def _disabled(known: Known) -> None:
    Credential.objects.update(enabled=False)


def _unreadable(known: Known) -> None:
    """So that nobody is asked: what is checked cannot be opened."""
    Credential.objects.update(secret="none")


def _paused(known: Known) -> None:
    _unreadable(known)
    until = timezone.now() + timedelta(hours=1)
    Lane.objects.create(app=_credential(known).app, vendor="OPPO", reason="AUTH", paused_until=until)


def _lane(known: Known) -> Lane:
    return Lane.objects.get(vendor="OPPO")


def _device(known: Known) -> Device:
    return Device.objects.get(device_id=known["device"])


def _wishes(known: Known) -> Preference:
    return Preference.objects.get_or_create(app=_credential(known).app, user_id=known["user"])[0]


def _template(known: Known) -> Template:
    return Template.objects.get(app__app_key="acme", code=known["template"])


def _there(known: Known) -> None:
    _wishes(known)


CASES = [
    Case(
        act="push.credential/add",
        form={"vendor": "OPPO", **FIELDS},
        call=f"PUT {CREDENTIAL}",
        body=FIELDS,
    ),
    Case(
        act="push.credential/change",
        at=_credential,
        form={"appKey": "other-key", "masterSecret": ""},
        call=f"PUT {CREDENTIAL}",
        body={"appKey": "other-key"},
    ),
    Case(
        act="push.credential/check",
        at=_credential,
        before=_unreadable,
        call=f"POST {CREDENTIAL}/check",
    ),
    Case(
        act="push.credential/enable",
        at=_credential,
        before=_disabled,
        call=f"PUT {CREDENTIAL}",
        body={"enabled": True},
    ),
    Case(act="push.credential/disable", at=_credential, call=f"PUT {CREDENTIAL}", body={"enabled": False}),
    Case(act="push.credential/delete", at=_credential, call=f"DELETE {CREDENTIAL}"),
    Case(act="push.lane/check", at=_lane, before=_paused, call=f"POST {CREDENTIAL}/check"),
    Case(
        act="push.notice/add",
        form={
            "to": "userIds",
            "userIds": "bob, carol",
            "title": "Hi",
            "ttl": "60",
            "data": {"a": 1},
            "ignoreDnd": "on",
        },
        call="POST /api/push/admin/send",
        body={
            "audience": {"userIds": ["bob", "carol"]},
            "notification": {"title": "Hi"},
            "data": {"a": 1},
            "options": {"ttl": 60, "respectDnd": False},
        },
    ),
    Case(
        act="push.notice/cancel",
        at=lambda known: Notice.objects.get(pk=known["notice"]),
        call="POST /api/push/admin/tasks/$notice/cancel",
    ),
    Case(
        act="push.device/test",
        at=_device,
        form=TEST,
        call="POST /api/push/admin/test-offline",
        body={"userId": "bob", "deviceId": "$device", "vendor": "OPPO", **TEST},
    ),
    Case(
        act="push.device/test-user",
        at=_device,
        form=TEST,
        call="POST /api/push/admin/test-offline",
        body={"userId": "bob", **TEST},
    ),
    Case(
        act="push.template/add",
        form={"code": "hello", **TEXTS},
        call="PUT /api/push/admin/templates/hello",
        body=TEXTS,
    ),
    Case(
        act="push.template/change",
        at=_template,
        form=TEXTS,
        call="PUT /api/push/admin/templates/$template",
        body=TEXTS,
    ),
    Case(act="push.template/delete", at=_template, call="DELETE /api/push/admin/templates/$template"),
    Case(
        act="push.preference/add",
        form={"userId": "bob", **WISHES},
        call="PUT /api/push/preferences",
        query={"actAs": "bob"},
        body={"dnd": DND, "previewHidden": True},
    ),
    Case(
        act="push.preference/change",
        at=_wishes,
        before=_there,
        form=WISHES,
        call="PUT /api/push/preferences",
        query={"actAs": "bob"},
        body={"dnd": DND, "previewHidden": True},
    ),
]
