"""A group's page: its tabs, and what can be done there to one and to many."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client as Browser

from accounts.models import Account, App, Mandate, Operator, OperatorRole
from im.groups.models import Group, GroupAttributes, GroupMember, JoinRequest
from journal.models import Operation
from tests.client import Client
from tests.im.chat import Room, say_in, wants_in
from tests.im.test_admin import page, signed_in

TABS = ["", "members", "requests", "attributes", "messages", "log"]


@pytest.fixture
def browser(operator: Operator) -> Browser:
    operator.is_staff = True
    operator.save()
    return signed_in(operator)


@pytest.fixture
def crew(acme: App, alice: Account, bob: Account) -> Group:
    """Alice's group of 62: bob is an admin, the others have a script for a name."""
    group = Room(acme, "crew", alice, bob).group
    people = [Account(app=acme, user_id=f"m{n:02}", nickname="<script>alert(1)</script>") for n in range(60)]
    for person in people:
        person.call(person.nickname)
    Account.objects.bulk_create(people)
    places = [GroupMember(app=acme, group=group, account=person) for person in people]
    for place in places:
        place.find_by(place.account)
    GroupMember.objects.bulk_create(places)
    GroupMember.objects.filter(group=group, account=bob).update(role="ADMIN")
    Group.objects.filter(pk=group.pk).update(member_count=62)
    return group


def at(group: Group, tab: str = "", **query: str) -> str:
    words = "&".join(f"{name}={value}" for name, value in ({"tab": tab} if tab else {} | query).items())
    more = "".join(f"&{name}={value}" for name, value in query.items()) if tab else ""
    return f"/admin/im/group/{group.pk}/change/?{words}{more}"


def shown(browser: Browser, path: str) -> str:
    answer = browser.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


@pytest.mark.parametrize("tab", TABS)
def test_each_tab_opens_and_shows_names_as_text(
    browser: Browser, crew: Group, as_alice: Client, carol: Account, tab: str
) -> None:
    Group.objects.filter(pk=crew.pk).update(name="<script>alert(1)</script>")
    GroupAttributes.objects.create(group=crew, values={"<script>alert(1)": "<script>alert(1)"})
    say_in(as_alice, "crew", "<script>alert(1)</script>")
    JoinRequest.objects.create(app=crew.app, group=crew, account=carol, message="<script>alert(1)</script>")
    text = shown(browser, at(crew, tab))
    assert "<script>alert(1)" not in text
    assert ("&lt;script&gt;alert(1)" in text) is (tab != "log")


def test_members_come_page_by_page_the_owner_first(browser: Browser, crew: Group) -> None:
    first = shown(browser, at(crew, "members"))
    assert first.index(">alice<") < first.index(">bob<") < first.index(">m00<")
    assert ">m59<" not in first
    second = shown(browser, at(crew, "members", page="2"))
    assert ">m59<" in second
    assert ">alice<" not in second


def test_members_are_found_by_id_and_name(browser: Browser, crew: Group) -> None:
    found = shown(browser, at(crew, "members", q="m07"))
    assert ">m07<" in found
    assert ">m08<" not in found
    assert ">m08<" in shown(browser, at(crew, "members", q="ALERT"))
    assert "No member of that name" in shown(browser, at(crew, "members", q="nobody"))


@pytest.mark.parametrize("page_", ["0", "-1", "x", "99999999999999999999", "٣", "500"])
def test_no_page_number_breaks_it(browser: Browser, crew: Group, page_: str) -> None:
    shown(browser, at(crew, "members", page=page_))


def test_a_full_page_costs_no_more_than_a_short_one(
    browser: Browser, crew: Group, django_assert_max_num_queries: Any
) -> None:
    club = Room(crew.app, "club", *Account.objects.filter(user_id__in=["alice", "bob"])).group
    shown(browser, at(club, "members"))
    with django_assert_max_num_queries(100) as few:
        shown(browser, at(club, "members"))
    with django_assert_max_num_queries(len(few)):
        shown(browser, at(crew, "members"))


def test_many_are_muted_at_once_and_whom_it_does_not_fit_is_left_out(browser: Browser, crew: Group) -> None:
    ids = list(GroupMember.objects.filter(group=crew).order_by("pk").values_list("pk", flat=True)[:3])
    path = "/admin/im/groupmember/do/mute/"
    asked = browser.get(path, [*(("ids", key) for key in ids), ("next", at(crew, "members"))])
    assert asked.status_code == 200
    assert "1 of those chosen is left out" in asked.content.decode()
    sent = browser.post(
        f"{path}?next={at(crew)}", {"ids": ",".join(map(str, ids)), "duration": "-1", "key": "k"}
    )
    assert sent.status_code == 302
    assert sent.headers["Location"] == at(crew)
    muted = GroupMember.objects.filter(muted_until=-1)
    assert set(muted.values_list("pk", flat=True)) == set(ids[1:])  # the owner is not
    assert Operation.objects.filter(action="GROUP_MUTE", target_id="crew").count() == 2


