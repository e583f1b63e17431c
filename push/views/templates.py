"""The doors of an app's templates."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from push.actions import templates
from push.doors import AdminViewSet
from push.serializers import templates as kinds
from push.shapes.templates import template_page, template_shown


class TemplatesViewSet(AdminViewSet):
    def code(self, path: dict[str, str]) -> str:
        code: str = self.read_path(kinds.OneTemplate, **path)["code"]
        return code

    @extend_schema(
        operation_id="push_admin_templates_list",
        parameters=[kinds.ListTemplates],
        responses=kinds.TemplatesShown,
    )
    def page_of(self, request: Request) -> Response:
        return Response(template_page(self.app, **self.read_query(kinds.ListTemplates)))

    @extend_schema(request=kinds.PutTemplate, responses=kinds.TemplateShown)
    def put(self, request: Request, /, **path: str) -> Response:
        code, given = self.code(path), self.read(kinds.PutTemplate)
        return Response(template_shown(templates.put(app=self.app, code=code, given=given, by=self.caller)))

    @extend_schema(request=None, responses={200: kinds.DeletedTemplateShown})
    def remove(self, request: Request, /, **path: str) -> Response:
        code = self.code(path)
        templates.delete(app=self.app, code=code, by=self.caller)
        return Response({"code": code, "deleted": True})
