"""The wall: nobody reaches rows that are not his, whatever id he names and wherever he names it.

Whoever calls is at home in app acme, if anywhere; the ids he tries are those of app other. The cases are made
from the URL table, the rows' examples (`tests/rows.py`) and the OpenAPI document: a new row is tried without
further ado. Where it answers an unknown id with something else than 404, it says so here.
"""

import re
from collections.abc import Callable

import pytest
from django.db import transaction
from pytest_django.fixtures import Settings

from accounts.actions.sessions import open_session
from accounts.models import Account, AccountStatus, App, EndReason, Mandate, Operator, OperatorRole, Session
from journal.facts import Fact
from tests import wall
from tests.client import Answer, Client
from tests.conftest import bearer_of
from tests.ids import cast, foreign, known, unknown
from tests.rows import ROWS
from tests.standing import Standing
from tests.wall import Place, ask, places

__all__ = ["cast", "foreign", "known", "unknown"]

PLACES = list(places())
# Who tries, and what he is told at each door; None: what an unknown id is told. At door K whoever names an
# app is a phone of that app, an operator too.
NO_CREDENTIAL, ENDED, EXPIRED, TOO_LOW = (401, "70003"), (401, "70052"), (401, "70001"), (403, "60010")
NO_SECRET = (401, "70009")
STRANGERS: dict[str, dict[str, tuple[int, str] | None]] = {
    "member": {"P": None, "U": None, "A": TOO_LOW} | dict.fromkeys("TIKB", NO_CREDENTIAL),
    "admin": {"P": None, "U": None, "A": None} | dict.fromkeys("TIKB", NO_CREDENTIAL),
    "server": dict.fromkeys("PUAKB") | dict.fromkeys("TI", NO_CREDENTIAL),
    "phone": {"P": None, "K": None, "B": NO_SECRET} | dict.fromkeys("UATI", NO_CREDENTIAL),
    "operator": dict.fromkeys("PUAT") | {"I": NO_CREDENTIAL, "B": NO_SECRET},
    "operator without the app": {"P": None, "I": NO_CREDENTIAL, "B": NO_SECRET}
    | dict.fromkeys("UAT", TOO_LOW),
    "anonymous": {"P": None} | dict.fromkeys("UATIKB", NO_CREDENTIAL),
    "disabled": {"P": None} | dict.fromkeys("UA", ENDED) | dict.fromkeys("TIKB", NO_CREDENTIAL),
    "kicked": {"P": None} | dict.fromkeys("UA", ENDED) | dict.fromkeys("TIKB", NO_CREDENTIAL),
    "expired": {"P": None} | dict.fromkeys("UA", EXPIRED) | dict.fromkeys("TIKB", NO_CREDENTIAL),
}
AT_HOME = {"member": "as_alice", "admin": "as_root", "server": "as_server", "operator": "as_operator"}
AT_HOME |= {"phone": "as_phone"}
# Where an unknown id is no 404, beside the rows whose `missing` says so: it is a failed or an empty item,
# is left out, or is somebody yet to come.
OTHERWISE = {
    "POST /api/im/auth/login body userId": 401,
    "POST /api/im/accounts/import body userId": 200,
    "POST /api/im/accounts/import/batch body userIds.[]": 200,
    "POST /api/im/accounts/import/batch body accounts.[].userId": 200,
    "POST /api/im/messages/send body atUserIds.[]": 200,
    "POST /api/im/messages/send body quoteId": 400,
    "GET /api/im/messages/group-history/{groupId} query fromId": 200,
    "GET /api/im/messages/search query fromId": 200,
    "GET /api/im/messages/offline/count query targetId": 200,
    "POST /api/im/messages/offline body cursors.[].targetId": 200,
    "POST /api/im/messages/offline body ack.[].targetId": 200,
    "POST /api/im/blacklist body userId": 200,
    "POST /api/im/groups body groupId": 200,
    "POST /api/im/groups body members.[].userId": 200,
    "POST /api/im/groups/{groupId}/members body userId": 200,
    "POST /api/im/groups/{groupId}/members body userIds.[]": 200,
    "POST /api/im/groups/{groupId}/members/batch body userIds.[]": 200,
    "DELETE /api/im/groups/{groupId}/members/{targetUserId} path targetUserId": 200,
    "POST /api/im/groups/{groupId}/members/batch/remove body userIds.[]": 200,
    "POST /api/im/groups/{groupId}/owner body newOwnerId": 400,
    "POST /api/im/groups/{groupId}/mute body userIds.[]": 200,
    "POST /api/im/groups/{groupId}/join-requests/batch/accept body requestIds.[]": 200,
    "POST /api/im/groups/{groupId}/join-requests/batch/reject body requestIds.[]": 200,
    "PUT /api/im/admin/groups/{groupId}/owner body newOwnerId": 400,
    "POST /api/im/admin/users/kick body userIds.[]": 200,
    "GET /api/im/admin/groups/{groupId}/read-receipts query messageIds": 200,
    "GET /api/im/admin/operation-logs query operatorId": 200,
    "GET /api/im/admin/operation-logs query targetId": 200,
    "GET /api/im/admin/webhook-deliveries query webhookId": 200,
    "POST /api/im/admin/webhooks body filters.groupIds.[]": 200,
    "POST /api/im/admin/webhooks body filters.userIds.[]": 200,
    "PUT /api/im/admin/webhooks/{id} body filters.groupIds.[]": 200,
    "PUT /api/im/admin/webhooks/{id} body filters.userIds.[]": 200,
    "POST /api/push/register body userId": 200,
    "GET /api/push/admin/device-logs query userId": 200,
    "POST /api/push/receive-push body userId": 200,
    "POST /api/push/receive-push body pushId": 200,
    "POST /api/push/receive-push body taskId": 200,
    "POST /api/push/receive-push body events.[].userId": 200,
    "POST /api/push/receive-push body events.[].taskId": 200,
    "DELETE /api/push/unregister query userId": 200,
    "POST /api/push/send body requestId": 200,
    "POST /api/push/admin/send body requestId": 200,
    "POST /api/push/send body userId": 200,
    "POST /api/push/admin/send body userId": 200,
    "POST /api/push/send body userIds.[]": 200,
    "POST /api/push/admin/send body userIds.[]": 200,
    "POST /api/push/send body audience.userIds.[]": 200,
    "POST /api/push/admin/send body audience.userIds.[]": 200,
    "POST /api/push/send body audience.deviceIds.[]": 200,
    "POST /api/push/admin/send body audience.deviceIds.[]": 200,
}
# What is not a member's to name: he is told so before anything is looked up.
ABOVE_MEMBERS = {
    "PUT /api/im/accounts/{userId} path userId",
    "POST /api/im/messages/send body fromId",
    "GET /api/im/messages/history/{toId} query userId",
    "GET /api/im/messages/group-history/{groupId} query userId",
    "GET /api/im/messages/search query userId",
    "GET /api/im/groups query userId",
    "POST /api/im/groups body ownerId",
}
# Rows that need nobody to act for: the message, the app or another field says it all.
NO_ACTOR = {
    "GET /api/im/accounts/{userId}",
    "PUT /api/im/accounts/{userId}",
    "GET /api/im/accounts/search",
    "GET /api/im/accounts/{userId}/exists",
    "POST /api/im/messages/send",
    "POST /api/im/messages/{messageId}/revoke",
    "PUT /api/im/messages/{messageId}",
    "GET /api/im/groups/public",
    "POST /api/im/groups",
}
# In what way two calls differ that both did the same.
OF_THE_MOMENT = re.compile(
    rb'"(?:id|conversationId|clientMsgId|userSig|secret|secretHint|serverTime|requestId|taskId)":"?[^",}]*|"\w+(?:At|Time|Until)":\d+|"@G-[\w-]+"'
    rb'|"messageKey":"[\w-]+"|"messageIds":{[^}]*}'
)


