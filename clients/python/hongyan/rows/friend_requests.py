"""`friend_requests`. Made by `make client`: do not edit."""

from collections.abc import Awaitable, Callable
from typing import Any, Literal

from hongyan import models
from hongyan.calls import Call, segment


class FriendRequests:
    def __init__(self, do: Callable[[Call], Any]) -> None:
        self._do_call = do

    def list(
        self,
        *,
        box: Literal["IN", "OUT"] | None = None,
        page: int | None = None,
        size: int | None = None,
        status: Literal["PENDING", "ACCEPTED", "REJECTED", "CANCELLED"] | None = None,
    ) -> models.FriendRequests:
        """`GET /api/im/friend-requests`"""
        answer: models.FriendRequests = self._do_call(
            Call(
                "GET",
                "/api/im/friend-requests",
                query={"box": box, "page": page, "size": size, "status": status},
                again=True,
            )
        )
        return answer

    def accept(self, request_id: str) -> models.FriendRequest:
        """`POST /api/im/friend-requests/{requestId}/accept`"""
        answer: models.FriendRequest = self._do_call(
            Call("POST", f"/api/im/friend-requests/{segment(request_id)}/accept")
        )
        return answer

    def reject(self, request_id: str) -> models.FriendRequest:
        """`POST /api/im/friend-requests/{requestId}/reject`"""
        answer: models.FriendRequest = self._do_call(
            Call("POST", f"/api/im/friend-requests/{segment(request_id)}/reject")
        )
        return answer


class AsyncFriendRequests:
    def __init__(self, do: Callable[[Call], Awaitable[Any]]) -> None:
        self._do_call = do

    async def list(
        self,
        *,
        box: Literal["IN", "OUT"] | None = None,
        page: int | None = None,
        size: int | None = None,
        status: Literal["PENDING", "ACCEPTED", "REJECTED", "CANCELLED"] | None = None,
    ) -> models.FriendRequests:
        """`GET /api/im/friend-requests`"""
        answer: models.FriendRequests = await self._do_call(
            Call(
                "GET",
                "/api/im/friend-requests",
                query={"box": box, "page": page, "size": size, "status": status},
                again=True,
            )
        )
        return answer

    async def accept(self, request_id: str) -> models.FriendRequest:
        """`POST /api/im/friend-requests/{requestId}/accept`"""
        answer: models.FriendRequest = await self._do_call(
            Call("POST", f"/api/im/friend-requests/{segment(request_id)}/accept")
        )
        return answer

    async def reject(self, request_id: str) -> models.FriendRequest:
        """`POST /api/im/friend-requests/{requestId}/reject`"""
        answer: models.FriendRequest = await self._do_call(
            Call("POST", f"/api/im/friend-requests/{segment(request_id)}/reject")
        )
        return answer
