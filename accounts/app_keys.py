"""An app's own two ways in: its appKey, which every copy of it has, and its secret, shown or signed with."""

from rest_framework.request import Request

from accounts import signed
from accounts.authentication import Door, app_by_key
from accounts.callers import Caller
from accounts.models import App, AppStatus
from config.api.errors import BadParameter, Forbidden, Unauthenticated
from config.api.status import ACCOUNT_DISABLED, OTHER_APP, SIGNATURE_MISMATCH


def one_name(request: Request, *, in_body: bool = True) -> str:
    """The appKey of header, query and body, `""` where there is none; 400 where they differ."""
    places = [request.META.get("HTTP_X_APP_KEY"), *request.query_params.getlist("appKey")]
    if in_body:
        places.append(_in_body(request, "appKey"))
    named = {place for place in places if place}
    if len(named) > 1:
        raise BadParameter("appKey", "X-App-Key, the query's appKey and the body's differ")
    return next(iter(named), "")


def app_named(request: Request) -> App | None:
    """None where no app is named. 401 `70014` an unknown one, 403 `70051` one that is switched off."""
    named = one_name(request)
    if not named:
        _refuse_app_id(request)
        return None
    app = app_by_key(named)
    if app is None:
        if "\x00" not in named and App.objects.filter(app_key=named, status=AppStatus.DISABLED).exists():
            raise Forbidden(ACCOUNT_DISABLED, "the app is switched off")
        raise Unauthenticated(OTHER_APP, "no such app")
    return app


def _refuse_app_id(request: Request) -> None:
    if "appId" in request.query_params or _in_body(request, "appId"):
        raise BadParameter("appId", "use appKey: an appId is a vendor's")


def secret_shown(app: App, request: Request) -> bool:
    """Whether there is an `X-App-Secret`; 401 `70009` where it is not the app's."""
    secret = request.META.get("HTTP_X_APP_SECRET")
    if secret is not None and not app.accepts_secret(secret):
        raise Unauthenticated(SIGNATURE_MISMATCH, "wrong X-App-Secret")
    return secret is not None


class AppKey(Door):
    """The appKey alone; with `X-App-Secret` it is the app's server."""

    def authenticate(self, request: Request) -> tuple[Caller, str] | None:
        app = app_named(request)
        if app is None:
            return None
        caller = Caller(role="S" if secret_shown(app, request) else "K", app=app)
        return self.from_where(caller, request), app.app_key


class AppKeyAndSecret(Door):
    """The app's server: by `X-App-Secret`, or by a signature with it, so that it stays at home."""

    def authenticate(self, request: Request) -> tuple[Caller, str] | None:
        app = app_named(request)
        if app is None:
            return None
        if not secret_shown(app, request) and not signed.by(app, request):
            return self.from_where(self.keyed(app, request), request), app.app_key
        return self.from_where(Caller(role="S", app=app), request), app.app_key

    def keyed(self, app: App, request: Request) -> Caller:
        """Who came with the appKey alone: nobody, unless a row says otherwise."""
        raise Unauthenticated(SIGNATURE_MISMATCH, "this call needs X-App-Secret, or X-App-Sign")


def _in_body(request: Request, name: str) -> str:
    body = request.data
    value = body.get(name) if isinstance(body, dict) else None
    if value is not None and not isinstance(value, str):
        raise BadParameter(name, "must be a string")
    return value or ""
