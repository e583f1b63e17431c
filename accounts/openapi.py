"""The ways in, as the OpenAPI document names them."""

from typing import Any

from drf_spectacular.drainage import set_override
from drf_spectacular.extensions import OpenApiAuthenticationExtension

from accounts.authentication import Door

set_override(Door, "suppress_collision_warning", True)  # several doors have a header in common


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
    match_subclasses = True
    name = ["X-App-Key", "X-App-Secret"]

    def get_security_definition(self, auto_schema: Any) -> list[dict[str, str]]:
        return [{"type": "apiKey", "in": "header", "name": header} for header in self.name]

    def get_security_requirement(self, auto_schema: Any) -> dict[str, list[str]]:
        return {header: [] for header in self.name}


class AppKeyScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]  # registers itself, untyped
    """The query's or the body's `appKey` does as well, which OpenAPI has no words for."""

    target_class = "accounts.app_keys.AppKey"
    name = "X-App-Key"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {"type": "apiKey", "in": "header", "name": "X-App-Key"}


class AppKeyAndSecretScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]  # registers itself, untyped
    """The secret, or a signature with it: either all of the one or all of the other."""

    target_class = "accounts.app_keys.AppKeyAndSecret"
    match_subclasses = True
    name = ["X-App-Key", "X-App-Secret", "X-App-Timestamp", "X-App-Nonce", "X-App-Sign"]

    def get_security_definition(self, auto_schema: Any) -> list[dict[str, str]]:
        return [{"type": "apiKey", "in": "header", "name": header} for header in self.name]

    def get_security_requirement(self, auto_schema: Any) -> list[dict[str, list[str]]]:
        key, secret, *signature = self.name
        return [{key: [], secret: []}, {header: [] for header in (key, *signature)}]


class OperatorTokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]  # registers itself, untyped
    target_class = "accounts.authentication.OperatorToken"
    match_subclasses = True
    name = "platform_jwt"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        description = "from /api/platform/auth/token; X-App-Key names the app"
        return {"type": "http", "scheme": "bearer", "bearerFormat": "JWT", "description": description}


class InternalTokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]  # registers itself, untyped
    target_class = "accounts.authentication.InternalToken"
    name = "X-Internal-Token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {"type": "apiKey", "in": "header", "name": "X-Internal-Token"}
