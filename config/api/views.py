"""What every view of the API has in common: strict input, the envelope out, 405 before anything else."""

from collections.abc import Callable, Mapping
from typing import Any

from django.db.models import QuerySet
from rest_framework import exceptions, serializers
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.parsers import BaseParser
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.viewsets import ViewSet

from config.api import reading
from config.api.envelope import EnvelopeRenderer
from config.api.paging import paged
from config.api.parser import StrictJSONParser


class AlwaysJson(BaseContentNegotiation):
    """One format: whatever `Accept` says, the answer is the envelope."""

    def select_parser(self, request: Request, parsers: Any) -> BaseParser | None:
        wanted = (request.content_type or "").partition(";")[0].strip().lower()
        return parsers[0] if wanted in ("application/json", "") else None

    def select_renderer(
        self, request: Request, renderers: Any, format_suffix: str | None = None
    ) -> tuple[BaseRenderer, str]:
        return renderers[0], renderers[0].media_type


class ApiViewSet(ViewSet):
    """Views translate: read, call one action, answer bare data."""

    parser_classes = (StrictJSONParser,)
    renderer_classes = (EnvelopeRenderer,)
    content_negotiation_class = AlwaysJson
    metadata_class = None
    throttle_classes = ()

    @property
    def allowed_methods(self) -> list[str]:
        return [method.upper() for method in self.action_map]

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        method = request.method or ""
        if method.lower() not in self.action_map:
            raise exceptions.MethodNotAllowed(method)
        super().initial(request, *args, **kwargs)

    def read(self, kind: type[serializers.Serializer[Any]]) -> dict[str, Any]:
        """The body's checked fields. An empty body counts as `{}`."""
        return reading.read(kind, self.request.data)

    def read_either(self, kind: type[serializers.Serializer[Any]]) -> dict[str, Any]:
        """The checked fields of query and body together."""
        return reading.read_either(kind, self.request.query_params.dict(), self.request.data)

    def read_query(self, kind: type[serializers.Serializer[Any]], **path: str) -> dict[str, Any]:
        """The query's checked fields, path values among them (they win)."""
        return reading.read_words(kind, {**self.request.query_params.dict(), **path})

    def read_path(self, kind: type[serializers.Serializer[Any]], **path: str) -> dict[str, Any]:
        return reading.read_words(kind, path)

    def page(
        self, rows: QuerySet[Any], shown: Callable[[Any], Any], query: Mapping[str, Any]
    ) -> dict[str, Any]:
        return paged(rows, shown, page=query["page"], size=query["size"])
