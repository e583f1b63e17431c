"""Token buckets: exact under parallel calls, by the app's settings, and still there without Redis."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connections
from pytest_django.fixtures import Settings

from accounts import rates
from accounts.callers import Caller
from accounts.models import Account, App
from config import buckets as module
from config.buckets import Bucket, Call, buckets
from config.redis import client as redis_client
from im.messages.models import Message
from tests.client import Answer, Client
from tests.im.chat import SEND, Room, message_to, to_group
from tests.im.conftest import club

__all__ = ["club"]

ME = "/api/im/accounts/alice"
HARDLY = 0.001  # tokens a second: none comes back while a test runs


def bound(app: App, /, **kinds: int | None) -> None:
    """`bound(acme, account=3)`: so many at once, and hardly another one."""
    changed = {
        kind: None if burst is None else {"rate": HARDLY, "burst": burst} for kind, burst in kinds.items()
    }
    app.changed_settings = {**app.changed_settings, "rates": {**app.setting("rates"), **changed}}
    app.save()


def at_once(number: int, call: Callable[[], Answer], threads: int = 16) -> list[Answer]:
    def run(_: int) -> Answer:
        try:
            return call()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(run, range(number)))


def getter(client: Client) -> Callable[[], Answer]:
    """Each call by a Django client of its own: they are not made for threads."""
    return lambda: Client(dict(client.headers)).get(ME)


def limited(answers: list[Answer]) -> int:
    assert all(answer.ok or answer.refused(429, "60007") for answer in answers), answers
    return sum(not answer.ok for answer in answers)


@pytest.mark.django_db(transaction=True)
def test_of_200_parallel_calls_against_a_burst_of_10_exactly_10_pass(
    acme: App, alice: Account, as_alice: Client
) -> None:
    bound(acme, account=10)
    assert limited(at_once(200, getter(as_alice))) == 190


@pytest.mark.parametrize("burst", [1, 10, 150])
def test_a_bucket_lets_exactly_its_burst_through_whoever_takes(burst: int) -> None:
    bucket = Bucket("rate:test", HARDLY, burst)
    with ThreadPoolExecutor(20) as pool:
        waits = list(pool.map(lambda _: buckets.take([[bucket]])[0], range(200)))
    assert waits.count(0.0) == burst


def test_a_call_that_lacks_one_token_takes_none() -> None:
    wide, narrow = Bucket("rate:wide", HARDLY, 5), Bucket("rate:narrow", HARDLY, 2)
    assert [wait == 0 for wait in buckets.take([[wide, narrow]] * 4)] == [True, True, False, False]
    assert [wait == 0 for wait in buckets.take([[wide]] * 4)] == [True, True, True, False]


def test_many_calls_are_judged_in_order_in_one_round_trip() -> None:
    hers, his = Bucket("rate:hers", HARDLY, 2), Bucket("rate:his", HARDLY, 1)
    redis_client().config_resetstat()
    waits = buckets.take([[hers], [his], [], [hers], [his], [hers]])
    assert [wait == 0 for wait in waits] == [True, True, True, True, False, False]
    stats: Any = redis_client().info("commandstats")
    assert sum(stats[name]["calls"] for name in stats if "eval" in name) in (1, 2)  # once more if unknown


def test_what_waited_has_its_tokens_again_and_never_more_than_the_burst() -> None:
    slow, quick = Bucket("rate:x", HARDLY, 2), Bucket("rate:x", 1_000_000, 2)
    assert buckets.take([[slow]] * 3)[2] > 0
    assert buckets.take([[quick]])[0] == 0.0
    assert sum(wait == 0 for wait in buckets.take([[slow]] * 5)) <= 2


def test_the_wait_is_as_long_as_a_token_takes_to_come() -> None:
    bucket = Bucket("rate:x", 0.1, 1)
    first, second = buckets.take([[bucket], [bucket]])
    assert first == 0
    assert second == pytest.approx(10, abs=0.01)


def take_several() -> None:
    five, two = Bucket("rate:x", HARDLY, 10, 5), Bucket("rate:x", HARDLY, 10, 2)
    waits = buckets.take([[five], [two], [five], [two], [two]])
    assert [wait == 0 for wait in waits] == [True, True, False, True, False]
    assert waits[2] == pytest.approx(2 / HARDLY, rel=0.01)


def test_a_call_may_take_several_tokens_or_none() -> None:
    take_several()


def test_no_bucket_stays_in_redis_for_ever() -> None:
    buckets.take([[Bucket("rate:x", 10, 20)]])
    assert 0 < redis_client().pttl("rate:x") <= 1_200


def test_over_it_the_answer_says_how_long_to_wait(acme: App, alice: Account, as_alice: Client) -> None:
    bound(acme, account=1)
    assert as_alice.get(ME).ok
    answer = as_alice.get(ME)
    assert answer.refused(429, "60007")
    assert 990 <= int(answer.headers["Retry-After"]) <= 1000


def test_the_wait_is_at_least_a_second(acme: App, alice: Account, as_alice: Client) -> None:
    acme.changed_settings = {"rates": {**acme.setting("rates"), "account": {"rate": 1.5, "burst": 1}}}
    acme.save()
    answers = [as_alice.get(ME) for _ in range(5)]
    assert {answer.headers["Retry-After"] for answer in answers if not answer.ok} <= {"1"}


def test_the_defaults_are_those_of_the_contract(acme: App, alice: Account) -> None:
    caller = Caller(role="U", app=acme, account=alice)
    outcomes = rates.judge([(caller, True)] * 101 + [(caller, False)] * 100)
    assert sum(refusal is None for refusal in outcomes[:101]) == 60
    assert sum(refusal is None for refusal in outcomes) == 100
    into_group = rates.judge_groups([(acme, "club")] * 100)
    assert sum(refusal is None for refusal in into_group) == 80


def test_sends_have_a_bucket_of_their_own_within_all_calls(
    acme: App, alice: Account, bob: Account, as_alice: Client
) -> None:
    bound(acme, account=4, send=2)
    assert [as_alice.post(SEND, message_to("bob")).ok for _ in range(3)] == [True, True, False]
    assert [as_alice.get(ME).ok for _ in range(3)] == [True, True, False]
    assert Message.objects.count() == 2


def test_it_is_judged_before_the_body_is_read(acme: App, alice: Account, as_alice: Client) -> None:
    bound(acme, account=1)
    assert as_alice.call("POST", SEND, raw=b"{").refused(400, "10004")
    assert as_alice.call("POST", SEND, raw=b"{").refused(429, "60007")


def test_calls_at_doors_that_stay_shut_count(acme: App, alice: Account, as_alice: Client) -> None:
    bound(acme, account=1)
    assert as_alice.get("/api/im/admin/settings").refused(403, "60010")
    assert as_alice.get("/api/im/admin/settings").refused(429, "60007")


def test_all_sessions_of_an_account_share_its_bucket_and_nobody_else_does(
    acme: App, alice: Account, bob: Account, sign_in: Callable[..., Client], as_bob: Client
) -> None:
    bound(acme, account=2)
    phone, laptop = sign_in(alice, platform="IOS"), sign_in(alice, platform="MAC")
    assert [phone.get(ME).ok, laptop.get(ME).ok, phone.get(ME).ok] == [True, True, False]
    assert as_bob.get(ME).ok


def test_admin_server_and_operator_are_not_bound_by_the_accounts_rate(
    acme: App, alice: Account, as_root: Client, as_server: Client, as_operator: Client
) -> None:
    bound(acme, account=1, send=1, group=1)
    for client in (as_root, as_server, as_operator):
        assert all(client.get(ME).ok for _ in range(3))


def test_the_apps_rate_binds_all_of_its_callers_together(
    acme: App, alice: Account, as_alice: Client, as_root: Client, as_server: Client, as_operator: Client
) -> None:
    bound(acme, app=3)
    callers = (as_alice, as_root, as_server, as_operator, as_alice)
    assert [client.get(ME).ok for client in callers] == [True, True, True, False, False]


def test_another_app_has_buckets_of_its_own(
    acme: App, alice: Account, dave: Account, as_alice: Client, as_dave: Client
) -> None:
    bound(acme, app=1)
    assert as_alice.get(ME).ok
    assert as_alice.get(ME).refused(429, "60007")
    assert as_dave.get("/api/im/accounts/dave").ok


def test_trusted_callers_of_an_app_without_a_rate_cost_redis_nothing(
    acme: App, alice: Account, as_server: Client
) -> None:
    assert as_server.get(ME).ok
    assert not redis_client().keys("rate:*")


def test_a_groups_rate_binds_its_members_together(
    acme: App, club: Room, as_alice: Client, as_bob: Client, as_root: Client
) -> None:
    bound(acme, group=3)
    senders = (as_alice, as_bob, as_alice, as_bob)
    answers = [client.post(SEND, to_group("club")) for client in senders]
    assert [answer.code for answer in answers] == [200, 200, 200, 429]
    assert answers[3].refused(429, "60007")
    assert answers[3].headers["Retry-After"]
    assert as_bob.post(SEND, message_to("alice")).ok
    assert as_root.post(SEND, to_group("club")).ok


def test_who_is_not_in_a_group_takes_nothing_of_its_rate(
    acme: App, club: Room, as_alice: Client, as_mallory: Client
) -> None:
    bound(acme, group=1)
    assert as_mallory.post(SEND, to_group("club")).refused(404, "10010")
    assert as_alice.post(SEND, to_group("club")).ok


def test_a_repeated_send_takes_nothing_of_the_groups_rate(acme: App, club: Room, as_alice: Client) -> None:
    bound(acme, group=1)
    body = to_group("club", clientMsgId="one")
    assert as_alice.post(SEND, body).ok
    assert as_alice.post(SEND, body).data["deduplicated"]


@pytest.mark.django_db(transaction=True)
def test_of_parallel_sends_into_a_group_exactly_its_burst_pass(
    acme: App, club: Room, as_alice: Client
) -> None:
    bound(acme, group=10)
    answers = at_once(40, lambda: Client(dict(as_alice.headers)).post(SEND, to_group("club")), threads=8)
    assert limited(answers) == 30
    assert sorted(Message.objects.values_list("seq", flat=True)) == list(range(1, 11))


def test_rates_are_set_per_app(acme: App, alice: Account, as_alice: Client, as_root: Client) -> None:
    wanted = {**acme.setting("rates"), "account": {"rate": 1, "burst": 2}}
    assert as_root.put("/api/im/admin/settings", {"rates": wanted}).ok
    assert [as_alice.get(ME).ok for _ in range(2)] == [True, True]
    assert limited([as_alice.get(ME) for _ in range(20)]) > 0


def test_limits_off_lifts_them(acme: App, alice: Account, as_alice: Client, settings: Settings) -> None:
    settings.LIMITS_OFF = True
    bound(acme, account=1, app=1)
    assert all(as_alice.get(ME).ok for _ in range(3))
    assert not redis_client().keys("rate:*")


def test_without_redis_the_process_keeps_the_same_limits_by_itself(
    acme: App, alice: Account, as_alice: Client, redis_away: None
) -> None:
    bound(acme, account=3)
    assert [as_alice.get(ME).ok for _ in range(4)] == [True, True, True, False]
    assert int(as_alice.get(ME).headers["Retry-After"]) >= 1


def test_without_redis_parallel_takers_get_exactly_the_burst(redis_away: None) -> None:
    with ThreadPoolExecutor(20) as pool:
        taken = list(pool.map(lambda _: buckets.take([[Bucket("rate:x", HARDLY, 10)]])[0], range(200)))
    assert taken.count(0.0) == 10


def test_without_redis_a_call_may_take_several(redis_away: None) -> None:
    take_several()


def test_a_redis_that_does_not_answer_is_not_asked_again_at_once(
    redis_away: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []
    real = module._take_in_redis

    def ask(calls: Sequence[Call]) -> list[float]:
        asked.append(calls)
        return real(calls)

    monkeypatch.setattr(module, "_take_in_redis", ask)
    monkeypatch.setattr(module, "AWAY", 3_600)
    bucket = Bucket("rate:x", HARDLY, 100)
    for _ in range(20):
        buckets.take([[bucket]])
    assert len(asked) == 1


def test_a_redis_that_lost_everything_its_scripts_too_is_no_trouble() -> None:
    bucket = Bucket("rate:x", HARDLY, 1)
    assert buckets.take([[bucket]]) == [0.0]
    redis_client().flushall()
    redis_client().script_flush()
    assert buckets.take([[bucket]]) == [0.0]
    assert buckets.take([[bucket]])[0] > 0
