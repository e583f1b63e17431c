"""`push.admin.credentials`. Made by `make client`: do not edit."""

from collections.abc import Awaitable, Callable
from typing import Any, Literal

from hongyan import models
from hongyan.calls import ABSENT, Absent, Call, given, segment


class PushAdminCredentials:
    def __init__(self, do: Callable[[Call], Any]) -> None:
        self._do_call = do

    def list(self) -> models.Credentials:
        """`GET /api/push/admin/credentials`"""
        answer: models.Credentials = self._do_call(Call("GET", "/api/push/admin/credentials", again=True))
        return answer

    def delete(self, vendor: str) -> models.DeletedCredential:
        """`DELETE /api/push/admin/credentials/{vendor}`"""
        answer: models.DeletedCredential = self._do_call(
            Call("DELETE", f"/api/push/admin/credentials/{segment(vendor)}", again=True)
        )
        return answer

    def set(
        self,
        vendor: str,
        *,
        enabled: bool | None = None,
        environment: Literal["PROD", "SANDBOX"] | None = None,
        key_id: str | Absent | None = ABSENT,
        team_id: str | Absent | None = ABSENT,
        bundle_id: str | Absent | None = ABSENT,
        private_key: str | Absent | None = ABSENT,
        service_account: str | Absent | None = ABSENT,
        app_id: str | Absent | None = ABSENT,
        app_secret: str | Absent | None = ABSENT,
        badge_class: str | Absent | None = ABSENT,
        callback_user: str | Absent | None = ABSENT,
        callback_secret: str | Absent | None = ABSENT,
        project_id: str | Absent | None = ABSENT,
        sub_account: str | Absent | None = ABSENT,
        client_id: str | Absent | None = ABSENT,
        client_secret: str | Absent | None = ABSENT,
        package_name: str | Absent | None = ABSENT,
        channel_id: str | Absent | None = ABSENT,
        app_key: str | Absent | None = ABSENT,
        master_secret: str | Absent | None = ABSENT,
        public_key: str | Absent | None = ABSENT,
        subject: str | Absent | None = ABSENT,
    ) -> models.Credential:
        """`PUT /api/push/admin/credentials/{vendor}`"""
        answer: models.Credential = self._do_call(
            Call(
                "PUT",
                f"/api/push/admin/credentials/{segment(vendor)}",
                body=given(
                    {
                        "enabled": enabled,
                        "environment": environment,
                        "keyId": key_id,
                        "teamId": team_id,
                        "bundleId": bundle_id,
                        "privateKey": private_key,
                        "serviceAccount": service_account,
                        "appId": app_id,
                        "appSecret": app_secret,
                        "badgeClass": badge_class,
                        "callbackUser": callback_user,
                        "callbackSecret": callback_secret,
                        "projectId": project_id,
                        "subAccount": sub_account,
                        "clientId": client_id,
                        "clientSecret": client_secret,
                        "packageName": package_name,
                        "channelId": channel_id,
                        "appKey": app_key,
                        "masterSecret": master_secret,
                        "publicKey": public_key,
                        "subject": subject,
                    },
                    nullable={
                        "keyId",
                        "teamId",
                        "bundleId",
                        "privateKey",
                        "serviceAccount",
                        "appId",
                        "appSecret",
                        "badgeClass",
                        "callbackUser",
                        "callbackSecret",
                        "projectId",
                        "subAccount",
                        "clientId",
                        "clientSecret",
                        "packageName",
                        "channelId",
                        "appKey",
                        "masterSecret",
                        "publicKey",
                        "subject",
                    },
                ),
                again=True,
            )
        )
        return answer

    def check(self, vendor: str) -> models.Credential:
        """`POST /api/push/admin/credentials/{vendor}/check`"""
        answer: models.Credential = self._do_call(
            Call("POST", f"/api/push/admin/credentials/{segment(vendor)}/check")
        )
        return answer


class AsyncPushAdminCredentials:
    def __init__(self, do: Callable[[Call], Awaitable[Any]]) -> None:
        self._do_call = do

    async def list(self) -> models.Credentials:
        """`GET /api/push/admin/credentials`"""
        answer: models.Credentials = await self._do_call(
            Call("GET", "/api/push/admin/credentials", again=True)
        )
        return answer

    async def delete(self, vendor: str) -> models.DeletedCredential:
        """`DELETE /api/push/admin/credentials/{vendor}`"""
        answer: models.DeletedCredential = await self._do_call(
            Call("DELETE", f"/api/push/admin/credentials/{segment(vendor)}", again=True)
        )
        return answer

    async def set(
        self,
        vendor: str,
        *,
        enabled: bool | None = None,
        environment: Literal["PROD", "SANDBOX"] | None = None,
        key_id: str | Absent | None = ABSENT,
        team_id: str | Absent | None = ABSENT,
        bundle_id: str | Absent | None = ABSENT,
        private_key: str | Absent | None = ABSENT,
        service_account: str | Absent | None = ABSENT,
        app_id: str | Absent | None = ABSENT,
        app_secret: str | Absent | None = ABSENT,
        badge_class: str | Absent | None = ABSENT,
        callback_user: str | Absent | None = ABSENT,
        callback_secret: str | Absent | None = ABSENT,
        project_id: str | Absent | None = ABSENT,
        sub_account: str | Absent | None = ABSENT,
        client_id: str | Absent | None = ABSENT,
        client_secret: str | Absent | None = ABSENT,
        package_name: str | Absent | None = ABSENT,
        channel_id: str | Absent | None = ABSENT,
        app_key: str | Absent | None = ABSENT,
        master_secret: str | Absent | None = ABSENT,
        public_key: str | Absent | None = ABSENT,
        subject: str | Absent | None = ABSENT,
    ) -> models.Credential:
        """`PUT /api/push/admin/credentials/{vendor}`"""
        answer: models.Credential = await self._do_call(
            Call(
                "PUT",
                f"/api/push/admin/credentials/{segment(vendor)}",
                body=given(
                    {
                        "enabled": enabled,
                        "environment": environment,
                        "keyId": key_id,
                        "teamId": team_id,
                        "bundleId": bundle_id,
                        "privateKey": private_key,
                        "serviceAccount": service_account,
                        "appId": app_id,
                        "appSecret": app_secret,
                        "badgeClass": badge_class,
                        "callbackUser": callback_user,
                        "callbackSecret": callback_secret,
                        "projectId": project_id,
                        "subAccount": sub_account,
                        "clientId": client_id,
                        "clientSecret": client_secret,
                        "packageName": package_name,
                        "channelId": channel_id,
                        "appKey": app_key,
                        "masterSecret": master_secret,
                        "publicKey": public_key,
                        "subject": subject,
                    },
                    nullable={
                        "keyId",
                        "teamId",
                        "bundleId",
                        "privateKey",
                        "serviceAccount",
                        "appId",
                        "appSecret",
                        "badgeClass",
                        "callbackUser",
                        "callbackSecret",
                        "projectId",
                        "subAccount",
                        "clientId",
                        "clientSecret",
                        "packageName",
                        "channelId",
                        "appKey",
                        "masterSecret",
                        "publicKey",
                        "subject",
                    },
                ),
                again=True,
            )
        )
        return answer

    async def check(self, vendor: str) -> models.Credential:
        """`POST /api/push/admin/credentials/{vendor}/check`"""
        answer: models.Credential = await self._do_call(
            Call("POST", f"/api/push/admin/credentials/{segment(vendor)}/check")
        )
        return answer
