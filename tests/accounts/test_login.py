"""Row 1, POST /api/im/auth/login."""

import time
from collections.abc import Callable
from datetime import timedelta
from urllib.parse import quote

import pytest
from django.utils import timezone
from TLSSigAPIv2 import TLSSigAPIv2

from accounts import tokens
from accounts.actions.apps import Made
from accounts.models import Account, AccountStatus, App, Identifier, Session
from journal.facts import Fact
from tests.client import Answer, Client
from tests.generators import NpmGenerator, npm_generator

__all__ = ["npm_generator"]

LOGIN = "/api/im/auth/login"
Sig = Callable[..., str]


def login(client: Client, sig: str, user_id: str = "alice", **more: object) -> Answer:
    return client.post(LOGIN, {"appKey": "acme", "userId": user_id, "userSig": sig, **more})


def configure(app: App, **changed: object) -> None:
    app.changed_settings = changed
    app.save()


def test_it_answers_a_token_that_works(anonymous: Client, alice: Account, user_sig: Sig) -> None:
    answer = login(anonymous, user_sig("alice"), platform="IOS", deviceId="phone-1")
    assert answer.ok
    assert answer.data["tokenType"] == "Bearer"
    assert answer.data["expiresIn"] == 604_800
    assert answer.data["userId"] == "alice"
    assert answer.data["admin"] is False
    assert answer.data["account"]["nickname"] == "Alice"
    assert answer.data["wsUrl"].endswith("/ws/im")
    assert abs(answer.data["serverTime"] - time.time() * 1000) < 60_000
    me = Client({"Authorization": f"Bearer {answer.data['token']}"})
    assert me.get("/api/im/accounts/alice").data["status"] == "ACTIVE"


def test_the_token_says_what_the_contract_says(anonymous: Client, alice: Account, user_sig: Sig) -> None:
    answer = login(anonymous, user_sig("alice"), platform="IOS", deviceId="phone-1")
    claims = tokens.verify(tokens.IM, answer.data["token"])
    session = Session.objects.get()
    assert {claims[key] for key in ("app", "sub", "plt", "dev")} == {"acme", "alice", "IOS", "phone-1"}
    assert claims["jti"] == session.jti
    assert claims["exp"] - claims["iat"] == 604_800
    assert answer.data["expiresAt"] == claims["exp"] * 1000 == session.expires_at.timestamp() * 1000


def test_the_sig_may_come_in_the_query_alone(anonymous: Client, alice: Account, user_sig: Sig) -> None:
    answer = anonymous.post(LOGIN, userSig=user_sig("alice"))
    assert answer.ok
    assert answer.data["userId"] == "alice"


def test_query_and_body_may_be_mixed(anonymous: Client, alice: Account, user_sig: Sig) -> None:
    answer = anonymous.post(LOGIN, {"userSig": user_sig("alice")}, appKey="acme", userId="alice", tokenTtl=60)
    assert answer.ok
    assert answer.data["expiresIn"] == 60


def test_sigs_of_the_fields_generators_are_good(
    anonymous: Client, made: Made, alice: Account, npm_generator: NpmGenerator
) -> None:
    for sig in (
        TLSSigAPIv2(made.app.sdk_app_id, made.secret_key).gen_sig("alice"),
        npm_generator.sig(app=made.app.sdk_app_id, key=made.secret_key, user="alice", expire=86_400),
    ):
        assert login(anonymous, sig).ok
        assert anonymous.call("POST", LOGIN, query=f"userSig={quote(sig)}").ok


def test_a_new_account_is_made(anonymous: Client, acme: App, user_sig: Sig) -> None:
    answer = login(anonymous, user_sig("newcomer"), "newcomer")
    assert answer.ok
    assert answer.data["account"]["nickname"] == ""
    assert Account.objects.get().user_id == "newcomer"


def test_a_new_account_is_not_made_where_the_app_forbids_it(
    anonymous: Client, acme: App, user_sig: Sig
) -> None:
    configure(acme, autoCreate=False)
    assert login(anonymous, user_sig("newcomer"), "newcomer").refused(404, "70107")
    assert not Account.objects.exists()


def test_an_administrator_is_told_so(anonymous: Client, root: Account, user_sig: Sig) -> None:
    assert login(anonymous, user_sig("root"), "root").data["admin"] is True


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "userSig"),
        ({"userSig": ""}, "userSig"),
        ({"userSig": 7}, "userSig"),
        ({"userSig": None}, "userSig"),
        ({"userSig": "x" * 4097}, "userSig"),
        ({"userSig": "x", "userId": "a b"}, "userId"),
        ({"userSig": "x", "userId": "x" * 65}, "userId"),
        ({"userSig": "x", "userId": ""}, "userId"),
        ({"userSig": "x", "userId": "platform"}, "userId"),
        ({"userSig": "x", "userId": "search"}, "userId"),
        ({"userSig": "x", "userId": "@G-1"}, "userId"),
        ({"userSig": "x", "platform": "ios"}, "platform"),
        ({"userSig": "x", "platform": "AMIGA"}, "platform"),
        ({"userSig": "x", "deviceId": "d" * 129}, "deviceId"),
        ({"userSig": "x", "deviceId": 1}, "deviceId"),
        ({"userSig": "x", "tokenTtl": 9}, "tokenTtl"),
        ({"userSig": "x", "tokenTtl": "60"}, "tokenTtl"),
        ({"userSig": "x", "tokenTtl": 2**63 - 1}, "tokenTtl"),
    ],
)
def test_it_refuses_bad_parameters(anonymous: Client, acme: App, body: dict[str, object], field: str) -> None:
    assert anonymous.post(LOGIN, body).refused(400, "10004", field)


