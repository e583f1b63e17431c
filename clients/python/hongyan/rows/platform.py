"""`platform`. Made by `make client`: do not edit."""

from collections.abc import Awaitable, Callable
from typing import Any, Literal

from hongyan import models
from hongyan.calls import Call, given, new_key, segment


class Platform:
    def __init__(self, do: Callable[[Call], Any]) -> None:
        self._do_call = do

    def list_apps(self, *, page: int | None = None, size: int | None = None) -> models.Apps:
        """`GET /api/platform/apps`"""
        answer: models.Apps = self._do_call(
            Call("GET", "/api/platform/apps", query={"page": page, "size": size}, again=True)
        )
        return answer

    def create_app(
        self, *, name: str, app_key: str | None = None, idempotency_key: str | None = None
    ) -> models.MadeApp:
        """`POST /api/platform/apps`"""
        answer: models.MadeApp = self._do_call(
            Call(
                "POST",
                "/api/platform/apps",
                body=given({"name": name, "appKey": app_key}),
                again=True,
                key=idempotency_key or new_key(),
            )
        )
        return answer

    def rotate_secret(
        self, app_key: str, *, keep_for: int | None = None, idempotency_key: str | None = None
    ) -> models.Rotated:
        """`POST /api/platform/apps/{appKey}/rotate-secret`"""
        answer: models.Rotated = self._do_call(
            Call(
                "POST",
                f"/api/platform/apps/{segment(app_key)}/rotate-secret",
                body=given({"keepFor": keep_for}),
                again=True,
                key=idempotency_key or new_key(),
            )
        )
        return answer

    def refresh(self, *, refresh: str) -> models.Pair:
        """`POST /api/platform/auth/refresh`"""
        answer: models.Pair = self._do_call(
            Call("POST", "/api/platform/auth/refresh", body=given({"refresh": refresh}), again=True)
        )
        return answer

    def log_in(self, *, username: str, password: str, otp: str | None = None) -> models.Pair:
        """`POST /api/platform/auth/token`"""
        answer: models.Pair = self._do_call(
            Call(
                "POST",
                "/api/platform/auth/token",
                body=given({"username": username, "password": password, "otp": otp}),
                again=True,
            )
        )
        return answer

    def list_operators(self, *, page: int | None = None, size: int | None = None) -> models.Operators:
        """`GET /api/platform/operators`"""
        answer: models.Operators = self._do_call(
            Call("GET", "/api/platform/operators", query={"page": page, "size": size}, again=True)
        )
        return answer

    def create_operator(
        self,
        *,
        username: str,
        name: str | None = None,
        email: str | None = None,
        password: str | None = None,
        must_use_two_factor: bool | None = None,
        app_key: str | None = None,
        role: Literal["VIEWER", "SUPPORT", "OPERATOR", "ADMINISTRATOR"] | None = None,
        idempotency_key: str | None = None,
    ) -> models.Hired:
        """`POST /api/platform/operators`"""
        answer: models.Hired = self._do_call(
            Call(
                "POST",
                "/api/platform/operators",
                body=given(
                    {
                        "username": username,
                        "name": name,
                        "email": email,
                        "password": password,
                        "mustUseTwoFactor": must_use_two_factor,
                        "appKey": app_key,
                        "role": role,
                    }
                ),
                again=True,
                key=idempotency_key or new_key(),
            )
        )
        return answer

    def update_operator(
        self,
        username: str,
        *,
        name: str | None = None,
        email: str | None = None,
        is_active: bool | None = None,
        is_superuser: bool | None = None,
        must_use_two_factor: bool | None = None,
    ) -> models.Operator:
        """`PUT /api/platform/operators/{username}`"""
        answer: models.Operator = self._do_call(
            Call(
                "PUT",
                f"/api/platform/operators/{segment(username)}",
                body=given(
                    {
                        "name": name,
                        "email": email,
                        "isActive": is_active,
                        "isSuperuser": is_superuser,
                        "mustUseTwoFactor": must_use_two_factor,
                    }
                ),
                again=True,
            )
        )
        return answer

    def withdraw_role(self, username: str, app_key: str) -> models.Withdrawn:
        """`DELETE /api/platform/operators/{username}/mandates/{appKey}`"""
        answer: models.Withdrawn = self._do_call(
            Call(
                "DELETE",
                f"/api/platform/operators/{segment(username)}/mandates/{segment(app_key)}",
                again=True,
            )
        )
        return answer

    def give_role(
        self, username: str, app_key: str, *, role: Literal["VIEWER", "SUPPORT", "OPERATOR", "ADMINISTRATOR"]
    ) -> models.Operator:
        """`PUT /api/platform/operators/{username}/mandates/{appKey}`"""
        answer: models.Operator = self._do_call(
            Call(
                "PUT",
                f"/api/platform/operators/{segment(username)}/mandates/{segment(app_key)}",
                body=given({"role": role}),
                again=True,
            )
        )
        return answer

    def reset_password(self, username: str, *, idempotency_key: str | None = None) -> models.Hired:
        """`POST /api/platform/operators/{username}/reset-password`"""
        answer: models.Hired = self._do_call(
            Call(
                "POST",
                f"/api/platform/operators/{segment(username)}/reset-password",
                again=True,
                key=idempotency_key or new_key(),
            )
        )
        return answer

    def reset_two_factor(self, username: str) -> models.Operator:
        """`POST /api/platform/operators/{username}/reset-two-factor`"""
        answer: models.Operator = self._do_call(
            Call("POST", f"/api/platform/operators/{segment(username)}/reset-two-factor")
        )
        return answer


