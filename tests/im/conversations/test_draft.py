"""Row 24, PUT /api/im/conversations/{targetId}/draft."""

from accounts.models import Account
from tests.client import Client
from tests.im.chat import conversation, say, targets
from tests.im.conversations.steps import change


def test_a_draft_is_kept_as_it_is(as_alice: Client, bob: Account) -> None:
    text = "  Dear Bob,\n\n你好 😀 "
    assert change(as_alice, "bob", "draft", draft=text).data["draft"] == text
    assert conversation(as_alice, "bob")["draft"] == text


def test_four_thousand_and_ninety_six_characters_fit(as_alice: Client, bob: Account) -> None:
    assert change(as_alice, "bob", "draft", draft="字" * 4096).ok
    assert change(as_alice, "bob", "draft", draft="字" * 4097).refused(400, "10004", "draft")


def test_an_empty_one_clears_it(as_alice: Client, bob: Account, carol: Account) -> None:
    say(as_alice, "bob")
    say(as_alice, "carol")
    change(as_alice, "bob", "draft")
    assert targets(as_alice) == ["bob", "carol"]
    assert change(as_alice, "bob", "draft", draft="").data["draft"] == ""
    assert targets(as_alice) == ["carol", "bob"]
