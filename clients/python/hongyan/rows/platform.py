"""`platform`. Made by `make client`: do not edit."""

from collections.abc import Awaitable, Callable
from typing import Any

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

    def log_in(self, *, username: str, password: str) -> models.Pair:
        """`POST /api/platform/auth/token`"""
        answer: models.Pair = self._do_call(
            Call(
                "POST",
                "/api/platform/auth/token",
                body=given({"username": username, "password": password}),
                again=True,
            )
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

    async def log_in(self, *, username: str, password: str) -> models.Pair:
        """`POST /api/platform/auth/token`"""
        answer: models.Pair = await self._do_call(
            Call(
                "POST",
                "/api/platform/auth/token",
                body=given({"username": username, "password": password}),
                again=True,
            )
        )
        return answer
