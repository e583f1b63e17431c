"""Who calls: the credential that goes with each request, and how a token that has expired is made anew."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol, TypedDict

from hongyan.errors import EXPIRED, HongyanError, Unauthenticated

LOGIN = "/api/im/auth/login"
REFRESH = "/api/platform/auth/refresh"


@dataclass(frozen=True, slots=True)
class Credential:
    """Headers, and the im_jwt for the socket where there is one."""

    headers: Mapping[str, str] = field(default_factory=dict)
    token: str | None = None


class Credentials(TypedDict, total=False):
    """What a client may be given; one kind of them."""

    token: str
    app_key: str
    app_secret: str
    operator_token: str
    internal_token: str


class Renewal(Protocol):
    def request(self) -> tuple[str, str, dict[str, Any]]: ...

    def credential(self, answer: Mapping[str, Any]) -> Credential: ...


@dataclass(frozen=True, slots=True)
class Login:
    """An account's, by a UserSig; where it is made by a function, each login gets a fresh one."""

    user_sig: str | Callable[[], str]
    fields: Mapping[str, Any]

    def request(self) -> tuple[str, str, dict[str, Any]]:
        sig = self.user_sig if isinstance(self.user_sig, str) else self.user_sig()
        return "POST", LOGIN, {**self.fields, "userSig": sig}

    def credential(self, answer: Mapping[str, Any]) -> Credential:
        return bearer(answer["token"])


@dataclass(slots=True)
class Refresh:
    """An operator's, by the refresh token of the last pair."""

    token: str
    app_key: str | None

    def request(self) -> tuple[str, str, dict[str, Any]]:
        return "POST", REFRESH, {"refresh": self.token}

    def credential(self, answer: Mapping[str, Any]) -> Credential:
        self.token = answer["refresh"]
        return operator(answer["access"], self.app_key)


class Sender(Protocol):
    """A socket wants to know what its session sends over HTTP: the server does not tell it."""

    def sends(self, client_msg_id: str) -> None: ...

    def sent(self, message: Mapping[str, Any]) -> None: ...


@dataclass(slots=True)
class Session:
    """What a client shares with those that act for others through it."""

    credential: Credential = field(default_factory=Credential)
    renewal: Renewal | None = None
    ws_url: str | None = None
    sockets: list[Sender] = field(default_factory=list)

    def headers(self) -> Mapping[str, str]:
        return self.credential.headers

    def renews(self, problem: HongyanError) -> bool:
        """A session that was ended (kicked, replaced) is not taken up again behind anybody's back."""
        expired = isinstance(problem, Unauthenticated) and problem.status == EXPIRED
        return expired and self.renewal is not None

    def renewed(self, answer: Mapping[str, Any]) -> None:
        if self.renewal is not None:
            self.credential = self.renewal.credential(answer)
            self.ws_url = answer.get("wsUrl", self.ws_url)


def bearer(token: str) -> Credential:
    return Credential({"Authorization": f"Bearer {token}"}, token)


def server(app_key: str, app_secret: str) -> Credential:
    return Credential({"X-App-Key": app_key, "X-App-Secret": app_secret})


def operator(token: str, app_key: str | None) -> Credential:
    return Credential({"Authorization": f"Bearer {token}", **({"X-App-Key": app_key} if app_key else {})})


def internal(token: str) -> Credential:
    return Credential({"X-Internal-Token": token})


def chosen(given: Credentials) -> Credential:
    """The one that was given; none is fine for those who are going to log in."""
    kinds = given.keys() - {"app_key"}
    if len(kinds) > 1:
        raise ValueError(f"give one of {', '.join(sorted(kinds))}")
    app_key = given.get("app_key")
    if "token" in given:
        return bearer(given["token"])
    if "app_secret" in given:
        if app_key is None:
            raise ValueError("app_secret goes with app_key")
        return server(app_key, given["app_secret"])
    if "operator_token" in given:
        return operator(given["operator_token"], app_key)
    return internal(given["internal_token"]) if "internal_token" in given else Credential()
