"""The console's lists of groups, members and join requests: to be read, by whom the app concerns."""

import pytest
from django.contrib.auth.models import Permission

from accounts.models import Account, Operator
from im.groups.models import Group, GroupMember, JoinRequest
from tests.im.groups.steps import make
from tests.im.test_admin import page, signed_in

LISTS = ("group/", "groupmember/", "joinrequest/")


@pytest.fixture
def teams(alice: Account, bob: Account, carol: Account, dave: Account, oscar: Account) -> None:
    for owner, member, asking in ((alice, bob, carol), (dave, oscar, oscar)):
        group = make(owner, member, group_id=f"{owner.user_id}s", name="<script>alert(1)</script>")
        JoinRequest.objects.create(app=owner.app, group=group, account=asking, message="<b>let me in</b>")


def test_they_show_who_is_in_what(teams: None, admin_user: Operator) -> None:
    browser = signed_in(admin_user)
    shown = page(browser, "group/")
    assert "&lt;script&gt;" in shown
    assert "<script>alert(1)" not in shown
    assert "bob" in page(browser, "groupmember/", q="alices")
    assert "bob" not in page(browser, "groupmember/", q="daves").partition("result_list")[2]
    assert "&lt;b&gt;let me in" in page(browser, "joinrequest/", q="carol")
    for model, path in ((Group, "group"), (GroupMember, "groupmember"), (JoinRequest, "joinrequest")):
        assert page(browser, f"{path}/{model.objects.earliest('id').pk}/change/")


@pytest.mark.parametrize("path", LISTS[1:])
def test_nothing_can_be_added_there(teams: None, admin_user: Operator, path: str) -> None:
    assert signed_in(admin_user).get(f"/admin/im/{path}add/").status_code == 403


@pytest.mark.parametrize("path", LISTS)
def test_an_operator_sees_his_own_apps_only(teams: None, operator: Operator, path: str) -> None:
    operator.is_staff = True
    operator.save()
    operator.user_permissions.set(Permission.objects.filter(codename=f"view_{path.rstrip('/')}"))
    shown = page(signed_in(operator), path)
    assert "alices" in shown
    assert "daves" not in shown
