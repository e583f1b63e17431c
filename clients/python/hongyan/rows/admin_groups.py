"""`admin.groups`. Made by `make client`: do not edit."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, Literal

from hongyan import models
from hongyan.calls import Call, given, segment


class AdminGroups:
    def __init__(self, do: Callable[[Call], Any]) -> None:
        self._do_call = do

    def set_attributes(
        self,
        group_id: str,
        *,
        attributes: Mapping[str, str],
        mode: Literal["MERGE", "RESET"] | None = None,
        version: int | None = None,
    ) -> models.Attributes:
        """管理端更新群属性 `PUT /api/im/admin/groups/{groupId}/attributes`"""
        answer: models.Attributes = self._do_call(
            Call(
                "PUT",
                f"/api/im/admin/groups/{segment(group_id)}/attributes",
                body=given({"attributes": attributes, "mode": mode, "version": version}),
                again=version is None,
            )
        )
        return answer

    def delete_attributes(
        self, group_id: str, *, keys: Sequence[str] | None = None, version: int | None = None
    ) -> models.Attributes:
        """管理端删除群属性 `POST /api/im/admin/groups/{groupId}/attributes/delete`"""
        answer: models.Attributes = self._do_call(
            Call(
                "POST",
                f"/api/im/admin/groups/{segment(group_id)}/attributes/delete",
                body=given({"keys": keys, "version": version}),
            )
        )
        return answer

    def get_owner(self, group_id: str) -> models.Owner:
        """查询群主 `GET /api/im/admin/groups/{groupId}/owner`"""
        answer: models.Owner = self._do_call(
            Call("GET", f"/api/im/admin/groups/{segment(group_id)}/owner", again=True)
        )
        return answer

    def set_owner(
        self, group_id: str, *, new_owner_id: str, add_if_missing: bool | None = None
    ) -> models.Transferred:
        """管理端转让群主 `PUT /api/im/admin/groups/{groupId}/owner`"""
        answer: models.Transferred = self._do_call(
            Call(
                "PUT",
                f"/api/im/admin/groups/{segment(group_id)}/owner",
                body=given({"newOwnerId": new_owner_id, "addIfMissing": add_if_missing}),
                again=True,
            )
        )
        return answer

    def read_receipts(
        self,
        group_id: str,
        *,
        cursor: str | None = None,
        detail: Literal["READ", "UNREAD"] | None = None,
        from_seq: int | None = None,
        limit: int | None = None,
        message_ids: Sequence[str] | None = None,
        seqs: Sequence[int] | None = None,
        to_seq: int | None = None,
    ) -> models.GroupReceipts:
        """群已读统计 `GET /api/im/admin/groups/{groupId}/read-receipts`"""
        answer: models.GroupReceipts = self._do_call(
            Call(
                "GET",
                f"/api/im/admin/groups/{segment(group_id)}/read-receipts",
                query={
                    "cursor": cursor,
                    "detail": detail,
                    "fromSeq": from_seq,
                    "limit": limit,
                    "messageIds": message_ids,
                    "seqs": seqs,
                    "toSeq": to_seq,
                },
                again=True,
            )
        )
        return answer


class AsyncAdminGroups:
    def __init__(self, do: Callable[[Call], Awaitable[Any]]) -> None:
        self._do_call = do

    async def set_attributes(
        self,
        group_id: str,
        *,
        attributes: Mapping[str, str],
        mode: Literal["MERGE", "RESET"] | None = None,
        version: int | None = None,
    ) -> models.Attributes:
        """管理端更新群属性 `PUT /api/im/admin/groups/{groupId}/attributes`"""
        answer: models.Attributes = await self._do_call(
            Call(
                "PUT",
                f"/api/im/admin/groups/{segment(group_id)}/attributes",
                body=given({"attributes": attributes, "mode": mode, "version": version}),
                again=version is None,
            )
        )
        return answer

    async def delete_attributes(
        self, group_id: str, *, keys: Sequence[str] | None = None, version: int | None = None
    ) -> models.Attributes:
        """管理端删除群属性 `POST /api/im/admin/groups/{groupId}/attributes/delete`"""
        answer: models.Attributes = await self._do_call(
            Call(
                "POST",
                f"/api/im/admin/groups/{segment(group_id)}/attributes/delete",
                body=given({"keys": keys, "version": version}),
            )
        )
        return answer

    async def get_owner(self, group_id: str) -> models.Owner:
        """查询群主 `GET /api/im/admin/groups/{groupId}/owner`"""
        answer: models.Owner = await self._do_call(
            Call("GET", f"/api/im/admin/groups/{segment(group_id)}/owner", again=True)
        )
        return answer

    async def set_owner(
        self, group_id: str, *, new_owner_id: str, add_if_missing: bool | None = None
    ) -> models.Transferred:
        """管理端转让群主 `PUT /api/im/admin/groups/{groupId}/owner`"""
        answer: models.Transferred = await self._do_call(
            Call(
                "PUT",
                f"/api/im/admin/groups/{segment(group_id)}/owner",
                body=given({"newOwnerId": new_owner_id, "addIfMissing": add_if_missing}),
                again=True,
            )
        )
        return answer

    async def read_receipts(
        self,
        group_id: str,
        *,
        cursor: str | None = None,
        detail: Literal["READ", "UNREAD"] | None = None,
        from_seq: int | None = None,
        limit: int | None = None,
        message_ids: Sequence[str] | None = None,
        seqs: Sequence[int] | None = None,
        to_seq: int | None = None,
    ) -> models.GroupReceipts:
        """群已读统计 `GET /api/im/admin/groups/{groupId}/read-receipts`"""
        answer: models.GroupReceipts = await self._do_call(
            Call(
                "GET",
                f"/api/im/admin/groups/{segment(group_id)}/read-receipts",
                query={
                    "cursor": cursor,
                    "detail": detail,
                    "fromSeq": from_seq,
                    "limit": limit,
                    "messageIds": message_ids,
                    "seqs": seqs,
                    "toSeq": to_seq,
                },
                again=True,
            )
        )
        return answer
