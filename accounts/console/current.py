"""The app that an operator has chosen to look at. Only superusers may look at all of them at once."""

from typing import Final

from django.http import HttpRequest

from accounts.models import App, Operator

KEY: Final = "console_app"


def operator_of(request: HttpRequest) -> Operator:
    operator = request.user
    assert isinstance(operator, Operator)  # noqa: S101  the site lets only operators in
    return operator


def apps_of(request: HttpRequest) -> list[App]:
    """Those that the operator looks after, asked once a request."""
    found: list[App] | None = getattr(request, "_console_apps", None)
    if found is None:
        found = list(operator_of(request).apps().order_by("name", "id"))
        request._console_apps = found  # type: ignore[attr-defined]  # Django's requests are open
    return found


def current_app(request: HttpRequest) -> App | None:
    """None where a superuser looks at all apps, or where there is no app."""
    apps = apps_of(request)
    chosen = request.session.get(KEY)
    for app in apps:
        if app.pk == chosen:
            return app
    if operator_of(request).is_superuser and len(apps) != 1:
        return None
    return apps[0] if apps else None


def is_of_another(request: HttpRequest, app: App | None) -> bool:
    """Whether a form was filled in about another app than is chosen now, say in another window."""
    said = request.POST.get("console_app")
    return said is not None and said != (app.app_key if app is not None else "")


def choose(request: HttpRequest, app: App | None) -> None:
    request.session[KEY] = app.pk if app is not None else None
