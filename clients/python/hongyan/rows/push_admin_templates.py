"""`push.admin.templates`. Made by `make client`: do not edit."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from hongyan import models
from hongyan.calls import Call, given, segment


class PushAdminTemplates:
    def __init__(self, do: Callable[[Call], Any]) -> None:
        self._do_call = do

    def list(self, *, page: int | None = None, size: int | None = None) -> models.Templates:
        """`GET /api/push/admin/templates`"""
        answer: models.Templates = self._do_call(
            Call("GET", "/api/push/admin/templates", query={"page": page, "size": size}, again=True)
        )
        return answer

    def delete(self, code: str) -> models.DeletedTemplate:
        """`DELETE /api/push/admin/templates/{code}`"""
        answer: models.DeletedTemplate = self._do_call(
            Call("DELETE", f"/api/push/admin/templates/{segment(code)}", again=True)
        )
        return answer

    def set(
        self,
        code: str,
        *,
        title: str | None = None,
        body: str | None = None,
        i18n: Mapping[str, models.TextsRequest] | None = None,
    ) -> models.Template:
        """`PUT /api/push/admin/templates/{code}`"""
        answer: models.Template = self._do_call(
            Call(
                "PUT",
                f"/api/push/admin/templates/{segment(code)}",
                body=given({"title": title, "body": body, "i18n": i18n}),
                again=True,
            )
        )
        return answer


class AsyncPushAdminTemplates:
    def __init__(self, do: Callable[[Call], Awaitable[Any]]) -> None:
        self._do_call = do

    async def list(self, *, page: int | None = None, size: int | None = None) -> models.Templates:
        """`GET /api/push/admin/templates`"""
        answer: models.Templates = await self._do_call(
            Call("GET", "/api/push/admin/templates", query={"page": page, "size": size}, again=True)
        )
        return answer

    async def delete(self, code: str) -> models.DeletedTemplate:
        """`DELETE /api/push/admin/templates/{code}`"""
        answer: models.DeletedTemplate = await self._do_call(
            Call("DELETE", f"/api/push/admin/templates/{segment(code)}", again=True)
        )
        return answer

    async def set(
        self,
        code: str,
        *,
        title: str | None = None,
        body: str | None = None,
        i18n: Mapping[str, models.TextsRequest] | None = None,
    ) -> models.Template:
        """`PUT /api/push/admin/templates/{code}`"""
        answer: models.Template = await self._do_call(
            Call(
                "PUT",
                f"/api/push/admin/templates/{segment(code)}",
                body=given({"title": title, "body": body, "i18n": i18n}),
                again=True,
            )
        )
        return answer