class AsyncPlatform:
    def __init__(self, do: Callable[[Call], Awaitable[Any]]) -> None:
        self._do_call = do

    async def list_apps(self, *, page: int | None = None, size: int | None = None) -> models.Apps:
        """`GET /api/platform/apps`"""
        answer: models.Apps = await self._do_call(
            Call("GET", "/api/platform/apps", query={"page": page, "size": size}, again=True)
        )
        return answer

    async def create_app(
        self, *, name: str, app_key: str | None = None, idempotency_key: str | None = None
    ) -> models.MadeApp:
        """`POST /api/platform/apps`"""
        answer: models.MadeApp = await self._do_call(
            Call(
                "POST",
                "/api/platform/apps",
                body=given({"name": name, "appKey": app_key}),
                again=True,
                key=idempotency_key or new_key(),
            )
        )
        return answer

    async def rotate_secret(
        self, app_key: str, *, keep_for: int | None = None, idempotency_key: str | None = None
    ) -> models.Rotated:
        """`POST /api/platform/apps/{appKey}/rotate-secret`"""
        answer: models.Rotated = await self._do_call(
            Call(
                "POST",
                f"/api/platform/apps/{segment(app_key)}/rotate-secret",
                body=given({"keepFor": keep_for}),
                again=True,
                key=idempotency_key or new_key(),
            )
        )
        return answer

    async def refresh(self, *, refresh: str) -> models.Pair:
        """`POST /api/platform/auth/refresh`"""
        answer: models.Pair = await self._do_call(
            Call("POST", "/api/platform/auth/refresh", body=given({"refresh": refresh}), again=True)
        )
        return answer

    async def log_in(self, *, username: str, password: str, otp: str | None = None) -> models.Pair:
        """`POST /api/platform/auth/token`"""
        answer: models.Pair = await self._do_call(
            Call(
                "POST",
                "/api/platform/auth/token",
                body=given({"username": username, "password": password, "otp": otp}),
                again=True,
            )
        )
        return answer

    async def list_operators(self, *, page: int | None = None, size: int | None = None) -> models.Operators:
        """`GET /api/platform/operators`"""
        answer: models.Operators = await self._do_call(
            Call("GET", "/api/platform/operators", query={"page": page, "size": size}, again=True)
        )
        return answer

    async def create_operator(
        self,
        *,
        username: str,
        name: str | None = None,
        email: str | None = None,
        password: str | None = None,
        must_use_two_factor: bool | None = None,
        app_key: str | None = None,
        role: Literal["VIEWER", "SUPPORT", "OPERATOR", "ADMINISTRATOR"] | None = None,
        idempotency_key: str | None = None,
    ) -> models.Hired:
        """`POST /api/platform/operators`"""
        answer: models.Hired = await self._do_call(
            Call(
                "POST",
                "/api/platform/operators",
                body=given(
                    {
                        "username": username,
                        "name": name,
                        "email": email,
                        "password": password,
                        "mustUseTwoFactor": must_use_two_factor,
                        "appKey": app_key,
                        "role": role,
                    }
                ),
                again=True,
                key=idempotency_key or new_key(),
            )
        )
        return answer

    async def update_operator(
        self,
        username: str,
        *,
        name: str | None = None,
        email: str | None = None,
        is_active: bool | None = None,
        is_superuser: bool | None = None,
        must_use_two_factor: bool | None = None,
    ) -> models.Operator:
        """`PUT /api/platform/operators/{username}`"""
        answer: models.Operator = await self._do_call(
            Call(
                "PUT",
                f"/api/platform/operators/{segment(username)}",
                body=given(
                    {
                        "name": name,
                        "email": email,
                        "isActive": is_active,
                        "isSuperuser": is_superuser,
                        "mustUseTwoFactor": must_use_two_factor,
                    }
                ),
                again=True,
            )
        )
        return answer

    async def withdraw_role(self, username: str, app_key: str) -> models.Withdrawn:
        """`DELETE /api/platform/operators/{username}/mandates/{appKey}`"""
        answer: models.Withdrawn = await self._do_call(
            Call(
                "DELETE",
                f"/api/platform/operators/{segment(username)}/mandates/{segment(app_key)}",
                again=True,
            )
        )
        return answer

    async def give_role(
        self, username: str, app_key: str, *, role: Literal["VIEWER", "SUPPORT", "OPERATOR", "ADMINISTRATOR"]
    ) -> models.Operator:
        """`PUT /api/platform/operators/{username}/mandates/{appKey}`"""
        answer: models.Operator = await self._do_call(
            Call(
                "PUT",
                f"/api/platform/operators/{segment(username)}/mandates/{segment(app_key)}",
                body=given({"role": role}),
                again=True,
            )
        )
        return answer

    async def reset_password(self, username: str, *, idempotency_key: str | None = None) -> models.Hired:
        """`POST /api/platform/operators/{username}/reset-password`"""
        answer: models.Hired = await self._do_call(
            Call(
                "POST",
                f"/api/platform/operators/{segment(username)}/reset-password",
                again=True,
                key=idempotency_key or new_key(),
            )
        )
        return answer

    async def reset_two_factor(self, username: str) -> models.Operator:
        """`POST /api/platform/operators/{username}/reset-two-factor`"""
        answer: models.Operator = await self._do_call(
            Call("POST", f"/api/platform/operators/{segment(username)}/reset-two-factor")
        )
        return answer