def test_there_are_enough_cases() -> None:
    assert len(PLACES) * len(STRANGERS) >= 1_500


def test_every_name_that_looks_like_an_id_is_known() -> None:
    assert wall.unnamed() == set()


def test_every_exception_is_of_a_place_that_is_there() -> None:
    assert {*OTHERWISE, *ABOVE_MEMBERS} <= set(map(str, PLACES))
    assert set(ROWS) >= NO_ACTOR


@pytest.mark.parametrize("stranger", STRANGERS)
def test_nobody_reaches_what_is_not_his(
    stranger: str,
    client_of: Callable[[str], Client],
    known: dict[str, str],
    foreign: dict[str, str],
    unknown: dict[str, str],
    other: App,
    facts: list[Fact],
    settings: Settings,
) -> None:
    settings.LIMITS_OFF = True
    client = client_of(stranger)
    standing = Standing(other.pk)
    problems = []
    for place in PLACES:
        if ROWS[place.row].door not in STRANGERS[stranger]:
            continue
        told = STRANGERS[stranger][ROWS[place.row].door]
        if stranger == "phone" and "/api/push/admin/" in place.row:
            told = NO_SECRET  # an appKey is known there, and not enough
        trial = Trial(client, stranger, place, known, standing, other, facts)
        if told is not None:
            problems += trial.turned_away(told, {"known": known, "foreign": foreign})
        elif place.where:
            problems += trial.like_unknown(foreign, unknown)
    assert not problems, "\n".join(problems)


