"""What is true of every vendor when all goes well, and of what it is asked to carry."""

import orjson
import pytest

from push.vendors.contract import BadField, Kind, NoSilence, Stage, TooLong
from push.vendors.wire import Wire
from tests.push.vendors.cases.case import MESSAGE, Case, message


def test_a_phone_rings_once_with_all_of_it(case: Case) -> None:
    [outcome] = case.send(case.target())
    assert (outcome.kind, outcome.stage, outcome.http_status) == (Kind.OK, Stage.ACCEPTED, case.accepted)
    [ring] = case.fake.rings
    assert outcome.vendor_message_id == (ring.id if case.ids else "")
    assert (ring.vendor, ring.token) == (case.name, case.token())
    assert (ring.title, ring.body) == (MESSAGE.title, MESSAGE.body)
    assert ring.badge == (MESSAGE.badge if case.badge else None)
    assert (ring.push_id, ring.task_id) == (MESSAGE.push_id, MESSAGE.task_id)
    assert {name: _plain(value) for name, value in ring.data.items()} == MESSAGE.data


def _plain(value: object) -> object:
    """Some vendors' data are strings."""
    return orjson.loads(value) if isinstance(value, str) and value in ("7", "true") else value


def test_two_with_one_collapse_key_are_one_notification_and_others_are_not(case: Case) -> None:
    keys = ("a", "a", "b", "一" * 64)
    for number, key in enumerate(keys):
        case.send(case.target(), message=message(collapse_key=key, push_id=str(number)))
    first, again, other, long = (ring.collapse for ring in case.fake.rings)
    assert first == again
    assert len({first, other, long, ""}) == 4


def test_a_message_without_frills_rings_too(case: Case) -> None:
    plain = message(badge=None, collapse_key="", data={}, receipt_url="", ttl=0, high=False)
    assert case.send(case.target(), message=plain)[0].kind is Kind.OK
    assert case.fake.rings[0].title == "Alice"


def test_a_receipt_s_url_that_is_too_long_is_left_out(case: Case) -> None:
    told = message(receipt_url=f"https://push.example.com/{'x' * 300}")
    assert case.send(case.target(), message=told)[0].kind is Kind.OK
    assert case.fake.rings[0].receipt_url == ""


def test_every_kind_of_click_and_every_category_is_taken(case: Case) -> None:
    more = {"channel_id": "chat", "thread_id": "t", "subtitle": "Sub"}
    kinds = ("APP", "DEEPLINK", "URL", "ACTIVITY")
    told = [message(click={"type": kind, "value": "https://example.com/a"}, **more) for kind in kinds]
    told += [message(category=name, **more) for name in ("VOIP", "SYSTEM", "ACCOUNT", "WORK", "MARKETING")]

    async def work(wire: Wire) -> None:
        for one in told:
            [outcome] = await case.vendor.send(wire, case.access(), one, [case.target()])
            assert outcome.kind is Kind.OK, one

    case.run(work)


def test_a_silent_message_carries_its_data_and_no_text_or_is_refused(case: Case) -> None:
    silent = message(silent=True, title="", body="", badge=None, high=False)
    [outcome] = case.send(case.target(), message=silent)
    if case.silent:
        [ring] = case.fake.rings
        assert (outcome.kind, ring.title, ring.body, ring.data["room"]) == (Kind.OK, "", "", "42")
    else:
        assert (outcome.kind, outcome.code) == (Kind.PERMANENT, NoSilence.code)
        assert not case.fake.asked


def test_many_tokens_ring_each_once_in_one_request(case: Case) -> None:
    count = case.vendor.MOST
    targets = case.targets(count)
    outcomes = case.send(*targets)
    assert [one.kind for one in outcomes] == [Kind.OK] * count
    assert sorted(ring.token for ring in case.fake.rings) == sorted(one.token for one in targets)


def test_of_many_exactly_the_dead_ones_are_invalid(case: Case) -> None:
    if case.vendor.MOST == 1:
        return
    targets = [case.target(number, "dead" if number % 3 == 0 else "good") for number in range(1, 11)]
    outcomes = case.send(*targets)
    kinds = [Kind.OK if number % 3 else Kind.INVALID_TOKEN for number in range(1, 11)]
    assert [one.kind for one in outcomes] == kinds
    assert len(case.fake.rings) == 7


def test_text_at_the_limit_is_whole_and_over_it_is_shortened_between_characters(case: Case) -> None:
    room = case.limit - case.measure(case.render(message(body="b"))) + 1
    whole = case.render(message(body="b" * room))
    assert (case.measure(whole), case.shown(whole)) == (case.limit, "b" * room)
    assert case.send(case.target(), message=message(body="b" * room))[0].kind is Kind.OK
    for body in ("b" * (room + 1), "好👩\u200d👧" * room):
        short = case.render(message(body=body))
        shown = case.shown(short)
        assert case.limit - 32 <= case.measure(short) <= case.limit
        assert shown.endswith("…")
        assert body.startswith(shown[:-1])
        assert not shown[:-1].endswith("\u200d")
        assert case.send(case.target(), message=message(body=body))[0].kind is Kind.OK
    assert len({repr(ring.data) for ring in case.fake.rings}) == 1


def test_data_are_never_cut(case: Case) -> None:
    told = message(data={"room": "x" * case.room})
    with pytest.raises(TooLong):
        case.render(told)
    [outcome] = case.send(case.target(), message=told)
    assert (outcome.kind, outcome.code) == (Kind.PERMANENT, TooLong.code)
    assert not case.fake.asked


def test_a_good_credential_is_taken_and_rings_nobody(case: Case) -> None:
    case.vendor.check_fields(case.fields)
    assert case.run(lambda wire: case.vendor.check(wire, case.access())).kind is Kind.OK
    assert not case.fake.rings


def test_a_wrong_credential_is_told_apart(case: Case) -> None:
    outcome = case.run(lambda wire: case.vendor.check(wire, case.access(**case.wrong)))
    assert outcome.kind is Kind.AUTH
    assert outcome.stage in (Stage.CREDENTIAL, Stage.AUTH)
    assert outcome.code


def test_fields_that_cannot_be_right_are_named(case: Case) -> None:
    for name, fields in case.bad_fields:
        with pytest.raises(BadField) as caught:
            case.vendor.check_fields({**case.fields, **fields})
        assert caught.value.name == name
        assert not any(str(value) in str(caught.value) for value in fields.values() if len(str(value)) > 6)
