"""The four ways in, as the OpenAPI document names them."""

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension


class ImTokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]  # registers itself, untyped
    target_class = "accounts.authentication.ImToken"
    name = "im_jwt"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {
            "type": "http",
            "scheme": "bearer",
            "bearerFormat": "JWT",
            "description": "from /api/im/auth/login",
        }


class AppSecretScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]  # registers itself, untyped
    """Two headers that belong together, so one requirement with both."""

    target_class = "accounts.authentication.AppSecret"
    name = ["X-App-Key", "X-App-Secret"]

    def get_security_definition(self, auto_schema: Any) -> list[dict[str, str]]:
        return [{"type": "apiKey", "in": "header", "name": header} for header in self.name]

    def get_security_requirement(self, auto_schema: Any) -> dict[str, list[str]]:
        return {header: [] for header in self.name}


class OperatorTokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]  # registers itself, untyped
    target_class = "accounts.authentication.OperatorToken"
    name = "platform_jwt"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        description = "from /api/platform/auth/token; X-App-Key names the app"
        return {"type": "http", "scheme": "bearer", "bearerFormat": "JWT", "description": description}


class InternalTokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]  # registers itself, untyped
    target_class = "accounts.authentication.InternalToken"
    name = "X-Internal-Token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {"type": "apiKey", "in": "header", "name": "X-Internal-Token"}
