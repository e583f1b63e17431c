"""`friends`. Made by `make client`: do not edit."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Literal

from hongyan import models
from hongyan.calls import ABSENT, Absent, Call, given, new_key, segment


class Friends:
    def __init__(self, do: Callable[[Call], Any]) -> None:
        self._do_call = do

    def remove_all(
        self, *, confirm: bool, delete_type: Literal["BOTH", "SINGLE"] | None = None
    ) -> models.RemovedFriends:
        """删除全部好友 `DELETE /api/im/friends`"""
        answer: models.RemovedFriends = self._do_call(
            Call(
                "DELETE", "/api/im/friends", query={"confirm": confirm, "deleteType": delete_type}, again=True
            )
        )
        return answer

    def list(
        self,
        *,
        keyword: str | None = None,
        page: int | None = None,
        size: int | None = None,
        updated_after: int | None = None,
    ) -> models.Friends:
        """好友列表 `GET /api/im/friends`"""
        answer: models.Friends = self._do_call(
            Call(
                "GET",
                "/api/im/friends",
                query={"keyword": keyword, "page": page, "size": size, "updatedAfter": updated_after},
                again=True,
            )
        )
        return answer

    def add(
        self,
        *,
        friend_id: str,
        remark: str | None = None,
        group_name: str | Absent | None = ABSENT,
        add_source: str | None = None,
        add_wording: str | None = None,
        add_type: Literal["BOTH", "SINGLE"] | None = None,
        force: bool | None = None,
        idempotency_key: str | None = None,
    ) -> models.Added:
        """添加好友 `POST /api/im/friends`"""
        answer: models.Added = self._do_call(
            Call(
                "POST",
                "/api/im/friends",
                body=given(
                    {
                        "friendId": friend_id,
                        "remark": remark,
                        "groupName": group_name,
                        "addSource": add_source,
                        "addWording": add_wording,
                        "addType": add_type,
                        "force": force,
                    },
                    nullable={"groupName"},
                ),
                again=True,
                key=idempotency_key or new_key(),
            )
        )
        return answer

    def add_batch(
        self,
        *,
        friends: Sequence[models.ImportFriendRequest],
        import_mode: bool | None = None,
        idempotency_key: str | None = None,
    ) -> models.AddedAll:
        """批量添加好友 `POST /api/im/friends/batch`"""
        answer: models.AddedAll = self._do_call(
            Call(
                "POST",
                "/api/im/friends/batch",
                body=given({"friends": friends, "importMode": import_mode}),
                again=True,
                key=idempotency_key or new_key(),
            )
        )
        return answer

    def remove_batch(
        self, *, friend_ids: Sequence[str], delete_type: Literal["BOTH", "SINGLE"] | None = None
    ) -> models.Items:
        """批量删除好友 `POST /api/im/friends/batch/remove`"""
        answer: models.Items = self._do_call(
            Call(
                "POST",
                "/api/im/friends/batch/remove",
                body=given({"deleteType": delete_type, "friendIds": friend_ids}),
                again=True,
            )
        )
        return answer

    def check(
        self, *, user_ids: Sequence[str], check_type: Literal["BOTH", "SINGLE"] | None = None
    ) -> models.Relations:
        """校验好友关系 `POST /api/im/friends/check`"""
        answer: models.Relations = self._do_call(
            Call(
                "POST",
                "/api/im/friends/check",
                body=given({"userIds": user_ids, "checkType": check_type}),
                again=True,
            )
        )
        return answer

    def list_groups(self, *, with_friends: bool | None = None) -> models.FriendGroups:
        """好友分组列表 `GET /api/im/friends/groups`"""
        answer: models.FriendGroups = self._do_call(
            Call("GET", "/api/im/friends/groups", query={"withFriends": with_friends}, again=True)
        )
        return answer

    def get_group(
        self, group_name: str, *, page: int | None = None, size: int | None = None
    ) -> models.FriendGroupPage:
        """指定分组好友 `GET /api/im/friends/groups/{groupName}`"""
        answer: models.FriendGroupPage = self._do_call(
            Call(
                "GET",
                f"/api/im/friends/groups/{segment(group_name)}",
                query={"page": page, "size": size},
                again=True,
            )
        )
        return answer

    def remove(
        self, friend_id: str, *, delete_type: Literal["BOTH", "SINGLE"] | None = None
    ) -> models.RemovedFriend:
        """删除好友 `DELETE /api/im/friends/{friendId}`"""
        answer: models.RemovedFriend = self._do_call(
            Call(
                "DELETE",
                f"/api/im/friends/{segment(friend_id)}",
                query={"deleteType": delete_type},
                again=True,
            )
        )
        return answer

    def set_group(
        self,
        friend_id: str,
        *,
        group_name: str | Absent | None = ABSENT,
        remark: str | Absent | None = ABSENT,
    ) -> models.Friend:
        """设置好友分组 `PUT /api/im/friends/{friendId}/group`"""
        answer: models.Friend = self._do_call(
            Call(
                "PUT",
                f"/api/im/friends/{segment(friend_id)}/group",
                body=given({"groupName": group_name, "remark": remark}, nullable={"groupName", "remark"}),
                again=True,
            )
        )
        return answer


class AsyncFriends:
    def __init__(self, do: Callable[[Call], Awaitable[Any]]) -> None:
        self._do_call = do

    async def remove_all(
        self, *, confirm: bool, delete_type: Literal["BOTH", "SINGLE"] | None = None
    ) -> models.RemovedFriends:
        """删除全部好友 `DELETE /api/im/friends`"""
        answer: models.RemovedFriends = await self._do_call(
            Call(
                "DELETE", "/api/im/friends", query={"confirm": confirm, "deleteType": delete_type}, again=True
            )
        )
        return answer

    async def list(
        self,
        *,
        keyword: str | None = None,
        page: int | None = None,
        size: int | None = None,
        updated_after: int | None = None,
    ) -> models.Friends:
        """好友列表 `GET /api/im/friends`"""
        answer: models.Friends = await self._do_call(
            Call(
                "GET",
                "/api/im/friends",
                query={"keyword": keyword, "page": page, "size": size, "updatedAfter": updated_after},
                again=True,
            )
        )
        return answer

    async def add(
        self,
        *,
        friend_id: str,
        remark: str | None = None,
        group_name: str | Absent | None = ABSENT,
        add_source: str | None = None,
        add_wording: str | None = None,
        add_type: Literal["BOTH", "SINGLE"] | None = None,
        force: bool | None = None,
        idempotency_key: str | None = None,
    ) -> models.Added:
        """添加好友 `POST /api/im/friends`"""
        answer: models.Added = await self._do_call(
            Call(
                "POST",
                "/api/im/friends",
                body=given(
                    {
                        "friendId": friend_id,
                        "remark": remark,
                        "groupName": group_name,
                        "addSource": add_source,
                        "addWording": add_wording,
                        "addType": add_type,
                        "force": force,
                    },
                    nullable={"groupName"},
                ),
                again=True,
                key=idempotency_key or new_key(),
            )
        )
        return answer

    async def add_batch(
        self,
        *,
        friends: Sequence[models.ImportFriendRequest],
        import_mode: bool | None = None,
        idempotency_key: str | None = None,
    ) -> models.AddedAll:
        """批量添加好友 `POST /api/im/friends/batch`"""
        answer: models.AddedAll = await self._do_call(
            Call(
                "POST",
                "/api/im/friends/batch",
                body=given({"friends": friends, "importMode": import_mode}),
                again=True,
                key=idempotency_key or new_key(),
            )
        )
        return answer

    async def remove_batch(
        self, *, friend_ids: Sequence[str], delete_type: Literal["BOTH", "SINGLE"] | None = None
    ) -> models.Items:
        """批量删除好友 `POST /api/im/friends/batch/remove`"""
        answer: models.Items = await self._do_call(
            Call(
                "POST",
                "/api/im/friends/batch/remove",
                body=given({"deleteType": delete_type, "friendIds": friend_ids}),
                again=True,
            )
        )
        return answer

    async def check(
        self, *, user_ids: Sequence[str], check_type: Literal["BOTH", "SINGLE"] | None = None
    ) -> models.Relations:
        """校验好友关系 `POST /api/im/friends/check`"""
        answer: models.Relations = await self._do_call(
            Call(
                "POST",
                "/api/im/friends/check",
                body=given({"userIds": user_ids, "checkType": check_type}),
                again=True,
            )
        )
        return answer

    async def list_groups(self, *, with_friends: bool | None = None) -> models.FriendGroups:
        """好友分组列表 `GET /api/im/friends/groups`"""
        answer: models.FriendGroups = await self._do_call(
            Call("GET", "/api/im/friends/groups", query={"withFriends": with_friends}, again=True)
        )
        return answer

    async def get_group(
        self, group_name: str, *, page: int | None = None, size: int | None = None
    ) -> models.FriendGroupPage:
        """指定分组好友 `GET /api/im/friends/groups/{groupName}`"""
        answer: models.FriendGroupPage = await self._do_call(
            Call(
                "GET",
                f"/api/im/friends/groups/{segment(group_name)}",
                query={"page": page, "size": size},
                again=True,
            )
        )
        return answer

    async def remove(
        self, friend_id: str, *, delete_type: Literal["BOTH", "SINGLE"] | None = None
    ) -> models.RemovedFriend:
        """删除好友 `DELETE /api/im/friends/{friendId}`"""
        answer: models.RemovedFriend = await self._do_call(
            Call(
                "DELETE",
                f"/api/im/friends/{segment(friend_id)}",
                query={"deleteType": delete_type},
                again=True,
            )
        )
        return answer

    async def set_group(
        self,
        friend_id: str,
        *,
        group_name: str | Absent | None = ABSENT,
        remark: str | Absent | None = ABSENT,
    ) -> models.Friend:
        """设置好友分组 `PUT /api/im/friends/{friendId}/group`"""
        answer: models.Friend = await self._do_call(
            Call(
                "PUT",
                f"/api/im/friends/{segment(friend_id)}/group",
                body=given({"groupName": group_name, "remark": remark}, nullable={"groupName", "remark"}),
                again=True,
            )
        )
        return answer
