"""The console's lists of friends, requests and blacklists: to be read, by whom the app concerns."""

import pytest
from django.contrib.auth.models import Permission
from django.test import Client as Browser

from accounts.models import Account, Operator
from im.relations.models import Friend
from tests.im.relations.steps import asks, befriend, blocks
from tests.im.test_admin import page, signed_in

LISTS = ("friend/", "friendrequest/", "block/")


@pytest.fixture
def people(alice: Account, bob: Account, carol: Account, dave: Account, oscar: Account) -> None:
    befriend(alice, bob)
    asks(carol, alice, wording="<script>alert(1)</script>")
    blocks(alice, carol)
    befriend(dave, oscar)
    asks(dave, oscar)
    blocks(dave, oscar)


def test_they_show_who_stands_how_with_whom(people: None, admin_user: Operator) -> None:
    browser = signed_in(admin_user)
    assert "alice" in page(browser, "friend/", q="bob")
    assert "alice" not in page(browser, "friend/", q="nobody").partition("result_list")[2]
    assert "&lt;script&gt;" in page(browser, "friendrequest/")
    assert "carol" in page(browser, "block/")
    assert page(browser, f"friend/{Friend.objects.earliest('id').pk}/change/")


def test_nothing_can_be_changed_but_by_acts(people: None, admin_user: Operator) -> None:
    browser = signed_in(admin_user)
    friend = Friend.objects.earliest("id")
    assert browser.post(f"/admin/im/friend/{friend.pk}/change/", {}).status_code == 403
    assert browser.post(f"/admin/im/friend/{friend.pk}/delete/", {}).status_code == 404
    assert browser.get("/admin/im/friendrequest/add/").status_code == 403


@pytest.mark.parametrize("path", LISTS)
def test_an_operator_sees_his_own_apps_only(people: None, operator: Operator, path: str) -> None:
    operator.is_staff = True
    operator.save()
    operator.user_permissions.set(Permission.objects.filter(codename=f"view_{path.rstrip('/')}"))
    browser: Browser = signed_in(operator)
    shown = page(browser, path)
    assert "alice" in shown
    assert "dave" not in shown
