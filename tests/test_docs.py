"""The documentation, held against the code: links, commands, variables, sub-codes, calls, events."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.urls import URLPattern, URLResolver, get_resolver

from accounts.authentication import caller_of_token
from accounts.models import Account, App
from config.api import status
from im import events
from im.conversations import frames
from journal.facts import Fact
from journal.names import BEFORE
from journal.outbox import record
from push import events as push_events
from tests.client import Client
from tests.im.chat import say
from tests.push.devices import make_delivery, make_device
from tests.webhooks.endpoints import make_endpoint
from webhooks.alerts import open_alert
from webhooks.events import test as webhook_test
from webhooks.models import AlertLevel, AlertType

ROOT = Path(__file__).parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("clients/*/README.md")])
LINK = re.compile(r"\]\(([^)\s]+)\)")
ANCHOR = re.compile(r"^#+ (.+)$", re.M)
CALL = re.compile(r"^\| `(GET|POST|PUT|DELETE) (/api/[^`]+)`", re.M)
VARIABLE = re.compile(r"""\b(?:env\.\w+|os\.environ\.get)\(\s*["']([A-Z][A-Z_]+)["']""")
EVENT = re.compile(
    r'"((?:user|session|account|friend|blacklist|group|message|conversation|typing|presence|mute|push|webhook)\.[a-z_]+)"'
)
EXAMPLE = re.compile(r"^### ([a-z_.]+)\n.*?```json\n(.*?)```", re.M | re.S)
BY_THE_GATEWAY = {"session.kicked", "presence.changed"}
OPS = {"presence.subscribe", "presence.unsubscribe"}


def read(path: str) -> str:
    return (ROOT / path).read_text(encoding="utf-8")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_relative_link_leads_somewhere(page: Path) -> None:
    for link in LINK.findall(page.read_text(encoding="utf-8")):
        if not link.startswith(("http://", "https://", "mailto:")):
            name, _, anchor = link.partition("#")
            target = (page.parent / name).resolve() if name else page
            assert target.exists(), link
            assert not anchor or anchor in anchors_of(target), link


def anchors_of(page: Path) -> set[str]:
    """As GitHub makes them: lower case, blanks to hyphens, other signs dropped."""
    titles = ANCHOR.findall(page.read_text(encoding="utf-8"))
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


def test_every_make_target_that_is_named_exists() -> None:
    targets = set(re.findall(r"^([a-z-]+):", read("Makefile"), re.M))
    named = {
        (page.name, target)
        for page in PAGES
        for target in re.findall(r"(?:^    |`)make ([a-z-]+)", page.read_text(encoding="utf-8"), re.M)
    }
    assert {target for _, target in named} >= {"run", "test"}
    assert [(page, target) for page, target in named if target not in targets] == []


@pytest.mark.parametrize("page", ["README.md", "README.zh-CN.md"])
def test_a_readme_gives_the_two_commands(page: str) -> None:
    lines = read(page).splitlines()
    assert "    make run" in lines
    assert "    make test" in lines


def test_every_sub_code_is_in_the_table_with_its_name() -> None:
    table = read("docs/errors.md")
    names = {name: value for name, value in vars(status).items() if name.isupper()}
    assert names
    assert [name for name, value in names.items() if f"| `{value}` | `{name}` |" not in table] == []
    assert set(re.findall(r"^\| `\d+` \| `(\w+)`", table, re.M)) == set(names)


def test_every_variable_of_the_environment_is_explained() -> None:
    sources = [*ROOT.glob("config/**/*.py"), *ROOT.glob("im/**/*.py"), *ROOT.glob("accounts/**/*.py")]
    read_by_us = {name for source in sources for name in VARIABLE.findall(source.read_text(encoding="utf-8"))}
    explained = set(re.findall(r"`([A-Z][A-Z_]+)`", read("docs/running.md")))
    offered = set(re.findall(r"^#?([A-Z][A-Z_]+)=", read(".env.example"), re.M))
    assert {"DATABASE_URL", "WEB_THREADS"} <= read_by_us
    assert read_by_us - explained == set()
    assert offered - explained == set()
    assert read_by_us - offered == set()


def test_every_call_that_answers_is_described_and_no_other() -> None:
    described = [(method, bare(path)) for method, path in CALL.findall(read("docs/api.md"))]
    assert len(described) == len(set(described))
    assert set(described) == set(calls(get_resolver().url_patterns))


def calls(patterns: list[URLPattern | URLResolver], prefix: str = "/") -> Iterator[tuple[str, str]]:
    for pattern in patterns:
        path = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from calls(pattern.url_patterns, path)
        elif path.startswith(("/api/im/", "/api/push/", "/api/platform/")):
            actions = getattr(pattern.callback, "actions", {})
            yield from ((method.upper(), bare(path)) for method in actions if method != "head")


def bare(path: str) -> str:
    """Documents and URL table name the parts of a path differently."""
    return re.sub(r"\{\w+\}|<str:\w+>", "{}", path)


def examples() -> dict[str, dict[str, Any]]:
    return {name: json.loads(text) for name, text in EXAMPLE.findall(read("docs/events.md"))}


def test_the_events_documented_are_those_of_the_catalogues() -> None:
    catalogues = [*ROOT.glob("im/events/*.py"), *ROOT.glob("*/events.py")]
    recorded = {name for path in catalogues for name in EVENT.findall(path.read_text(encoding="utf-8"))}
    gateway = "".join(path.read_text(encoding="utf-8") for path in ROOT.glob("im/realtime/*.py"))
    assert set(EVENT.findall(gateway)) - OPS == BY_THE_GATEWAY
    assert set(examples()) == recorded | BY_THE_GATEWAY | BEFORE


@pytest.mark.django_db(transaction=True)
def test_events_have_the_shape_that_is_documented(
    as_alice: Client, as_bob: Client, as_root: Client, bob: Account, acme: App, facts: list[Fact]
) -> None:
    endpoint = make_endpoint(acme)
    people_write(as_alice, as_bob)
    people_meet(as_alice, as_bob)
    somebody_moderates(as_alice, acme)
    people_gather(as_alice)
    members_come_and_go(as_alice, as_bob, as_root)
    accounts_come_and_go(as_alice, as_root)
    open_alert(endpoint.pk, AlertType.GONE, AlertLevel.CRITICAL, "it answered 410")
    phones_ring(acme)
    alice = caller_of_token(as_alice.headers["Authorization"].removeprefix("Bearer "))
    for active in (True, False):
        frames.typing(alice, {"targetId": "bob", "active": active})
        events.presence_changed(acme.pk, "bob", active)
    told = [(fact.type, fact.data) for fact in facts]
    told.append(webhook_test(endpoint, by=alice))
    seen = {name: keys(data) for name, data in told}
    others = BY_THE_GATEWAY | BEFORE
    documented = {name: keys(data) for name, data in examples().items() if name not in others}
    assert seen == documented


def people_write(as_alice: Client, as_bob: Client) -> None:
    body = {"chatType": "SINGLE", "toId": "bob", "msgType": "TEXT", "content": {"text": "hello"}}
    message = as_alice.post("/api/im/messages/send", body).data["id"]
    assert as_alice.put(f"/api/im/messages/{message}", {"content": {"text": "hello, Bob"}}).ok
    assert as_bob.put("/api/im/conversations/alice/read").ok
    assert as_alice.post(f"/api/im/messages/{message}/revoke").ok
    assert as_alice.put("/api/im/conversations/bob/pinned", {"pinned": True}).ok
    assert as_alice.delete("/api/im/conversations/bob").ok


def somebody_moderates(as_alice: Client, acme: App) -> None:
    message = say(as_alice, "bob", "hell of a day")
    hits = [{"field": "text", "id": "1", "word": "hell", "action": "FLAG", "start": 0, "end": 4}]
    reason: events.Reason = {"by": "FILTER", "message": "not allowed", "hits": hits}
    with transaction.atomic():
        blocked = events.message_blocked(message, app=acme, operator_id="alice", reason=reason)
        flagged = events.message_flagged(message, app=acme, operator_id="alice", hits=hits, flagged_id="1")
        record(blocked, flagged)


def people_meet(as_alice: Client, as_bob: Client) -> None:
    assert as_bob.put("/api/im/accounts/bob", {"allowType": "NEED_CONFIRM"}).ok
    for answer in ("reject", "accept"):
        request = as_alice.post("/api/im/friends", {"friendId": "bob"}).data["requestId"]
        assert as_bob.post(f"/api/im/friend-requests/{request}/{answer}").ok
    assert as_alice.put("/api/im/friends/bob/group", {"groupName": "pals"}).ok
    assert as_alice.post("/api/im/blacklist", {"userId": "bob"}).ok
    assert as_alice.delete("/api/im/blacklist", userIds="bob").ok


def people_gather(as_alice: Client) -> None:
    new = {"groupId": "team", "name": "Team", "members": [{"userId": "bob"}]}
    assert as_alice.post("/api/im/groups", new).ok
    assert as_alice.put("/api/im/groups/team", {"name": "The team"}).ok
    assert as_alice.put("/api/im/groups/team/attributes", {"attributes": {"topic": "lunch"}}).ok
    assert as_alice.delete("/api/im/groups/team", reason="done").ok


def members_come_and_go(as_alice: Client, as_bob: Client, as_root: Client) -> None:
    club = "/api/im/groups/club"
    new = {"groupId": "club", "name": "Club", "visibility": "PUBLIC", "maxMembers": 2}
    assert as_alice.post("/api/im/groups", new).ok
    for answer in ("reject", "accept"):
        request = as_bob.post(f"{club}/join-requests", {"message": "hi"}).data["requestId"]
        assert as_alice.post(f"{club}/join-requests/{request}/{answer}").ok
    assert as_alice.post(f"{club}/roles", {"userId": "bob", "role": "ADMIN"}).ok
    assert as_alice.post(f"{club}/mute", {"userIds": ["bob"], "duration": 60}).ok
    assert as_alice.post(f"{club}/owner", {"newOwnerId": "bob"}).ok
    assert as_alice.delete(f"{club}/members/alice").ok


def accounts_come_and_go(as_alice: Client, as_root: Client) -> None:
    assert as_alice.put("/api/im/accounts/alice", {"nickname": "Alice!"}).ok
    sig = as_root.post("/api/im/admin/users/erin/usersig").data["userSig"]
    token = Client().post("/api/im/auth/login", {"userSig": sig}).data["token"]
    assert Client({"Authorization": f"Bearer {token}"}).post("/api/im/auth/logout").ok
    assert as_root.post("/api/im/accounts/import", {"userId": "frank"}).ok
    assert as_root.post("/api/im/admin/users/kick", {"userId": "bob"}).ok
    assert as_root.delete("/api/im/accounts/frank").ok
    assert as_root.put("/api/im/admin/global-mute", {"enabled": False}).ok
    body = {"toIds": ["bob", "nobody"], "msgType": "TEXT", "content": {"text": "news"}}
    assert as_root.post("/api/im/admin/messages/batch-send", body).ok


def phones_ring(acme: App) -> None:
    phone = make_device(acme)
    push = make_delivery(phone)
    told = {
        push_events.DELIVERED: push_events.about(push, "phone"),
        push_events.CLICKED: push_events.clicked(push, "phone", at=1),
        push_events.FAILED: push_events.failed(push, "phone"),
        push_events.TOKEN_INVALID: push_events.token_invalid(phone),
    }
    with transaction.atomic():
        for name, data in told.items():
            push_events.tell(name, [data], app_id=acme.pk, app_key=acme.app_key)


def keys(data: dict[str, Any]) -> set[str]:
    """Of the event, and of the objects in its lists."""
    listed = [item for value in data.values() if isinstance(value, list) for item in value]
    return set(data) | {f"[].{key}" for item in listed if isinstance(item, dict) for key in item}
