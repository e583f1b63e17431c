"""Clicks in the words of Android."""

from push.vendors.intents import activity, link

END = "launchFlags=0x4000000;end"


def test_a_link_becomes_the_intent_that_views_it() -> None:
    assert link("acme://chat/5?a=1") == f"intent://chat/5?a=1#Intent;scheme=acme;{END}"
    assert link("acme:chat") == f"intent:chat#Intent;scheme=acme;{END}"


def test_an_intent_stays_as_it_is() -> None:
    ready = "intent://chat#Intent;scheme=acme;S.a=b;end"
    assert link(ready) == activity(ready) == ready
    assert activity("#Intent;compo=a/.B;end") == "#Intent;compo=a/.B;end"


def test_a_page_is_a_component_of_its_package() -> None:
    assert activity("com.acme/.Chat") == f"intent:#Intent;component=com.acme/.Chat;{END}"
    assert activity(".Chat", "com.acme") == f"intent:#Intent;component=com.acme/.Chat;{END}"
    assert activity("com.acme.Chat", "com.acme") == f"intent:#Intent;component=com.acme/com.acme.Chat;{END}"


def test_any_other_word_is_an_action() -> None:
    assert activity("com.other.OPEN", "com.acme") == f"intent:#Intent;action=com.other.OPEN;{END}"
