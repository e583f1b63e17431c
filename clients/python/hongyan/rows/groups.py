"""`groups`. Made by `make client`: do not edit."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, Literal

from hongyan import models
from hongyan.calls import ABSENT, Absent, Call, given, new_key, segment


class Groups:
    def __init__(self, do: Callable[[Call], Any]) -> None:
        self._do_call = do

    def list(
        self,
        *,
        keyword: str | None = None,
        page: int | None = None,
        role: Literal["OWNER", "ADMIN", "MEMBER"] | None = None,
        size: int | None = None,
        updated_after: int | None = None,
        user_id: str | None = None,
    ) -> models.JoinedAll:
        """群列表 `GET /api/im/groups`"""
        answer: models.JoinedAll = self._do_call(
            Call(
                "GET",
                "/api/im/groups",
                query={
                    "keyword": keyword,
                    "page": page,
                    "role": role,
                    "size": size,
                    "updatedAfter": updated_after,
                    "userId": user_id,
                },
                again=True,
            )
        )
        return answer

    def create(
        self,
        *,
        name: str,
        avatar: str | Absent | None = ABSENT,
        introduction: str | Absent | None = ABSENT,
        announcement: str | Absent | None = ABSENT,
        visibility: Literal["PUBLIC", "PRIVATE"] | Absent | None = ABSENT,
        join_option: Literal["FREE", "NEED_APPROVAL", "DISABLED"] | Absent | None = ABSENT,
        invite_option: Literal["ADMINS", "MEMBERS"] | Absent | None = ABSENT,
        attribute_option: Literal["ADMINS", "MEMBERS"] | Absent | None = ABSENT,
        history_visible: bool | Absent | None = ABSENT,
        max_members: int | Absent | None = ABSENT,
        custom: Mapping[str, str] | Absent | None = ABSENT,
        group_id: str | Absent | None = ABSENT,
        members: Sequence[models.FirstMemberRequest] | None = None,
        owner_id: str | None = None,
        idempotency_key: str | None = None,
    ) -> models.Created:
        """创建群组 `POST /api/im/groups`"""
        answer: models.Created = self._do_call(
            Call(
                "POST",
                "/api/im/groups",
                body=given(
                    {
                        "avatar": avatar,
                        "introduction": introduction,
                        "announcement": announcement,
                        "visibility": visibility,
                        "joinOption": join_option,
                        "inviteOption": invite_option,
                        "attributeOption": attribute_option,
                        "historyVisible": history_visible,
                        "maxMembers": max_members,
                        "custom": custom,
                        "name": name,
                        "groupId": group_id,
                        "members": members,
                        "ownerId": owner_id,
                    },
                    nullable={
                        "avatar",
                        "introduction",
                        "announcement",
                        "visibility",
                        "joinOption",
                        "inviteOption",
                        "attributeOption",
                        "historyVisible",
                        "maxMembers",
                        "custom",
                        "groupId",
                    },
                ),
                again=True,
                key=idempotency_key or new_key(),
            )
        )
        return answer

    def list_public(
        self,
        *,
        keyword: str | None = None,
        page: int | None = None,
        size: int | None = None,
        sort: Literal["memberCount", "createdAt"] | None = None,
    ) -> models.Briefs:
        """公开群列表 `GET /api/im/groups/public`"""
        answer: models.Briefs = self._do_call(
            Call(
                "GET",
                "/api/im/groups/public",
                query={"keyword": keyword, "page": page, "size": size, "sort": sort},
                again=True,
            )
        )
        return answer

    def search(self, *, keyword: str, page: int | None = None, size: int | None = None) -> models.Briefs:
        """搜索群 `GET /api/im/groups/search`"""
        answer: models.Briefs = self._do_call(
            Call(
                "GET",
                "/api/im/groups/search",
                query={"keyword": keyword, "page": page, "size": size},
                again=True,
            )
        )
        return answer

    def dismiss(self, group_id: str, *, reason: str | None = None) -> models.Dismissed:
        """解散群 `DELETE /api/im/groups/{groupId}`"""
        answer: models.Dismissed = self._do_call(
            Call("DELETE", f"/api/im/groups/{segment(group_id)}", query={"reason": reason}, again=True)
        )
        return answer

    def get(self, group_id: str, *, with_attributes: bool | None = None) -> models.GroupSeen:
        """群详情 `GET /api/im/groups/{groupId}`"""
        answer: models.GroupSeen = self._do_call(
            Call(
                "GET",
                f"/api/im/groups/{segment(group_id)}",
                query={"withAttributes": with_attributes},
                again=True,
            )
        )
        return answer

    def update(
        self,
        group_id: str,
        *,
        avatar: str | Absent | None = ABSENT,
        introduction: str | Absent | None = ABSENT,
        announcement: str | Absent | None = ABSENT,
        visibility: Literal["PUBLIC", "PRIVATE"] | Absent | None = ABSENT,
        join_option: Literal["FREE", "NEED_APPROVAL", "DISABLED"] | Absent | None = ABSENT,
        invite_option: Literal["ADMINS", "MEMBERS"] | Absent | None = ABSENT,
        attribute_option: Literal["ADMINS", "MEMBERS"] | Absent | None = ABSENT,
        history_visible: bool | Absent | None = ABSENT,
        max_members: int | Absent | None = ABSENT,
        custom: Mapping[str, str] | Absent | None = ABSENT,
        name: str | None = None,
        mute_all: bool | Absent | None = ABSENT,
    ) -> models.Group:
        """更新群信息 `PUT /api/im/groups/{groupId}`"""
        answer: models.Group = self._do_call(
            Call(
                "PUT",
                f"/api/im/groups/{segment(group_id)}",
                body=given(
                    {
                        "avatar": avatar,
                        "introduction": introduction,
                        "announcement": announcement,
                        "visibility": visibility,
                        "joinOption": join_option,
                        "inviteOption": invite_option,
                        "attributeOption": attribute_option,
                        "historyVisible": history_visible,
                        "maxMembers": max_members,
                        "custom": custom,
                        "name": name,
                        "muteAll": mute_all,
                    },
                    nullable={
                        "avatar",
                        "introduction",
                        "announcement",
                        "visibility",
                        "joinOption",
                        "inviteOption",
                        "attributeOption",
                        "historyVisible",
                        "maxMembers",
                        "custom",
                        "muteAll",
                    },
                ),
                again=True,
            )
        )
        return answer

    def set_attributes(
        self,
        group_id: str,
        *,
        attributes: Mapping[str, str],
        mode: Literal["MERGE", "RESET"] | None = None,
        version: int | None = None,
    ) -> models.Attributes:
        """更新群属性 `PUT /api/im/groups/{groupId}/attributes`"""
        answer: models.Attributes = self._do_call(
            Call(
                "PUT",
                f"/api/im/groups/{segment(group_id)}/attributes",
                body=given({"attributes": attributes, "mode": mode, "version": version}),
                again=version is None,
            )
        )
        return answer

    def delete_attributes(
        self, group_id: str, *, keys: Sequence[str] | None = None, version: int | None = None
    ) -> models.Attributes:
        """删除群属性 `POST /api/im/groups/{groupId}/attributes/delete`"""
        answer: models.Attributes = self._do_call(
            Call(
                "POST",
                f"/api/im/groups/{segment(group_id)}/attributes/delete",
                body=given({"keys": keys, "version": version}),
            )
        )
        return answer

    def list_join_requests(
        self,
        group_id: str,
        *,
        page: int | None = None,
        size: int | None = None,
        status: Literal["PENDING", "ACCEPTED", "REJECTED"] | None = None,
    ) -> models.JoinRequests:
        """查询加群申请 `GET /api/im/groups/{groupId}/join-requests`"""
        answer: models.JoinRequests = self._do_call(
            Call(
                "GET",
                f"/api/im/groups/{segment(group_id)}/join-requests",
                query={"page": page, "size": size, "status": status},
                again=True,
            )
        )
        return answer

    def join(
        self,
        group_id: str,
        *,
        message: str | None = None,
        source: str | None = None,
        idempotency_key: str | None = None,
    ) -> models.Asked:
        """发送加群申请 `POST /api/im/groups/{groupId}/join-requests`"""
        answer: models.Asked = self._do_call(
            Call(
                "POST",
                f"/api/im/groups/{segment(group_id)}/join-requests",
                body=given({"message": message, "source": source}),
                again=True,
                key=idempotency_key or new_key(),
            )
        )
        return answer

    def accept_join_requests(
        self, group_id: str, *, request_ids: Sequence[str], message: str | None = None
    ) -> models.Handled:
        """批量接受加群申请 `POST /api/im/groups/{groupId}/join-requests/batch/accept`"""
        answer: models.Handled = self._do_call(
            Call(
                "POST",
                f"/api/im/groups/{segment(group_id)}/join-requests/batch/accept",
                body=given({"message": message, "requestIds": request_ids}),
            )
        )
        return answer

    def reject_join_requests(
        self, group_id: str, *, request_ids: Sequence[str], message: str | None = None
    ) -> models.Handled:
        """批量拒绝加群申请 `POST /api/im/groups/{groupId}/join-requests/batch/reject`"""
        answer: models.Handled = self._do_call(
            Call(
                "POST",
                f"/api/im/groups/{segment(group_id)}/join-requests/batch/reject",
                body=given({"message": message, "requestIds": request_ids}),
            )
        )
        return answer

    def accept_join_request(
        self, group_id: str, request_id: str, *, message: str | None = None
    ) -> models.JoinRequest:
        """接受加群申请 `POST /api/im/groups/{groupId}/join-requests/{requestId}/accept`"""
        answer: models.JoinRequest = self._do_call(
            Call(
                "POST",
                f"/api/im/groups/{segment(group_id)}/join-requests/{segment(request_id)}/accept",
                body=given({"message": message}),
            )
        )
        return answer

    def reject_join_request(
        self, group_id: str, request_id: str, *, message: str | None = None
    ) -> models.JoinRequest:
        """拒绝加群申请 `POST /api/im/groups/{groupId}/join-requests/{requestId}/reject`"""
        answer: models.JoinRequest = self._do_call(
            Call(
                "POST",
                f"/api/im/groups/{segment(group_id)}/join-requests/{segment(request_id)}/reject",
                body=given({"message": message}),
            )
        )
        return answer

    def list_members(
        self,
        group_id: str,
        *,
        cursor: str | None = None,
        limit: int | None = None,
        muted: bool | None = None,
        role: Literal["OWNER", "ADMIN", "MEMBER"] | None = None,
    ) -> models.Members:
        """群成员 `GET /api/im/groups/{groupId}/members`"""
        answer: models.Members = self._do_call(
            Call(
                "GET",
                f"/api/im/groups/{segment(group_id)}/members",
                query={"cursor": cursor, "limit": limit, "muted": muted, "role": role},
                again=True,
            )
        )
        return answer

    def add_members(
        self,
        group_id: str,
        *,
        silence: bool | None = None,
        invite_reason: str | None = None,
        user_id: str | None = None,
        user_ids: Sequence[str] | None = None,
        idempotency_key: str | None = None,
    ) -> models.AddedMembers:
        """添加群成员 `POST /api/im/groups/{groupId}/members`"""
        answer: models.AddedMembers = self._do_call(
            Call(
                "POST",
                f"/api/im/groups/{segment(group_id)}/members",
                body=given(
                    {
                        "silence": silence,
                        "inviteReason": invite_reason,
                        "userId": user_id,
                        "userIds": user_ids,
                    }
                ),
                again=True,
                key=idempotency_key or new_key(),
            )
        )
        return answer

    def add_members_batch(
        self,
        group_id: str,
        *,
        user_ids: Sequence[str],
        silence: bool | None = None,
        invite_reason: str | None = None,
        idempotency_key: str | None = None,
    ) -> models.AddedMembers:
        """批量添加群成员 `POST /api/im/groups/{groupId}/members/batch`"""
        answer: models.AddedMembers = self._do_call(
            Call(
                "POST",
                f"/api/im/groups/{segment(group_id)}/members/batch",
                body=given({"silence": silence, "inviteReason": invite_reason, "userIds": user_ids}),
                again=True,
                key=idempotency_key or new_key(),
            )
        )
        return answer

    def remove_members(
        self,
        group_id: str,
        *,
        user_ids: Sequence[str],
        reason: str | None = None,
        silence: bool | None = None,
    ) -> models.RemovedMembers:
        """批量删除群成员 `POST /api/im/groups/{groupId}/members/batch/remove`"""
        answer: models.RemovedMembers = self._do_call(
            Call(
                "POST",
                f"/api/im/groups/{segment(group_id)}/members/batch/remove",
                body=given({"reason": reason, "silence": silence, "userIds": user_ids}),
            )
        )
        return answer

    def search_members(
        self, group_id: str, *, keyword: str, page: int | None = None, size: int | None = None
    ) -> models.FoundMembers:
        """搜索群成员 `GET /api/im/groups/{groupId}/members/search`"""
        answer: models.FoundMembers = self._do_call(
            Call(
                "GET",
                f"/api/im/groups/{segment(group_id)}/members/search",
                query={"keyword": keyword, "page": page, "size": size},
                again=True,
            )
        )
        return answer

    def remove_member(
        self, group_id: str, target_user_id: str, *, reason: str | None = None, silence: bool | None = None
    ) -> models.RemovedMember:
        """删除群成员 `DELETE /api/im/groups/{groupId}/members/{targetUserId}`"""
        answer: models.RemovedMember = self._do_call(
            Call(
                "DELETE",
                f"/api/im/groups/{segment(group_id)}/members/{segment(target_user_id)}",
                query={"reason": reason, "silence": silence},
                again=True,
            )
        )
        return answer

    def mute(
        self,
        group_id: str,
        *,
        user_ids: Sequence[str] | None = None,
        duration: int | None = None,
        mute_all: bool | None = None,
    ) -> models.Muted:
        """群成员禁言 `POST /api/im/groups/{groupId}/mute`"""
        answer: models.Muted = self._do_call(
            Call(
                "POST",
                f"/api/im/groups/{segment(group_id)}/mute",
                body=given({"userIds": user_ids, "duration": duration, "muteAll": mute_all}),
            )
        )
        return answer

    def transfer(self, group_id: str, *, new_owner_id: str) -> models.Transferred:
        """转让群主 `POST /api/im/groups/{groupId}/owner`"""
        answer: models.Transferred = self._do_call(
            Call(
                "POST", f"/api/im/groups/{segment(group_id)}/owner", body=given({"newOwnerId": new_owner_id})
            )
        )
        return answer

    def set_roles(
        self,
        group_id: str,
        *,
        user_id: str | None = None,
        user_ids: Sequence[str] | None = None,
        role: Literal["ADMIN", "MEMBER"] | None = None,
        name_card: str | None = None,
        custom: Mapping[str, str] | None = None,
    ) -> models.Roles:
        """设置群角色 `POST /api/im/groups/{groupId}/roles`"""
        answer: models.Roles = self._do_call(
            Call(
                "POST",
                f"/api/im/groups/{segment(group_id)}/roles",
                body=given(
                    {
                        "userId": user_id,
                        "userIds": user_ids,
                        "role": role,
                        "nameCard": name_card,
                        "custom": custom,
                    }
                ),
            )
        )
        return answer


class AsyncGroups:
    def __init__(self, do: Callable[[Call], Awaitable[Any]]) -> None:
        self._do_call = do

    async def list(
        self,
        *,
        keyword: str | None = None,
        page: int | None = None,
        role: Literal["OWNER", "ADMIN", "MEMBER"] | None = None,
        size: int | None = None,
        updated_after: int | None = None,
        user_id: str | None = None,
    ) -> models.JoinedAll:
        """群列表 `GET /api/im/groups`"""
        answer: models.JoinedAll = await self._do_call(
            Call(
                "GET",
                "/api/im/groups",
                query={
                    "keyword": keyword,
                    "page": page,
                    "role": role,
                    "size": size,
                    "updatedAfter": updated_after,
                    "userId": user_id,
                },
                again=True,
            )
        )
        return answer

    async def create(
        self,
        *,
        name: str,
        avatar: str | Absent | None = ABSENT,
        introduction: str | Absent | None = ABSENT,
        announcement: str | Absent | None = ABSENT,
        visibility: Literal["PUBLIC", "PRIVATE"] | Absent | None = ABSENT,
        join_option: Literal["FREE", "NEED_APPROVAL", "DISABLED"] | Absent | None = ABSENT,
        invite_option: Literal["ADMINS", "MEMBERS"] | Absent | None = ABSENT,
        attribute_option: Literal["ADMINS", "MEMBERS"] | Absent | None = ABSENT,
        history_visible: bool | Absent | None = ABSENT,
        max_members: int | Absent | None = ABSENT,
        custom: Mapping[str, str] | Absent | None = ABSENT,
        group_id: str | Absent | None = ABSENT,
        members: Sequence[models.FirstMemberRequest] | None = None,
        owner_id: str | None = None,
        idempotency_key: str | None = None,
    ) -> models.Created:
        """创建群组 `POST /api/im/groups`"""
        answer: models.Created = await self._do_call(
            Call(
                "POST",
                "/api/im/groups",
                body=given(
                    {
                        "avatar": avatar,
                        "introduction": introduction,
                        "announcement": announcement,
                        "visibility": visibility,
                        "joinOption": join_option,
                        "inviteOption": invite_option,
                        "attributeOption": attribute_option,
                        "historyVisible": history_visible,
                        "maxMembers": max_members,
                        "custom": custom,
                        "name": name,
                        "groupId": group_id,
                        "members": members,
                        "ownerId": owner_id,
                    },
                    nullable={
                        "avatar",
                        "introduction",
                        "announcement",
                        "visibility",
                        "joinOption",
                        "inviteOption",
                        "attributeOption",
                        "historyVisible",
                        "maxMembers",
                        "custom",
                        "groupId",
                    },
                ),
                again=True,
                key=idempotency_key or new_key(),
            )
        )
        return answer

    async def list_public(
        self,
        *,
        keyword: str | None = None,
        page: int | None = None,
        size: int | None = None,
        sort: Literal["memberCount", "createdAt"] | None = None,
    ) -> models.Briefs:
        """公开群列表 `GET /api/im/groups/public`"""
        answer: models.Briefs = await self._do_call(
            Call(
                "GET",
                "/api/im/groups/public",
                query={"keyword": keyword, "page": page, "size": size, "sort": sort},
                again=True,
            )
        )
        return answer

    async def search(
        self, *, keyword: str, page: int | None = None, size: int | None = None
    ) -> models.Briefs:
        """搜索群 `GET /api/im/groups/search`"""
        answer: models.Briefs = await self._do_call(
            Call(
                "GET",
                "/api/im/groups/search",
                query={"keyword": keyword, "page": page, "size": size},
                again=True,
            )
        )
        return answer

    async def dismiss(self, group_id: str, *, reason: str | None = None) -> models.Dismissed:
        """解散群 `DELETE /api/im/groups/{groupId}`"""
        answer: models.Dismissed = await self._do_call(
            Call("DELETE", f"/api/im/groups/{segment(group_id)}", query={"reason": reason}, again=True)
        )
        return answer

    async def get(self, group_id: str, *, with_attributes: bool | None = None) -> models.GroupSeen:
        """群详情 `GET /api/im/groups/{groupId}`"""
        answer: models.GroupSeen = await self._do_call(
            Call(
                "GET",
                f"/api/im/groups/{segment(group_id)}",
                query={"withAttributes": with_attributes},
                again=True,
            )
        )
        return answer

    async def update(
        self,
        group_id: str,
        *,
        avatar: str | Absent | None = ABSENT,
        introduction: str | Absent | None = ABSENT,
        announcement: str | Absent | None = ABSENT,
        visibility: Literal["PUBLIC", "PRIVATE"] | Absent | None = ABSENT,
        join_option: Literal["FREE", "NEED_APPROVAL", "DISABLED"] | Absent | None = ABSENT,
        invite_option: Literal["ADMINS", "MEMBERS"] | Absent | None = ABSENT,
        attribute_option: Literal["ADMINS", "MEMBERS"] | Absent | None = ABSENT,
        history_visible: bool | Absent | None = ABSENT,
        max_members: int | Absent | None = ABSENT,
        custom: Mapping[str, str] | Absent | None = ABSENT,
        name: str | None = None,
        mute_all: bool | Absent | None = ABSENT,
    ) -> models.Group:
        """更新群信息 `PUT /api/im/groups/{groupId}`"""
        answer: models.Group = await self._do_call(
            Call(
                "PUT",
                f"/api/im/groups/{segment(group_id)}",
                body=given(
                    {
                        "avatar": avatar,
                        "introduction": introduction,
                        "announcement": announcement,
                        "visibility": visibility,
                        "joinOption": join_option,
                        "inviteOption": invite_option,
                        "attributeOption": attribute_option,
                        "historyVisible": history_visible,
                        "maxMembers": max_members,
                        "custom": custom,
                        "name": name,
                        "muteAll": mute_all,
                    },
                    nullable={
                        "avatar",
                        "introduction",
                        "announcement",
                        "visibility",
                        "joinOption",
                        "inviteOption",
                        "attributeOption",
                        "historyVisible",
                        "maxMembers",
                        "custom",
                        "muteAll",
                    },
                ),
                again=True,
            )
        )
        return answer

    async def set_attributes(
        self,
        group_id: str,
        *,
        attributes: Mapping[str, str],
        mode: Literal["MERGE", "RESET"] | None = None,
        version: int | None = None,
    ) -> models.Attributes:
        """更新群属性 `PUT /api/im/groups/{groupId}/attributes`"""
        answer: models.Attributes = await self._do_call(
            Call(
                "PUT",
                f"/api/im/groups/{segment(group_id)}/attributes",
                body=given({"attributes": attributes, "mode": mode, "version": version}),
                again=version is None,
            )
        )
        return answer

    async def delete_attributes(
        self, group_id: str, *, keys: Sequence[str] | None = None, version: int | None = None
    ) -> models.Attributes:
        """删除群属性 `POST /api/im/groups/{groupId}/attributes/delete`"""
        answer: models.Attributes = await self._do_call(
            Call(
                "POST",
                f"/api/im/groups/{segment(group_id)}/attributes/delete",
                body=given({"keys": keys, "version": version}),
            )
        )
        return answer

    async def list_join_requests(
        self,
        group_id: str,
        *,
        page: int | None = None,
        size: int | None = None,
        status: Literal["PENDING", "ACCEPTED", "REJECTED"] | None = None,
    ) -> models.JoinRequests:
        """查询加群申请 `GET /api/im/groups/{groupId}/join-requests`"""
        answer: models.JoinRequests = await self._do_call(
            Call(
                "GET",
                f"/api/im/groups/{segment(group_id)}/join-requests",
                query={"page": page, "size": size, "status": status},
                again=True,
            )
        )
        return answer

    async def join(
        self,
        group_id: str,
        *,
        message: str | None = None,
        source: str | None = None,
        idempotency_key: str | None = None,
    ) -> models.Asked:
        """发送加群申请 `POST /api/im/groups/{groupId}/join-requests`"""
        answer: models.Asked = await self._do_call(
            Call(
                "POST",
                f"/api/im/groups/{segment(group_id)}/join-requests",
                body=given({"message": message, "source": source}),
                again=True,
                key=idempotency_key or new_key(),
            )
        )
        return answer

    async def accept_join_requests(
        self, group_id: str, *, request_ids: Sequence[str], message: str | None = None
    ) -> models.Handled:
        """批量接受加群申请 `POST /api/im/groups/{groupId}/join-requests/batch/accept`"""
        answer: models.Handled = await self._do_call(
            Call(
                "POST",
                f"/api/im/groups/{segment(group_id)}/join-requests/batch/accept",
                body=given({"message": message, "requestIds": request_ids}),
            )
        )
        return answer

    async def reject_join_requests(
        self, group_id: str, *, request_ids: Sequence[str], message: str | None = None
    ) -> models.Handled:
        """批量拒绝加群申请 `POST /api/im/groups/{groupId}/join-requests/batch/reject`"""
        answer: models.Handled = await self._do_call(
            Call(
                "POST",
                f"/api/im/groups/{segment(group_id)}/join-requests/batch/reject",
                body=given({"message": message, "requestIds": request_ids}),
            )
        )
        return answer

    async def accept_join_request(
        self, group_id: str, request_id: str, *, message: str | None = None
    ) -> models.JoinRequest:
        """接受加群申请 `POST /api/im/groups/{groupId}/join-requests/{requestId}/accept`"""
        answer: models.JoinRequest = await self._do_call(
            Call(
                "POST",
                f"/api/im/groups/{segment(group_id)}/join-requests/{segment(request_id)}/accept",
                body=given({"message": message}),
            )
        )
        return answer

    async def reject_join_request(
        self, group_id: str, request_id: str, *, message: str | None = None
    ) -> models.JoinRequest:
        """拒绝加群申请 `POST /api/im/groups/{groupId}/join-requests/{requestId}/reject`"""
        answer: models.JoinRequest = await self._do_call(
            Call(
                "POST",
                f"/api/im/groups/{segment(group_id)}/join-requests/{segment(request_id)}/reject",
                body=given({"message": message}),
            )
        )
        return answer

    async def list_members(
        self,
        group_id: str,
        *,
        cursor: str | None = None,
        limit: int | None = None,
        muted: bool | None = None,
        role: Literal["OWNER", "ADMIN", "MEMBER"] | None = None,
    ) -> models.Members:
        """群成员 `GET /api/im/groups/{groupId}/members`"""
        answer: models.Members = await self._do_call(
            Call(
                "GET",
                f"/api/im/groups/{segment(group_id)}/members",
                query={"cursor": cursor, "limit": limit, "muted": muted, "role": role},
                again=True,
            )
        )
        return answer

    async def add_members(
        self,
        group_id: str,
        *,
        silence: bool | None = None,
        invite_reason: str | None = None,
        user_id: str | None = None,
        user_ids: Sequence[str] | None = None,
        idempotency_key: str | None = None,
    ) -> models.AddedMembers:
        """添加群成员 `POST /api/im/groups/{groupId}/members`"""
        answer: models.AddedMembers = await self._do_call(
            Call(
                "POST",
                f"/api/im/groups/{segment(group_id)}/members",
                body=given(
                    {
                        "silence": silence,
                        "inviteReason": invite_reason,
                        "userId": user_id,
                        "userIds": user_ids,
                    }
                ),
                again=True,
                key=idempotency_key or new_key(),
            )
        )
        return answer

    async def add_members_batch(
        self,
        group_id: str,
        *,
        user_ids: Sequence[str],
        silence: bool | None = None,
        invite_reason: str | None = None,
        idempotency_key: str | None = None,
    ) -> models.AddedMembers:
        """批量添加群成员 `POST /api/im/groups/{groupId}/members/batch`"""
        answer: models.AddedMembers = await self._do_call(
            Call(
                "POST",
                f"/api/im/groups/{segment(group_id)}/members/batch",
                body=given({"silence": silence, "inviteReason": invite_reason, "userIds": user_ids}),
                again=True,
                key=idempotency_key or new_key(),
            )
        )
        return answer

    async def remove_members(
        self,
        group_id: str,
        *,
        user_ids: Sequence[str],
        reason: str | None = None,
        silence: bool | None = None,
    ) -> models.RemovedMembers:
        """批量删除群成员 `POST /api/im/groups/{groupId}/members/batch/remove`"""
        answer: models.RemovedMembers = await self._do_call(
            Call(
                "POST",
                f"/api/im/groups/{segment(group_id)}/members/batch/remove",
                body=given({"reason": reason, "silence": silence, "userIds": user_ids}),
            )
        )
        return answer

    async def search_members(
        self, group_id: str, *, keyword: str, page: int | None = None, size: int | None = None
    ) -> models.FoundMembers:
        """搜索群成员 `GET /api/im/groups/{groupId}/members/search`"""
        answer: models.FoundMembers = await self._do_call(
            Call(
                "GET",
                f"/api/im/groups/{segment(group_id)}/members/search",
                query={"keyword": keyword, "page": page, "size": size},
                again=True,
            )
        )
        return answer

    async def remove_member(
        self, group_id: str, target_user_id: str, *, reason: str | None = None, silence: bool | None = None
    ) -> models.RemovedMember:
        """删除群成员 `DELETE /api/im/groups/{groupId}/members/{targetUserId}`"""
        answer: models.RemovedMember = await self._do_call(
            Call(
                "DELETE",
                f"/api/im/groups/{segment(group_id)}/members/{segment(target_user_id)}",
                query={"reason": reason, "silence": silence},
                again=True,
            )
        )
        return answer

    async def mute(
        self,
        group_id: str,
        *,
        user_ids: Sequence[str] | None = None,
        duration: int | None = None,
        mute_all: bool | None = None,
    ) -> models.Muted:
        """群成员禁言 `POST /api/im/groups/{groupId}/mute`"""
        answer: models.Muted = await self._do_call(
            Call(
                "POST",
                f"/api/im/groups/{segment(group_id)}/mute",
                body=given({"userIds": user_ids, "duration": duration, "muteAll": mute_all}),
            )
        )
        return answer

    async def transfer(self, group_id: str, *, new_owner_id: str) -> models.Transferred:
        """转让群主 `POST /api/im/groups/{groupId}/owner`"""
        answer: models.Transferred = await self._do_call(
            Call(
                "POST", f"/api/im/groups/{segment(group_id)}/owner", body=given({"newOwnerId": new_owner_id})
            )
        )
        return answer

    async def set_roles(
        self,
        group_id: str,
        *,
        user_id: str | None = None,
        user_ids: Sequence[str] | None = None,
        role: Literal["ADMIN", "MEMBER"] | None = None,
        name_card: str | None = None,
        custom: Mapping[str, str] | None = None,
    ) -> models.Roles:
        """设置群角色 `POST /api/im/groups/{groupId}/roles`"""
        answer: models.Roles = await self._do_call(
            Call(
                "POST",
                f"/api/im/groups/{segment(group_id)}/roles",
                body=given(
                    {
                        "userId": user_id,
                        "userIds": user_ids,
                        "role": role,
                        "nameCard": name_card,
                        "custom": custom,
                    }
                ),
            )
        )
        return answer