class Trial:
    """One place of one row, tried by one stranger. Whatever a call does is taken back after it."""

    def __init__(
        self,
        client: Client,
        stranger: str,
        place: Place,
        known: dict[str, str],
        standing: Standing,
        attacked: App,
        facts: list[Fact],
    ) -> None:
        self._client, self._stranger, self._place, self._known = client, stranger, place, known
        self._standing, self._attacked, self._facts = standing, attacked, facts
        self._problems: list[str] = []

    def turned_away(self, told: tuple[int, str], tried: dict[str, dict[str, str]]) -> list[str]:
        """The same for all ids, good ones too."""
        answers = {whose: self._ask(ids.get(self._place.kind, "")) for whose, ids in tried.items()}
        for whose, answer in answers.items():
            self._expect(answer.refused(*told), f"{whose} id: {answer}, not {told}")
        self._expect(len({answer.raw for answer in answers.values()}) == 1, f"not alike: {answers}")
        return self._problems

    def like_unknown(self, foreign: dict[str, str], unknown: dict[str, str]) -> list[str]:
        """Byte for byte, but for the id asked for itself."""
        theirs, nobodys = foreign[self._place.kind], unknown[self._place.kind]
        answer, like = self._ask(theirs), self._ask(nobodys)
        raw, expected = answer.raw.replace(f'"{theirs}"'.encode(), f'"{nobodys}"'.encode()), like.raw
        if answer.ok:
            raw, expected = OF_THE_MOMENT.sub(b"", raw), OF_THE_MOMENT.sub(b"", expected)
        self._expect(raw == expected, f"foreign {answer}, unknown {like}")
        self._expect(answer.code == self._expected(), f"not {self._expected()}: {answer}")
        return self._problems

    def _ask(self, value: str) -> Answer:
        self._facts.clear()
        with transaction.atomic():
            answer = ask(self._client, self._place, self._stranger, self._known, value)
            told = [fact.type for fact in self._facts if fact.app_id == self._attacked.pk]
            changed = self._standing.changed(self._attacked.pk if answer.ok else None)
            transaction.set_rollback(True)
        self._expect(not told and not changed, f"{answer.code}, but changed {changed} and told {told}")
        return answer

    def _expected(self) -> int:
        place, row = self._place, ROWS[self._place.row]
        acts = place.steps == ("actAs",)
        if self._stranger == "member" and (acts or str(place) in ABOVE_MEMBERS):
            return 403
        if acts:
            return 200 if place.row in NO_ACTOR else 404
        usual = (row.missing or 200) if place.wanted else 404
        return OTHERWISE.get(str(place), usual)

    def _expect(self, holds: bool, what: str) -> None:
        if not holds:
            self._problems.append(f"{self._place}: {what}")


@pytest.fixture
def client_of(
    request: pytest.FixtureRequest, acme: App, other: App, alice: Account, known: dict[str, str]
) -> Callable[[str], Client]:
    """After `known`, which alice helps to make while she can."""

    def client(stranger: str) -> Client:
        if stranger in AT_HOME:
            found: Client = request.getfixturevalue(AT_HOME[stranger])
            return found
        if stranger == "operator without the app":
            return operator_of(acme, naming=other)
        if stranger == "anonymous":
            return Client()
        return Client({"Authorization": f"Bearer {bad_token(alice, stranger)}"})

    return client


def bad_token(account: Account, why: str) -> str:
    opened = open_session(account, platform="WEB", device_id="", life=-60 if why == "expired" else 3600)
    if why == "kicked":
        Session.objects.filter(pk=opened.session.pk).end(EndReason.ADMIN)
    if why == "disabled":
        Account.objects.filter(pk=account.pk).update(status=AccountStatus.DISABLED)
    return opened.token


def operator_of(app: App, *, naming: App) -> Client:
    operator = Operator.objects.create_user("otto")
    Mandate.objects.create(operator=operator, app=app, role=OperatorRole.ADMINISTRATOR)
    return Client({**bearer_of(operator), "X-App-Key": naming.app_key})
