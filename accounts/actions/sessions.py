"""Opens sessions and ends those that a login displaces."""

from dataclasses import dataclass
from datetime import timedelta
from secrets import token_hex

from django.db.models import Q
from django.utils import timezone

from accounts import tokens
from accounts.models import Account, EndReason, Platform, Session
from accounts.models.app import LoginPolicy
from accounts.models.session import CLASSES, SessionQuerySet
from config.clock import moment, now_ms

KEPT = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Opened:
    """A session with its token, which is nowhere else."""

    session: Session
    token: str
    life: int

    @property
    def expires_at(self) -> int:
        return int(self.session.expires_at.timestamp()) * 1000


def open_session(
    account: Account, *, platform: str, device_id: str, life: int, ip: str = "", user_agent: str = ""
) -> Opened:
    """`life` in seconds. Whoever opens one holds the account's row lock, or wants no login policy."""
    issued_at = now_ms() // 1000
    session = Session.objects.create(
        app_id=account.app_id,
        account=account,
        jti=token_hex(16),
        platform=platform,
        device_id=device_id,
        ip=ip or None,
        user_agent=user_agent.replace("\x00", "")[:300],
        expires_at=moment(issued_at * 1000) + timedelta(seconds=life),
    )
    claims = {
        "app": account.app.app_key,
        "sub": account.user_id,
        "plt": platform,
        "dev": device_id,
        "jti": session.jti,
    }
    token = tokens.sign(tokens.IM, {**claims, "iat": issued_at, "exp": issued_at + life})
    return Opened(session, token, life)


def make_room(account: Account, *, platform: str, device_id: str) -> bool:
    """The same device logging in again replaces its session; the app's policy displaces others. Any?"""
    ended = 0
    if device_id:
        ended += _live(account).filter(platform=platform, device_id=device_id).end(EndReason.REPLACED)
    rivals = _rivals(str(account.app.setting("loginPolicy")), platform)
    if rivals:
        ended += _live(account).filter(platform__in=rivals).end(EndReason.LOGIN_ELSEWHERE)
    return ended > 0


def _live(account: Account) -> SessionQuerySet:
    return Session.objects.live().filter(account=account)


def _rivals(policy: str, platform: str) -> list[str]:
    """The platforms that a login on this one displaces. A SERVER neither is displaced nor displaces."""
    if platform == Platform.SERVER:
        return []
    others = [other for other in Platform.values if other != Platform.SERVER]
    if policy == LoginPolicy.ONE_PER_PLATFORM:
        return [platform]
    if policy == LoginPolicy.ONE_PER_CLASS:
        return [other for other in others if CLASSES[Platform(other)] == CLASSES[Platform(platform)]]
    return others if policy == LoginPolicy.SINGLE else []


def prune(*, batch: int = 5_000) -> int:
    """Removes sessions that were over 30 days ago, some at a time."""
    before = timezone.now() - KEPT
    over = Session.objects.filter(Q(ended_at__lt=before) | Q(expires_at__lt=before))
    removed = 0
    while gone := Session.objects.filter(pk__in=list(over.values_list("pk", flat=True)[:batch])).delete()[0]:
        removed += gone
    return removed
