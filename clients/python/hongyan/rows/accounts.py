"""`accounts`. Made by `make client`: do not edit."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, Literal

from hongyan import models
from hongyan.calls import ABSENT, Absent, Call, given, new_key, segment


class Accounts:
    def __init__(self, do: Callable[[Call], Any]) -> None:
        self._do_call = do

    def import_one(
        self,
        *,
        user_id: str,
        nickname: str | Absent | None = ABSENT,
        avatar: str | Absent | None = ABSENT,
        gender: int | Absent | None = ABSENT,
        custom: Mapping[str, str] | Absent | None = ABSENT,
        admin: bool | Absent | None = ABSENT,
        idempotency_key: str | None = None,
    ) -> models.Imported:
        """导入单个账号 `POST /api/im/accounts/import`"""
        answer: models.Imported = self._do_call(
            Call(
                "POST",
                "/api/im/accounts/import",
                body=given(
                    {
                        "nickname": nickname,
                        "avatar": avatar,
                        "gender": gender,
                        "custom": custom,
                        "admin": admin,
                        "userId": user_id,
                    },
                    nullable={"nickname", "avatar", "gender", "custom", "admin"},
                ),
                again=True,
                key=idempotency_key or new_key(),
            )
        )
        return answer

    def import_batch(
        self,
        *,
        accounts: Sequence[models.ImportAccountRequest] | None = None,
        user_ids: Sequence[str] | None = None,
        idempotency_key: str | None = None,
    ) -> models.ImportedAll:
        """批量导入账号 `POST /api/im/accounts/import/batch`"""
        answer: models.ImportedAll = self._do_call(
            Call(
                "POST",
                "/api/im/accounts/import/batch",
                body=given({"accounts": accounts, "userIds": user_ids}),
                again=True,
                key=idempotency_key or new_key(),
            )
        )
        return answer

    def search(self, *, keyword: str, page: int | None = None, size: int | None = None) -> models.Profiles:
        """搜索账号 `GET /api/im/accounts/search`"""
        answer: models.Profiles = self._do_call(
            Call(
                "GET",
                "/api/im/accounts/search",
                query={"keyword": keyword, "page": page, "size": size},
                again=True,
            )
        )
        return answer

    def delete(self, user_id: str, *, purge_messages: bool | None = None) -> models.Deleted:
        """删除账号 `DELETE /api/im/accounts/{userId}`"""
        answer: models.Deleted = self._do_call(
            Call(
                "DELETE",
                f"/api/im/accounts/{segment(user_id)}",
                query={"purgeMessages": purge_messages},
                again=True,
            )
        )
        return answer

    def get(self, user_id: str) -> models.Profile:
        """获取账号资料 `GET /api/im/accounts/{userId}`"""
        answer: models.Profile = self._do_call(
            Call("GET", f"/api/im/accounts/{segment(user_id)}", again=True)
        )
        return answer

    def update(
        self,
        user_id: str,
        *,
        nickname: str | Absent | None = ABSENT,
        avatar: str | Absent | None = ABSENT,
        gender: int | Absent | None = ABSENT,
        custom: Mapping[str, str] | Absent | None = ABSENT,
        admin: bool | Absent | None = ABSENT,
        birthday: int | Absent | None = ABSENT,
        location: str | Absent | None = ABSENT,
        signature: str | Absent | None = ABSENT,
        language: str | Absent | None = ABSENT,
        allow_type: Literal["ALLOW_ANY", "NEED_CONFIRM", "DENY_ANY"] | Absent | None = ABSENT,
        status: Literal["ACTIVE", "DISABLED"] | Absent | None = ABSENT,
        level: int | Absent | None = ABSENT,
        role: int | Absent | None = ABSENT,
    ) -> models.Profile:
        """更新账号资料 `PUT /api/im/accounts/{userId}`"""
        answer: models.Profile = self._do_call(
            Call(
                "PUT",
                f"/api/im/accounts/{segment(user_id)}",
                body=given(
                    {
                        "nickname": nickname,
                        "avatar": avatar,
                        "gender": gender,
                        "custom": custom,
                        "admin": admin,
                        "birthday": birthday,
                        "location": location,
                        "signature": signature,
                        "language": language,
                        "allowType": allow_type,
                        "status": status,
                        "level": level,
                        "role": role,
                    },
                    nullable={
                        "nickname",
                        "avatar",
                        "gender",
                        "custom",
                        "admin",
                        "birthday",
                        "location",
                        "signature",
                        "language",
                        "allowType",
                        "status",
                        "level",
                        "role",
                    },
                ),
                again=True,
            )
        )
        return answer

    def exists(self, user_id: str) -> models.Exists:
        """检查账号是否存在 `GET /api/im/accounts/{userId}/exists`"""
        answer: models.Exists = self._do_call(
            Call("GET", f"/api/im/accounts/{segment(user_id)}/exists", again=True)
        )
        return answer


class AsyncAccounts:
    def __init__(self, do: Callable[[Call], Awaitable[Any]]) -> None:
        self._do_call = do

    async def import_one(
        self,
        *,
        user_id: str,
        nickname: str | Absent | None = ABSENT,
        avatar: str | Absent | None = ABSENT,
        gender: int | Absent | None = ABSENT,
        custom: Mapping[str, str] | Absent | None = ABSENT,
        admin: bool | Absent | None = ABSENT,
        idempotency_key: str | None = None,
    ) -> models.Imported:
        """导入单个账号 `POST /api/im/accounts/import`"""
        answer: models.Imported = await self._do_call(
            Call(
                "POST",
                "/api/im/accounts/import",
                body=given(
                    {
                        "nickname": nickname,
                        "avatar": avatar,
                        "gender": gender,
                        "custom": custom,
                        "admin": admin,
                        "userId": user_id,
                    },
                    nullable={"nickname", "avatar", "gender", "custom", "admin"},
                ),
                again=True,
                key=idempotency_key or new_key(),
            )
        )
        return answer

    async def import_batch(
        self,
        *,
        accounts: Sequence[models.ImportAccountRequest] | None = None,
        user_ids: Sequence[str] | None = None,
        idempotency_key: str | None = None,
    ) -> models.ImportedAll:
        """批量导入账号 `POST /api/im/accounts/import/batch`"""
        answer: models.ImportedAll = await self._do_call(
            Call(
                "POST",
                "/api/im/accounts/import/batch",
                body=given({"accounts": accounts, "userIds": user_ids}),
                again=True,
                key=idempotency_key or new_key(),
            )
        )
        return answer

    async def search(
        self, *, keyword: str, page: int | None = None, size: int | None = None
    ) -> models.Profiles:
        """搜索账号 `GET /api/im/accounts/search`"""
        answer: models.Profiles = await self._do_call(
            Call(
                "GET",
                "/api/im/accounts/search",
                query={"keyword": keyword, "page": page, "size": size},
                again=True,
            )
        )
        return answer

    async def delete(self, user_id: str, *, purge_messages: bool | None = None) -> models.Deleted:
        """删除账号 `DELETE /api/im/accounts/{userId}`"""
        answer: models.Deleted = await self._do_call(
            Call(
                "DELETE",
                f"/api/im/accounts/{segment(user_id)}",
                query={"purgeMessages": purge_messages},
                again=True,
            )
        )
        return answer

    async def get(self, user_id: str) -> models.Profile:
        """获取账号资料 `GET /api/im/accounts/{userId}`"""
        answer: models.Profile = await self._do_call(
            Call("GET", f"/api/im/accounts/{segment(user_id)}", again=True)
        )
        return answer

    async def update(
        self,
        user_id: str,
        *,
        nickname: str | Absent | None = ABSENT,
        avatar: str | Absent | None = ABSENT,
        gender: int | Absent | None = ABSENT,
        custom: Mapping[str, str] | Absent | None = ABSENT,
        admin: bool | Absent | None = ABSENT,
        birthday: int | Absent | None = ABSENT,
        location: str | Absent | None = ABSENT,
        signature: str | Absent | None = ABSENT,
        language: str | Absent | None = ABSENT,
        allow_type: Literal["ALLOW_ANY", "NEED_CONFIRM", "DENY_ANY"] | Absent | None = ABSENT,
        status: Literal["ACTIVE", "DISABLED"] | Absent | None = ABSENT,
        level: int | Absent | None = ABSENT,
        role: int | Absent | None = ABSENT,
    ) -> models.Profile:
        """更新账号资料 `PUT /api/im/accounts/{userId}`"""
        answer: models.Profile = await self._do_call(
            Call(
                "PUT",
                f"/api/im/accounts/{segment(user_id)}",
                body=given(
                    {
                        "nickname": nickname,
                        "avatar": avatar,
                        "gender": gender,
                        "custom": custom,
                        "admin": admin,
                        "birthday": birthday,
                        "location": location,
                        "signature": signature,
                        "language": language,
                        "allowType": allow_type,
                        "status": status,
                        "level": level,
                        "role": role,
                    },
                    nullable={
                        "nickname",
                        "avatar",
                        "gender",
                        "custom",
                        "admin",
                        "birthday",
                        "location",
                        "signature",
                        "language",
                        "allowType",
                        "status",
                        "level",
                        "role",
                    },
                ),
                again=True,
            )
        )
        return answer

    async def exists(self, user_id: str) -> models.Exists:
        """检查账号是否存在 `GET /api/im/accounts/{userId}/exists`"""
        answer: models.Exists = await self._do_call(
            Call("GET", f"/api/im/accounts/{segment(user_id)}/exists", again=True)
        )
        return answer