def test_a_sigs_identifier_must_be_a_user_id(anonymous: Client, acme: App, user_sig: Sig) -> None:
    for identifier in ("a b", "platform", "x" * 65):
        answer = anonymous.post(LOGIN, {"userSig": user_sig(identifier)})
        assert answer.refused(400, "10004", "userId")


def test_the_longest_names_are_good(anonymous: Client, acme: App, user_sig: Sig) -> None:
    user_id = "x" * 64
    answer = login(anonymous, user_sig(user_id), user_id, deviceId="é" * 128)
    assert answer.ok


def test_it_refuses_bad_sigs_by_their_reason(
    anonymous: Client, made: Made, alice: Account, user_sig: Sig
) -> None:
    now = int(time.time())
    assert login(anonymous, "nonsense").refused(401, "70003")
    assert login(anonymous, user_sig("alice", secret="0" * 64)).refused(401, "70009")
    assert login(anonymous, user_sig("bob")).refused(401, "70013")
    assert login(anonymous, user_sig("alice", expire=60, issued_at=now - 61)).refused(401, "70001")
    assert login(anonymous, user_sig("alice", issued_at=now + 400)).refused(401, "70003")
    assert login(anonymous, user_sig("alice", issued_at=now + 250)).ok


def test_it_refuses_another_apps_sig_and_unknown_apps(
    anonymous: Client, acme: App, other: App, user_sig: Sig
) -> None:
    sig = user_sig("alice")
    assert anonymous.post(LOGIN, {"appKey": "other", "userId": "alice", "userSig": sig}).refused(401, "70014")
    assert anonymous.post(LOGIN, {"appKey": "nope", "userId": "alice", "userSig": sig}).refused(401, "70014")
    acme.status = "DISABLED"
    acme.save()
    assert login(anonymous, sig).refused(401, "70014")
    assert anonymous.post(LOGIN, userSig=sig).refused(401, "70014")


def test_a_disabled_or_deleted_account_stays_out(anonymous: Client, alice: Account, user_sig: Sig) -> None:
    for status in (AccountStatus.DISABLED, AccountStatus.DELETED):
        Account.objects.update(status=status)
        assert login(anonymous, user_sig("alice")).refused(403, "70051")
        assert login(anonymous, user_sig("alice", secret="0" * 64)).refused(401, "70009")
    assert not Session.objects.exists()


def test_a_kick_kills_the_sigs_of_its_second_and_before(
    anonymous: Client, alice: Account, user_sig: Sig
) -> None:
    now = int(time.time())
    Account.objects.update(sig_not_before=now)
    assert login(anonymous, user_sig("alice", issued_at=now - 1)).refused(401, "70052")
    assert login(anonymous, user_sig("alice", issued_at=now)).refused(401, "70052")
    assert login(anonymous, user_sig("alice", issued_at=now + 1)).ok


def test_an_id_that_a_group_has_is_no_users(anonymous: Client, acme: App, user_sig: Sig) -> None:
    Identifier.objects.create(app=acme, name="team", kind="GROUP")
    assert login(anonymous, user_sig("team"), "team").refused(400, "10004", "userId")


def test_a_sig_of_the_former_secret_is_good_while_the_rotation_lasts(
    anonymous: Client, made: Made, alice: Account, user_sig: Sig
) -> None:
    app = made.app
    app.previous_secret_key, app.secret_key = app.secret_key, app.app_secret
    app.previous_secret_until = timezone.now() + timedelta(minutes=1)
    app.save()
    assert login(anonymous, user_sig("alice")).ok
    app.previous_secret_until = timezone.now()
    app.save()
    assert login(anonymous, user_sig("alice")).refused(401, "70009")


def test_the_life_of_a_token_is_at_most_the_apps(
    anonymous: Client, alice: Account, acme: App, user_sig: Sig
) -> None:
    configure(acme, tokenTtl=3600)
    assert login(anonymous, user_sig("alice")).data["expiresIn"] == 3600
    assert login(anonymous, user_sig("alice"), tokenTtl=3600).ok
    assert login(anonymous, user_sig("alice"), tokenTtl=3601).refused(400, "10004", "tokenTtl")
    assert login(anonymous, user_sig("alice"), tokenTtl=10).data["expiresIn"] == 10


def test_a_login_is_told_without_the_token(
    anonymous: Client, alice: Account, user_sig: Sig, facts: list[Fact]
) -> None:
    answer = login(anonymous, user_sig("alice"), platform="MAC", deviceId="desk")
    (fact,) = facts
    assert fact.type == "user.login"
    assert fact.data == {
        "userId": "alice",
        "platform": "MAC",
        "deviceId": "desk",
        "ip": "127.0.0.1",
        "operatorId": "alice",
    }
    assert answer.data["token"] not in str(fact)
    alice.refresh_from_db()
    assert alice.last_login_at is not None


def test_a_refused_login_leaves_nothing(
    anonymous: Client, acme: App, user_sig: Sig, facts: list[Fact]
) -> None:
    assert login(anonymous, user_sig("newcomer"), "newcomer", tokenTtl=7_000_000).refused(400)
    assert not Account.objects.exists()
    assert not Session.objects.exists()
    assert not facts
