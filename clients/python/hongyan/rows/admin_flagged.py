"""`admin.flagged`. Made by `make client`: do not edit."""

from collections.abc import Awaitable, Callable
from typing import Any, Literal

from hongyan import models
from hongyan.calls import Call, given, segment


class AdminFlagged:
    def __init__(self, do: Callable[[Call], Any]) -> None:
        self._do_call = do

    def list(
        self,
        *,
        cursor: str | None = None,
        kind: Literal["MESSAGE", "PROFILE", "GROUP"] | None = None,
        limit: int | None = None,
        review: Literal["OPEN", "APPROVED", "REMOVED", "MUTED"] | None = None,
    ) -> models.FlaggedFeed:
        """`GET /api/im/admin/flagged`"""
        answer: models.FlaggedFeed = self._do_call(
            Call(
                "GET",
                "/api/im/admin/flagged",
                query={"cursor": cursor, "kind": kind, "limit": limit, "review": review},
                again=True,
            )
        )
        return answer

    def review(
        self,
        id_: str,
        *,
        decision: Literal["APPROVE", "REVOKE", "MUTE"],
        reason: str | None = None,
        mute_seconds: int | None = None,
    ) -> models.Flagged:
        """`POST /api/im/admin/flagged/{id}/review`"""
        answer: models.Flagged = self._do_call(
            Call(
                "POST",
                f"/api/im/admin/flagged/{segment(id_)}/review",
                body=given({"decision": decision, "reason": reason, "muteSeconds": mute_seconds}),
            )
        )
        return answer


class AsyncAdminFlagged:
    def __init__(self, do: Callable[[Call], Awaitable[Any]]) -> None:
        self._do_call = do

    async def list(
        self,
        *,
        cursor: str | None = None,
        kind: Literal["MESSAGE", "PROFILE", "GROUP"] | None = None,
        limit: int | None = None,
        review: Literal["OPEN", "APPROVED", "REMOVED", "MUTED"] | None = None,
    ) -> models.FlaggedFeed:
        """`GET /api/im/admin/flagged`"""
        answer: models.FlaggedFeed = await self._do_call(
            Call(
                "GET",
                "/api/im/admin/flagged",
                query={"cursor": cursor, "kind": kind, "limit": limit, "review": review},
                again=True,
            )
        )
        return answer

    async def review(
        self,
        id_: str,
        *,
        decision: Literal["APPROVE", "REVOKE", "MUTE"],
        reason: str | None = None,
        mute_seconds: int | None = None,
    ) -> models.Flagged:
        """`POST /api/im/admin/flagged/{id}/review`"""
        answer: models.Flagged = await self._do_call(
            Call(
                "POST",
                f"/api/im/admin/flagged/{segment(id_)}/review",
                body=given({"decision": decision, "reason": reason, "muteSeconds": mute_seconds}),
            )
        )
        return answer