def test_one_alone_can_be_chosen_for_what_is_done_to_many(browser: Browser, crew: Group) -> None:
    wish = wants_in(Room(crew.app, "shed", crew.owner or pytest.fail("an owner")), make(crew.app))
    path = "/admin/im/joinrequest/do/accept/"
    assert f'name="ids" value="{wish}"' in shown(browser, f"{path}?ids={wish}")
    assert browser.post(f"{path}?ids={wish}", {"ids": wish}).status_code == 302
    assert JoinRequest.objects.get(pk=wish).status == "ACCEPTED"


def make(app: App) -> Account:
    return Account.objects.create(app=app, user_id="newcomer")


def test_what_was_changed_meanwhile_is_not_undone_by_an_old_form(browser: Browser, crew: Group) -> None:
    """Somebody set the introduction after this form was opened."""
    Group.objects.filter(pk=crew.pk).update(introduction="new", announcement="old")
    answer = browser.post(
        f"/admin/im/group/{crew.pk}/do/update/",
        {"name": "Crew", "initial-name": "Crew", "announcement": "", "initial-announcement": "old"},
    )
    assert answer.status_code == 302, answer.content.decode()
    crew.refresh_from_db()
    assert (crew.introduction, crew.announcement) == ("new", "")


def test_old_attributes_are_refused(browser: Browser, crew: Group) -> None:
    GroupAttributes.objects.create(group=crew, values={"a": "1"}, version=5)
    answer = browser.post(
        f"/admin/im/group/{crew.pk}/do/attributes/",
        {"attributes": '{"a": "2"}', "mode": "RESET", "version": "4"},
    )
    assert answer.status_code == 400
    assert GroupAttributes.objects.get(group=crew).values == {"a": "1"}


def test_what_is_wrong_is_said_at_its_field(browser: Browser, acme: App, alice: Account) -> None:
    answer = browser.post("/admin/im/group/add/", {"name": "x" * 200, "ownerId": "nobody", "custom": "{"})
    assert answer.status_code == 400
    answer = browser.post("/admin/im/group/add/", {"name": "x" * 200, "ownerId": "alice"})
    assert "no more than 64" in answer.content.decode()
    assert not Group.objects.exists()


@pytest.mark.parametrize(
    ("role", "mayor", "may"),
    [
        (OperatorRole.VIEWER, set[str](), set[str]()),
        (OperatorRole.SUPPORT, {"mute-all"}, {"mute", "remove"}),
        (OperatorRole.OPERATOR, {"mute-all", "update", "dismiss"}, {"mute", "remove", "make-owner"}),
    ],
)
def test_each_role_is_offered_what_it_may(
    browser: Browser, crew: Group, operator: Operator, role: OperatorRole, mayor: set[str], may: set[str]
) -> None:
    Mandate.objects.filter(operator=operator).update(role=role)
    text = shown(browser, at(crew, "members", q="m07"))
    acts = ["mute-all", "update", "dismiss"]
    assert {name for name in acts if f"/admin/im/group/{crew.pk}/do/{name}/" in text} == mayor
    acts = ["mute", "remove", "make-owner"]
    place = GroupMember.objects.get(account__user_id="m07").pk
    assert {name for name in acts if f"/groupmember/{place}/do/{name}/" in text} == may


def test_a_dismissed_group_can_only_be_looked_at(browser: Browser, crew: Group) -> None:
    Group.objects.filter(pk=crew.pk).update(status="DISMISSED")
    for tab in TABS:
        assert "/do/" not in shown(browser, at(crew, tab))


def test_groups_are_found_by_id_name_and_owner(
    browser: Browser, crew: Group, sign_in: Callable[..., Client]
) -> None:
    group = Group.objects.get(pk=crew.pk)
    group.call("周末徒步 Hikers")
    group.save()
    for words in ("cre", "徒步", "HIKERS", "alice"):
        assert f"/admin/im/group/{crew.pk}/change/" in page(browser, "group/", q=words), words
    for words in ("rew", "bob", "'"):
        assert f"/admin/im/group/{crew.pk}/change/" not in page(browser, "group/", q=words), words
