"""One receiver of a message: his place in its conversation, where he is, and what his phones were told."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import structlog
from django.db.models import BooleanField, ExpressionWrapper, Q
from redis import RedisError

from accounts.models import Account, Session
from im.conversations.models import ChatType, DeviceCursor, Member
from im.conversations.shapes import muted_now
from im.messages.models import Message
from im.presence import store
from push.models import Delivery, Device, DeviceLog, DeviceStatus, Lane, Notice, Preference
from push.told import MESSAGE, REVOKE, Told

MOST: Final = 200  # of each thing; a user has but few devices
log = structlog.get_logger(__name__)


@dataclass(slots=True)
class Receiver:
    """`floor`: what has a seq up to it is invisible to him. `sockets` None: Redis is away, nobody knows."""

    user_id: str
    account: Account | None
    member: Member | None = None
    floor: int = 0
    cursors: Sequence[DeviceCursor] = ()
    sockets: Sequence[store.Device] | None = ()
    sessions: Sequence[Session] = ()
    devices: Sequence[Device] = ()
    wishes: Preference | None = None
    pushes: Sequence[Delivery] = ()
    logs: Sequence[DeviceLog] = ()
    lanes: dict[str, Lane] = field(default_factory=dict)

    @property
    def is_there(self) -> bool:
        return any(not socket.background for socket in self.sockets or ())

    def has_read(self, message: Message) -> bool:
        """What was said before he came does not count."""
        return self.member is not None and self.member.read_seq >= message.seq > self.floor

    def fetched_by(self, message: Message) -> DeviceCursor | None:
        """The first device that said it has it."""
        return next((cursor for cursor in self.cursors if cursor.seq >= message.seq), None)


def receiver(message: Message, user_id: str, notices: Sequence[Notice]) -> Receiver:
    account = Account.objects.filter(app=message.app_id, user_id=user_id).first()
    found = Receiver(user_id, account)
    if account is None:
        return found
    members: Any = Member.objects.filter(conversation=message.conversation_id, account=account)
    is_muted = ExpressionWrapper(muted_now(), output_field=BooleanField())
    found.member = members.with_floor().annotate(is_muted=is_muted).first()
    if found.member is not None:
        found.floor = int(getattr(found.member, "floor", 0))
        cursors = DeviceCursor.objects.filter(member=found.member)
        found.cursors = list(cursors.order_by("updated_at")[:MOST])
    found.sockets = _sockets(message.app_id, user_id)
    open_then = Q(ended_at=None) | Q(ended_at__gte=message.created_at)
    sessions = Session.objects.filter(
        open_then,
        account=account,
        created_at__lte=message.created_at,
        expires_at__gte=message.created_at,
    )
    found.sessions = list(sessions.order_by("-pk")[:20])
    devices = Device.objects.filter(app=message.app_id, user_id=user_id)
    found.devices = list(devices.order_by("-updated_at")[:20])
    found.wishes = Preference.objects.filter(app=message.app_id, user_id=user_id).first()
    _add_pushes(found, message, notices)
    return found


def notices_of(message: Message) -> list[Notice]:
    """Of the message and of its revoke, each with one for those whom it names."""
    keys = [
        Told(message.app_id, type_, str(message.pk), (), 0).key(called=called)
        for type_ in (MESSAGE, REVOKE)
        for called in (False, True)
    ]
    return list(Notice.objects.filter(app=message.app_id, key__in=keys).order_by("pk"))


def others(message: Message) -> list[str]:
    """Who can be chosen without asking: the one other person of two."""
    return [message.to_id] if message.chat_type == ChatType.SINGLE else []


def _sockets(app_id: int, user_id: str) -> Sequence[store.Device] | None:
    try:
        return store.of(app_id, [user_id])[user_id]
    except RedisError as problem:
        log.warning("console.presence_unknown", error=str(problem)[:200])
        return None


def _add_pushes(found: Receiver, message: Message, notices: Sequence[Notice]) -> None:
    keys = [notice.pk for notice in notices]
    if not keys:
        return
    since = min(notice.created_at for notice in notices)
    pushes = Delivery.objects.filter(
        app=message.app_id, user_id=found.user_id, notice__in=keys, created_at__gte=since
    )
    found.pushes = list(pushes.select_related("device").order_by("pk")[:MOST])
    logs = DeviceLog.objects.filter(
        app_id=message.app_id, user_id=found.user_id, notice_id__in=keys, at__gte=since
    )
    found.logs = list(logs.order_by("at", "pk")[:MOST])
    vendors = {push.vendor for push in found.pushes}
    found.lanes = {lane.vendor: lane for lane in Lane.objects.filter(app=message.app_id, vendor__in=vendors)}


def has_phone(found: Receiver) -> bool:
    return any(device.status == DeviceStatus.ACTIVE for device in found.devices)
