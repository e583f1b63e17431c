"""What a vendor reports afterwards: read as its table says, and nonsense is told apart."""

import pytest

from push.vendors.codes import table
from push.vendors.contract import Kind
from tests.push.vendors.cases.case import MESSAGE, Case, message
from tests.webhooks.receiver import open_receiver, wait_until

EVENTS = {Kind.OK: ("DELIVERED", "CLICKED"), Kind.INVALID_TOKEN: ("INVALID_TOKEN",)}


def test_a_receipt_says_which_push_and_what_came_of_it(case: Case) -> None:
    case.send(case.target(1))
    case.send(case.target(2))
    found = {code: one for code, one in table(case.name).items() if code.startswith("receipt_")}
    assert bool(found) == case.receipts
    for code, one in found.items():
        _require_told(case, code.removeprefix("receipt_"), one.kind)


def _require_told(case: Case, code: str, kind: Kind) -> None:
    body, content_type = case.fake.receipt(case.fake.rings, code)
    for told, number in zip(case.vendor.parse_receipt(body, content_type), (1, 2), strict=True):
        assert told.event in EVENTS.get(kind, ("FAILED",))
        assert told.token == case.token(number)
        assert told.push_id == MESSAGE.push_id
        assert told.at is None or told.at > 1_700_000_000_000
        assert told.code == code


def test_nonsense_is_no_receipt(case: Case) -> None:
    for words in (b"", b"{", b"[1]", b"null", b"cb=%7B", b"data=1", b"\xff\xfe"):
        for kind in ("application/json", "application/x-www-form-urlencoded"):
            if case.receipts:
                with pytest.raises(ValueError):
                    case.vendor.parse_receipt(words, kind)
            else:
                assert case.vendor.parse_receipt(words, kind) == []


def test_a_ring_s_receipt_comes_back_by_itself(case: Case) -> None:
    """To the URL that the message names, or the one that the vendor's console was told."""
    if not case.receipts:
        return
    with open_receiver() as receiver:
        case.fake.fires, case.fake.receipt_url = True, receiver.url()
        try:
            case.send(case.target(), message=message(receipt_url=receiver.url()))
            wait_until(lambda: receiver.arrivals)
        finally:
            case.fake.fires, case.fake.receipt_url = False, ""
    [arrival] = receiver.arrivals
    [told] = case.vendor.parse_receipt(arrival.body, arrival.headers["content-type"])
    assert (told.event, told.token, told.push_id) == ("DELIVERED", case.token(), MESSAGE.push_id)
