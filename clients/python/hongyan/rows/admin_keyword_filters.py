"""`admin.keyword_filters`. Made by `make client`: do not edit."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Literal

from hongyan import models
from hongyan.calls import Call, given, new_key, segment


class AdminKeywordFilters:
    def __init__(self, do: Callable[[Call], Any]) -> None:
        self._do_call = do

    def list(
        self,
        *,
        action: Literal["BLOCK", "REPLACE", "FLAG"] | None = None,
        category: str | None = None,
        enabled: bool | None = None,
        keyword: str | None = None,
        page: int | None = None,
        size: int | None = None,
    ) -> models.Keywords:
        """敏感词列表 `GET /api/im/admin/keyword-filters`"""
        answer: models.Keywords = self._do_call(
            Call(
                "GET",
                "/api/im/admin/keyword-filters",
                query={
                    "action": action,
                    "category": category,
                    "enabled": enabled,
                    "keyword": keyword,
                    "page": page,
                    "size": size,
                },
                again=True,
            )
        )
        return answer

    def create(
        self,
        *,
        match_type: Literal["CONTAINS", "WORD", "ALLOW"] | None = None,
        action: Literal["BLOCK", "REPLACE", "FLAG"] | None = None,
        replacement: str | None = None,
        category: str | None = None,
        scopes: Sequence[Literal["SINGLE", "GROUP", "PROFILE"]] | None = None,
        enabled: bool | None = None,
        word: str | None = None,
        words: Sequence[str] | None = None,
        idempotency_key: str | None = None,
    ) -> models.KeywordCreated:
        """新增敏感词 `POST /api/im/admin/keyword-filters`"""
        answer: models.KeywordCreated = self._do_call(
            Call(
                "POST",
                "/api/im/admin/keyword-filters",
                body=given(
                    {
                        "matchType": match_type,
                        "action": action,
                        "replacement": replacement,
                        "category": category,
                        "scopes": scopes,
                        "enabled": enabled,
                        "word": word,
                        "words": words,
                    }
                ),
                again=True,
                key=idempotency_key or new_key(),
            )
        )
        return answer

    def remove_batch(
        self, *, ids: Sequence[str] | None = None, category: str | None = None
    ) -> models.KeywordsRemoved:
        """`POST /api/im/admin/keyword-filters/batch/remove`"""
        answer: models.KeywordsRemoved = self._do_call(
            Call(
                "POST",
                "/api/im/admin/keyword-filters/batch/remove",
                body=given({"ids": ids, "category": category}),
                again=True,
            )
        )
        return answer

    def export(self, *, format_: Literal["csv", "txt"] | None = None) -> str:
        """`GET /api/im/admin/keyword-filters/export`"""
        answer: str = self._do_call(
            Call(
                "GET",
                "/api/im/admin/keyword-filters/export",
                query={"format": format_},
                again=True,
                text=True,
            )
        )
        return answer

    def import_list(
        self,
        *,
        format_: Literal["csv", "txt"],
        content: str,
        match_type: Literal["CONTAINS", "WORD", "ALLOW"] | None = None,
        action: Literal["BLOCK", "REPLACE", "FLAG"] | None = None,
        replacement: str | None = None,
        category: str | None = None,
        scopes: Sequence[Literal["SINGLE", "GROUP", "PROFILE"]] | None = None,
        enabled: bool | None = None,
        idempotency_key: str | None = None,
    ) -> models.KeywordsImported:
        """`POST /api/im/admin/keyword-filters/import`"""
        answer: models.KeywordsImported = self._do_call(
            Call(
                "POST",
                "/api/im/admin/keyword-filters/import",
                body=given(
                    {
                        "matchType": match_type,
                        "action": action,
                        "replacement": replacement,
                        "category": category,
                        "scopes": scopes,
                        "enabled": enabled,
                        "format": format_,
                        "content": content,
                    }
                ),
                again=True,
                key=idempotency_key or new_key(),
            )
        )
        return answer

    def test(
        self, *, text: str, scope: Literal["SINGLE", "GROUP", "PROFILE"] | None = None
    ) -> models.KeywordsTested:
        """`POST /api/im/admin/keyword-filters/test`"""
        answer: models.KeywordsTested = self._do_call(
            Call(
                "POST",
                "/api/im/admin/keyword-filters/test",
                body=given({"text": text, "scope": scope}),
                again=True,
            )
        )
        return answer

    def delete(self, filter_id: str) -> models.KeywordDeleted:
        """删除敏感词 `DELETE /api/im/admin/keyword-filters/{filterId}`"""
        answer: models.KeywordDeleted = self._do_call(
            Call("DELETE", f"/api/im/admin/keyword-filters/{segment(filter_id)}", again=True)
        )
        return answer

    def update(
        self,
        filter_id: str,
        *,
        match_type: Literal["CONTAINS", "WORD", "ALLOW"] | None = None,
        action: Literal["BLOCK", "REPLACE", "FLAG"] | None = None,
        replacement: str | None = None,
        category: str | None = None,
        scopes: Sequence[Literal["SINGLE", "GROUP", "PROFILE"]] | None = None,
        enabled: bool | None = None,
        word: str | None = None,
    ) -> models.Keyword:
        """更新敏感词 `PUT /api/im/admin/keyword-filters/{filterId}`"""
        answer: models.Keyword = self._do_call(
            Call(
                "PUT",
                f"/api/im/admin/keyword-filters/{segment(filter_id)}",
                body=given(
                    {
                        "matchType": match_type,
                        "action": action,
                        "replacement": replacement,
                        "category": category,
                        "scopes": scopes,
                        "enabled": enabled,
                        "word": word,
                    }
                ),
                again=True,
            )
        )
        return answer


class AsyncAdminKeywordFilters:
    def __init__(self, do: Callable[[Call], Awaitable[Any]]) -> None:
        self._do_call = do

    async def list(
        self,
        *,
        action: Literal["BLOCK", "REPLACE", "FLAG"] | None = None,
        category: str | None = None,
        enabled: bool | None = None,
        keyword: str | None = None,
        page: int | None = None,
        size: int | None = None,
    ) -> models.Keywords:
        """敏感词列表 `GET /api/im/admin/keyword-filters`"""
        answer: models.Keywords = await self._do_call(
            Call(
                "GET",
                "/api/im/admin/keyword-filters",
                query={
                    "action": action,
                    "category": category,
                    "enabled": enabled,
                    "keyword": keyword,
                    "page": page,
                    "size": size,
                },
                again=True,
            )
        )
        return answer

    async def create(
        self,
        *,
        match_type: Literal["CONTAINS", "WORD", "ALLOW"] | None = None,
        action: Literal["BLOCK", "REPLACE", "FLAG"] | None = None,
        replacement: str | None = None,
        category: str | None = None,
        scopes: Sequence[Literal["SINGLE", "GROUP", "PROFILE"]] | None = None,
        enabled: bool | None = None,
        word: str | None = None,
        words: Sequence[str] | None = None,
        idempotency_key: str | None = None,
    ) -> models.KeywordCreated:
        """新增敏感词 `POST /api/im/admin/keyword-filters`"""
        answer: models.KeywordCreated = await self._do_call(
            Call(
                "POST",
                "/api/im/admin/keyword-filters",
                body=given(
                    {
                        "matchType": match_type,
                        "action": action,
                        "replacement": replacement,
                        "category": category,
                        "scopes": scopes,
                        "enabled": enabled,
                        "word": word,
                        "words": words,
                    }
                ),
                again=True,
                key=idempotency_key or new_key(),
            )
        )
        return answer

    async def remove_batch(
        self, *, ids: Sequence[str] | None = None, category: str | None = None
    ) -> models.KeywordsRemoved:
        """`POST /api/im/admin/keyword-filters/batch/remove`"""
        answer: models.KeywordsRemoved = await self._do_call(
            Call(
                "POST",
                "/api/im/admin/keyword-filters/batch/remove",
                body=given({"ids": ids, "category": category}),
                again=True,
            )
        )
        return answer

    async def export(self, *, format_: Literal["csv", "txt"] | None = None) -> str:
        """`GET /api/im/admin/keyword-filters/export`"""
        answer: str = await self._do_call(
            Call(
                "GET",
                "/api/im/admin/keyword-filters/export",
                query={"format": format_},
                again=True,
                text=True,
            )
        )
        return answer

    async def import_list(
        self,
        *,
        format_: Literal["csv", "txt"],
        content: str,
        match_type: Literal["CONTAINS", "WORD", "ALLOW"] | None = None,
        action: Literal["BLOCK", "REPLACE", "FLAG"] | None = None,
        replacement: str | None = None,
        category: str | None = None,
        scopes: Sequence[Literal["SINGLE", "GROUP", "PROFILE"]] | None = None,
        enabled: bool | None = None,
        idempotency_key: str | None = None,
    ) -> models.KeywordsImported:
        """`POST /api/im/admin/keyword-filters/import`"""
        answer: models.KeywordsImported = await self._do_call(
            Call(
                "POST",
                "/api/im/admin/keyword-filters/import",
                body=given(
                    {
                        "matchType": match_type,
                        "action": action,
                        "replacement": replacement,
                        "category": category,
                        "scopes": scopes,
                        "enabled": enabled,
                        "format": format_,
                        "content": content,
                    }
                ),
                again=True,
                key=idempotency_key or new_key(),
            )
        )
        return answer

    async def test(
        self, *, text: str, scope: Literal["SINGLE", "GROUP", "PROFILE"] | None = None
    ) -> models.KeywordsTested:
        """`POST /api/im/admin/keyword-filters/test`"""
        answer: models.KeywordsTested = await self._do_call(
            Call(
                "POST",
                "/api/im/admin/keyword-filters/test",
                body=given({"text": text, "scope": scope}),
                again=True,
            )
        )
        return answer

    async def delete(self, filter_id: str) -> models.KeywordDeleted:
        """删除敏感词 `DELETE /api/im/admin/keyword-filters/{filterId}`"""
        answer: models.KeywordDeleted = await self._do_call(
            Call("DELETE", f"/api/im/admin/keyword-filters/{segment(filter_id)}", again=True)
        )
        return answer

    async def update(
        self,
        filter_id: str,
        *,
        match_type: Literal["CONTAINS", "WORD", "ALLOW"] | None = None,
        action: Literal["BLOCK", "REPLACE", "FLAG"] | None = None,
        replacement: str | None = None,
        category: str | None = None,
        scopes: Sequence[Literal["SINGLE", "GROUP", "PROFILE"]] | None = None,
        enabled: bool | None = None,
        word: str | None = None,
    ) -> models.Keyword:
        """更新敏感词 `PUT /api/im/admin/keyword-filters/{filterId}`"""
        answer: models.Keyword = await self._do_call(
            Call(
                "PUT",
                f"/api/im/admin/keyword-filters/{segment(filter_id)}",
                body=given(
                    {
                        "matchType": match_type,
                        "action": action,
                        "replacement": replacement,
                        "category": category,
                        "scopes": scopes,
                        "enabled": enabled,
                        "word": word,
                    }
                ),
                again=True,
            )
        )
        return answer
