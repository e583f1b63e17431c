"""The doors of the keyword filters: rows 86 to 89, to try them, and to carry whole lists in and out."""

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.doors import AppAdminViewSet
from accounts.idempotency import idempotent
from accounts.models import OperatorRole
from im.moderation import actions, importing, lists, shapes, sheets
from im.moderation.actions.words import missing
from im.moderation.serializers import words as kinds
from im.moderation.serving import rules

FILES = {(200, "text/csv"): OpenApiTypes.STR, (200, "text/plain"): OpenApiTypes.STR}


class KeywordFilterViewSet(AppAdminViewSet):
    @extend_schema(
        operation_id="im_admin_keyword_filters_list",
        parameters=[kinds.ListKeywords],
        responses=kinds.KeywordsShown,
    )
    def page_of(self, request: Request) -> Response:
        return Response(lists.keyword_page(self.app, self.read_query(kinds.ListKeywords)))

    @extend_schema(request=kinds.CreateKeywords, responses=kinds.KeywordCreatedShown)
    @idempotent
    def add(self, request: Request) -> Response:
        options = self.read(kinds.CreateKeywords)
        word, words = options.pop("word", None), options.pop("words", None)
        if words is None:
            row = actions.create(app=self.app, word=word, options=options, by=self.caller)
            return Response(shapes.keyword_shown(row))
        outcomes = actions.create_many(app=self.app, words=words, options=options, by=self.caller)
        return Response(shapes.added_shown(words, outcomes))

    @extend_schema(request=kinds.UpdateKeyword, responses=kinds.KeywordShown)
    def update(self, request: Request, filter_id: str) -> Response:
        path = self.read_path(kinds.OneKeyword, filterId=filter_id)
        fields = self.read(kinds.UpdateKeyword)
        row = actions.update(app=self.app, filter_id=path["filterId"], fields=fields, by=self.caller)
        return Response(shapes.keyword_shown(row))

    @extend_schema(request=None, responses={200: kinds.KeywordDeletedShown})
    def remove(self, request: Request, filter_id: str) -> Response:
        path = self.read_path(kinds.OneKeyword, filterId=filter_id)
        actions.remove(app=self.app, filter_id=path["filterId"], by=self.caller)
        return Response({"id": str(path["filterId"]), "deleted": True})


class KeywordListViewSet(AppAdminViewSet):
    mandates = {"test": OperatorRole.VIEWER}  # it changes nothing

    @extend_schema(request=kinds.TestKeywords, responses=kinds.KeywordsTestedShown)
    def test(self, request: Request) -> Response:
        asked = self.read(kinds.TestKeywords)
        screen = rules.latest(self.app.pk)
        found = screen.screen(asked["text"], asked["scope"]) if screen is not None else None
        return Response(shapes.found_shown(asked["text"], found))

    @extend_schema(request=kinds.ImportKeywords, responses=kinds.KeywordsImportedShown)
    @idempotent
    def import_many(self, request: Request) -> Response:
        asked = self.read(kinds.ImportKeywords)
        lines = importing.lines_of(asked)
        outcomes = actions.import_many(app=self.app, lines=lines, kind=asked["format"], by=self.caller)
        return Response(importing.imported_shown(lines, outcomes))

    @extend_schema(parameters=[kinds.ExportKeywords], responses=FILES)
    def export(self, request: Request) -> HttpResponse:
        kind = self.read_query(kinds.ExportKeywords)["format"]
        words = lists.keywords(self.app)
        if kind == "csv":
            file, media = sheets.written_csv(map(shapes.keyword_shown, words)), "text/csv"
        else:
            file, media = sheets.written_text(row.word for row in words), "text/plain"
        return HttpResponse(
            file,
            content_type=f"{media}; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="keyword-filters.{kind}"'},
        )

    @extend_schema(request=kinds.RemoveKeywords, responses=kinds.KeywordsRemovedShown)
    def remove(self, request: Request) -> Response:
        asked = self.read(kinds.RemoveKeywords)
        if "category" in asked:
            removed = actions.remove_all(app=self.app, category=asked["category"], by=self.caller)
            return Response({"total": removed, "success": removed, "failed": 0, "results": []})
        gone = actions.remove_many(app=self.app, ids=asked["ids"], by=self.caller)
        return Response(shapes.removed_shown(asked["ids"], gone, missing()))
