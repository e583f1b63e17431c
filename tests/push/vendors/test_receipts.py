"""What a vendor reports afterwards: read as its table says, and nonsense is told apart."""

import pytest

from push.vendors.codes import verdict
from push.vendors.contract import Kind
from tests.push.vendors.cases.case import MESSAGE, Case
from tests.push.vendors.conftest import Start, codes

EVENTS = {Kind.OK: ("DELIVERED", "CLICKED"), Kind.INVALID_TOKEN: ("INVALID_TOKEN",)}


@pytest.mark.parametrize(("name", "code"), codes(receipts=True))
def test_a_receipt_says_which_push_and_what_came_of_it(started: Start, name: str, code: str) -> None:
    case = started(name)
    case.send(case.target(1))
    case.send(case.target(2))
    body, kind = case.fake.receipt(case.fake.rings, code.removeprefix("receipt_"))
    found = verdict(name, code)
    assert found is not None
    for told, number in zip(case.vendor.parse_receipt(body, kind), (1, 2), strict=True):
        assert told.event in EVENTS.get(found.kind, ("FAILED",))
        assert told.token == case.token(number)
        assert told.push_id == MESSAGE.push_id
        assert told.at is None or told.at > 1_700_000_000_000
        assert told.code == code.removeprefix("receipt_")


@pytest.mark.parametrize("words", [b"", b"{", b"[1]", b"null", b"cb=%7B", b"data=1", b"\xff\xfe"], ids=repr)
def test_nonsense_is_no_receipt(case: Case, words: bytes) -> None:
    for kind in ("application/json", "application/x-www-form-urlencoded"):
        if case.receipts:
            with pytest.raises(ValueError):
                case.vendor.parse_receipt(words, kind)
        else:
            assert case.vendor.parse_receipt(words, kind) == []


def test_a_receipt_reaches_the_url_that_its_message_named(case: Case) -> None:
    """Or of vendors whose console is told the URL, that one."""
    if not case.receipts:
        return
    case.send(case.target())
    [ring] = case.fake.rings
    assert ring.receipt_url in (MESSAGE.receipt_url, "")
    assert ring.receipt_param in (MESSAGE.push_id, "")
