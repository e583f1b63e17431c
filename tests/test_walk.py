"""What every row has in common, walked for each: tokens, doors, ids, methods, bodies, paths."""

import re
from collections.abc import Callable

import pytest

from accounts.models import Account, App, AppStatus
from im.messages.models import Message
from tests.client import Client
from tests.ids import cast, foreign, known, standing, unknown
from tests.im.chat import message_to
from tests.rows import ROWS, call, path_of, routes, served

__all__ = ["cast", "foreign", "known", "standing", "unknown"]

pytestmark = pytest.mark.usefixtures("standing")

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
EVERY = pytest.mark.parametrize("name", ROWS)
MIB = 1024 * 1024
KEY = re.compile(rb'"messageKey":"[^"]*"|"messageIds":{[^}]*}')  # another for each call


def rows(**wanted: object) -> pytest.MarkDecorator:
    """The rows with these doors, with a body, or with an id in them."""
    names = [name for name, row in ROWS.items() if row.door in str(wanted.get("doors", "PUATIKB"))]
    if "body" in wanted:
        names = [name for name in names if ROWS[name].body is not None]
    if "ids" in wanted:
        names = [name for name in names if ROWS[name].has_id and ROWS[name].missing]
    return pytest.mark.parametrize("name", names)


def test_every_row_that_is_served_is_walked() -> None:
    assert served().keys() == ROWS.keys()


@EVERY
def test_its_example_is_a_good_one(name: str, known: dict[str, str], cast: Callable[[str], Client]) -> None:
    assert call(cast(ROWS[name].who), name, known).ok


@rows(doors="UATIKB")
def test_without_a_credential_it_is_401(name: str, known: dict[str, str], anonymous: Client) -> None:
    answer = call(anonymous, name, known)
    assert answer.refused(401, "70003")
    assert answer.headers["WWW-Authenticate"]


@rows(doors="UATIKB")
def test_with_a_token_of_nothing_it_is_401(name: str, known: dict[str, str]) -> None:
    for credential in ("Bearer x", "Bearer ", "Bearer a.b.c", "bearer x", "Basic eDp5", "x"):
        assert call(Client({"Authorization": credential}), name, known).refused(401, "70003"), credential
    assert call(Client({"X-Internal-Token": "x"}), name, known).refused(401, "70003")


@rows(doors="A")
def test_an_ordinary_account_does_not_reach_the_admins_rows(
    name: str, known: dict[str, str], as_alice: Client
) -> None:
    assert call(as_alice, name, known).refused(403, "60010")


@rows(doors="UAKB")
def test_the_internal_token_is_for_internal_rows(
    name: str, known: dict[str, str], as_internal: Client
) -> None:
    assert call(as_internal, name, known).refused(401, "70003")


@rows(doors="TI")
def test_an_apps_credentials_do_not_reach_above_it(
    name: str, known: dict[str, str], as_root: Client, as_server: Client
) -> None:
    for client in (as_root, as_server):
        assert call(client, name, known).refused(401, "70003")


@rows(doors="K")
def test_the_app_is_named_in_header_query_or_body(
    name: str, known: dict[str, str], as_phone: Client, anonymous: Client
) -> None:
    row = ROWS[name]
    assert call(as_phone, name, known).ok
    assert call(anonymous, name, known, query={**row.query, "appKey": "acme"}).ok
    if row.body is not None:
        assert call(anonymous, name, known, body={**row.body, "appKey": "acme"}).ok


@rows(doors="KB")
def test_an_unknown_app_is_401_and_one_that_is_switched_off_403(
    name: str, known: dict[str, str], cast: Callable[[str], Client], acme: App
) -> None:
    client = cast(ROWS[name].who)
    for app_key in ("nope", "x" * 100, "\x00"):
        stranger = Client({**client.headers, "X-App-Key": app_key})
        assert call(stranger, name, known).refused(401, "70014"), app_key
    App.objects.filter(pk=acme.pk).update(status=AppStatus.DISABLED)
    assert call(client, name, known).refused(403, "70051")


@rows(doors="KB")
def test_an_app_has_one_name_and_it_is_no_app_id(
    name: str, known: dict[str, str], cast: Callable[[str], Client], anonymous: Client, other: App
) -> None:
    row, client = ROWS[name], cast(ROWS[name].who)
    assert call(client, name, known, query={**row.query, "appKey": "other"}).refused(400, "10004", "appKey")
    assert call(anonymous, name, known, query={**row.query, "appId": "1"}).refused(400, "10004", "appId")
    if row.body is not None:
        for app_key in ("other", 7):
            body = {**row.body, "appKey": app_key}
            assert call(client, name, known, body=body).refused(400, "10004", "appKey")
        assert call(anonymous, name, known, body={**row.body, "appId": "1"}).refused(400, "10004", "appId")


