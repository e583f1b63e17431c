"""A send of the app's back end: once for its requestId, written with its deliveries, or merely tried."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.callers import Caller
from accounts.models import App
from config.api.errors import Refusal
from config.api.status import REQUEST_REUSED
from journal.audit import log
from push import audiences, expanding, fitting
from push.audiences import Reach
from push.drafting import Draft
from push.models import Notice, NoticeStatus, Source
from push.planning import terms_of
from push.queueing import queue

KEPT: Final = timedelta(hours=24)
SHOWN: Final = 100


def send(*, app: App, draft: Draft, by: Caller) -> dict[str, Any]:
    """What is answered, also to a repeat."""
    known = _known(app, draft)
    if known is not None:
        return known
    reach = _reach(app.pk, draft)
    if not draft.dry:
        fitting.require_fit(app.pk, draft.content, draft.options, reach.vendors)
    try:
        return _write(app, draft, reach, by)
    except IntegrityError:
        known = _known(app, draft)  # the same send came at the same time, and was first
        if known is None:
            raise
        return known


def _known(app: App, draft: Draft) -> dict[str, Any] | None:
    """What the first one was answered; after a day it is forgotten."""
    if not draft.key:
        return None
    notice = Notice.objects.filter(app=app, key=draft.key).first()
    if notice is None:
        return None
    if notice.created_at <= timezone.now() - KEPT:
        Notice.objects.filter(pk=notice.pk, key=draft.key).update(key="")
        return None
    if notice.body_hash != draft.body_hash:
        raise Refusal(REQUEST_REUSED, "requestId was used before for another push")
    return {**_shown(notice), "duplicate": True}


def _reach(app_id: int, draft: Draft) -> Reach:
    """As things stand. Of what is scheduled nobody knows yet who will be there."""
    if not audiences.is_named(draft.audience):
        return audiences.described(app_id, draft.audience)
    there = draft.options.get("onlyOffline", False) and not draft.later
    sockets = audiences.sockets(app_id, audiences.users_of(app_id, draft.audience)) if there else {}
    terms = terms_of(draft.content, draft.options, draft.send_at, sockets=sockets)
    return audiences.reach_of_plan(audiences.named(app_id, draft.audience, terms))


@transaction.atomic
def _write(app: App, draft: Draft, reach: Reach, by: Caller) -> dict[str, Any]:
    notice = _noted(app, draft, reach, by)
    if notice.status == NoticeStatus.QUEUED and reach.plan is not None:
        queue(notice, reach.plan)
    elif notice.status == NoticeStatus.EXPANDING:
        transaction.on_commit(expanding.ring)
    if by.trusted:
        detail = {"audience": next(iter(draft.audience)), **_numbers(reach), "status": notice.status}
        target = str(notice.pk)
        log(by, "PUSH_SEND", app_id=app.pk, target_type="PUSH_TASK", target_id=target, detail=detail)
    return _shown(notice)


def _shown(notice: Notice) -> dict[str, Any]:
    return {"taskId": str(notice.pk), **notice.answer}


def _noted(app: App, draft: Draft, reach: Reach, by: Caller) -> Notice:
    audience = dict(draft.audience)
    if reach.devices >= audiences.COUNTED:
        audience["walk"] = True
    return Notice.objects.create(
        app=app,
        source=Source.API,
        status=_status(draft, reach),
        key=draft.key,
        body_hash=draft.body_hash,
        audience=audience,
        content=dict(draft.content),
        options=dict(draft.options),
        answer=_answer(app.pk, draft, reach),
        send_at=draft.send_at,
        expires_at=draft.expires_at,
        created_by=by.actor_id,
    )


def _status(draft: Draft, reach: Reach) -> NoticeStatus:
    if draft.dry:
        return NoticeStatus.DRY_RUN
    if draft.later:
        return NoticeStatus.SCHEDULED
    return NoticeStatus.EXPANDING if reach.plan is None else NoticeStatus.QUEUED


def _answer(app_id: int, draft: Draft, reach: Reach) -> dict[str, Any]:
    skipped = [
        {"userId": one.user_id or None, "reason": one.reason}
        | ({"deviceId": one.asked} if "deviceIds" in draft.audience else {})
        for one in reach.missed[:SHOWN]
    ]
    status = "DRY_RUN" if draft.dry else "SCHEDULED" if draft.later else "QUEUED"
    return {
        "requestId": draft.request_id,
        "status": status,
        **_numbers(reach),
        "skipped": skipped,
        "skippedCount": len(reach.missed),
        "duplicate": False,
        **({"vendors": _tried(app_id, draft, reach.vendors)} if draft.dry else {}),
    }


def _numbers(reach: Reach) -> dict[str, int]:
    return {"targetUsers": reach.users, "targetDevices": reach.devices}


def _tried(app_id: int, draft: Draft, vendors: Mapping[str, int]) -> list[dict[str, Any]]:
    """What each vendor that would be asked makes of it."""
    return [
        {"vendor": name, "devices": count, "fits": not problem, "problem": problem or None}
        for name, count in sorted(vendors.items())
        for problem in [fitting.problem(app_id, draft.content, draft.options, name)]
    ]