@rows(doors="KB")
def test_a_secret_that_is_shown_is_the_right_one(name: str, known: dict[str, str], as_phone: Client) -> None:
    for secret in ("", "x", "é"):
        client = Client({**as_phone.headers, "X-App-Secret": secret})
        assert call(client, name, known).refused(401, "70009"), secret


@rows(doors="B")
def test_the_app_key_alone_is_no_back_end(name: str, known: dict[str, str], as_phone: Client) -> None:
    assert call(as_phone, name, known).refused(401, "70009")


@rows(doors="UA")
def test_naming_another_app_is_401(name: str, known: dict[str, str], as_root: Client, other: App) -> None:
    for app_key in ("other", "nope"):
        client = Client({**as_root.headers, "X-App-Key": app_key})
        assert call(client, name, known).refused(401, "70014")


@rows(ids=True)
def test_an_unknown_id_is_not_there(
    name: str, known: dict[str, str], unknown: dict[str, str], cast: Callable[[str], Client]
) -> None:
    assert call(cast(ROWS[name].who), name, {**known, **unknown}).code == ROWS[name].missing


@rows(ids=True)
def test_another_apps_id_answers_byte_for_byte_like_an_unknown_one(
    name: str,
    known: dict[str, str],
    unknown: dict[str, str],
    foreign: dict[str, str],
    cast: Callable[[str], Client],
) -> None:
    client = cast({"as_chief": "as_operator"}.get(ROWS[name].who, ROWS[name].who))  # all apps are a chief's
    before = Message.objects.count()
    strange = KEY.sub(b"", call(client, name, {**known, **foreign}).raw)
    for kind, value in foreign.items():
        strange = strange.replace(f'"{value}"'.encode(), f'"{unknown[kind]}"'.encode())
    assert strange == KEY.sub(b"", call(client, name, {**known, **unknown}).raw)
    assert Message.objects.count() == before


@EVERY
def test_slash_or_no_slash_it_answers(
    name: str, known: dict[str, str], cast: Callable[[str], Client]
) -> None:
    assert call(cast(ROWS[name].who), name, known, url=path_of(name, known) + "/").ok


@rows(body=True)
def test_a_body_of_another_type_is_415(
    name: str, known: dict[str, str], cast: Callable[[str], Client]
) -> None:
    client = cast(ROWS[name].who)
    for content_type in ("text/plain", "application/x-www-form-urlencoded", "application/xml", "nonsense"):
        answer = call(client, name, known, raw=b"{}", content_type=content_type)
        assert answer.refused(415, "90415"), content_type


@rows(body=True)
def test_a_body_that_is_no_json_object_is_400(
    name: str, known: dict[str, str], cast: Callable[[str], Client]
) -> None:
    client = cast(ROWS[name].who)
    for raw in (b"{", b"[]", b"null", b'"x"', b"1", b"nonsense", b"{'a':1}", b'{"a":1}{"b":2}'):
        assert call(client, name, known, raw=raw).refused(400, "10004"), raw


@rows(body=True)
def test_a_body_that_is_too_large_is_413(
    name: str, known: dict[str, str], cast: Callable[[str], Client]
) -> None:
    raw = b'{"x":"' + b"x" * MIB + b'"}'
    assert call(cast(ROWS[name].who), name, known, raw=raw).refused(413, "90413")


@pytest.mark.parametrize(("template", "allowed"), list(routes()))
def test_other_methods_are_405(template: str, allowed: list[str], as_root: Client) -> None:
    """Before anything else, also without a credential: the paths themselves are no secret."""
    known = {method for path, methods in routes() if path == template for method in methods}
    for method in sorted(set(METHODS) - known):
        for client in (as_root, Client()):
            answer = client.call(method, template.replace("{", "").replace("}", ""), body={})
            assert answer.refused(405, "90405"), method
            assert set(answer.headers["Allow"].split(", ")) - {"HEAD"} == known


@pytest.mark.parametrize(
    "path",
    [
        "/api/",
        "/api/im",
        "/api/im/",
        "/api/im/nope",
        "/api/im/accounts",
        "/api/im/accounts/a/b",
        "/api/im/accounts//exists",
        "/api/platform/nope",
        "/api/%00",
        "/api/im/messages/send/x",
        "/api/im/AUTH/login",
    ],
)
def test_an_unknown_path_is_404_in_the_envelope(path: str, as_alice: Client) -> None:
    for client in (as_alice, Client()):
        assert client.get(path).refused(404, "90404")
        assert client.post(path, {}).refused(404, "90404")


def test_a_foreign_peer_gets_no_message(as_alice: Client, as_dave: Client, dave: Account) -> None:
    before = as_dave.get("/api/im/conversations").items
    assert as_alice.post("/api/im/messages/send", message_to("dave")).refused(404, "20003")
    assert as_dave.get("/api/im/conversations").items == before
