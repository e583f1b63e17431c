"""Row 7, GET /api/im/accounts/search."""

import pytest
from django.db import connection

from accounts.models import Account, App
from accounts.nicknames import fold, grams
from tests.client import Client

ROW = "/api/im/accounts/search"


def people(app: App, *names: str) -> None:
    """Accounts u0, u1 … of these nicknames."""
    for number, name in enumerate(names):
        account = Account(app=app, user_id=f"u{number}")
        account.call(name)
        account.save()


def found(client: Client, keyword: str) -> list[str]:
    answer = client.get(ROW, keyword=keyword)
    assert answer.ok
    return [item["userId"] for item in answer.items]


def test_it_finds_by_the_beginning_of_the_id(as_alice: Client, bob: Account, carol: Account) -> None:
    assert found(as_alice, "al") == ["alice"]
    assert found(as_alice, "bob") == ["bob"]
    assert found(as_alice, "lice") == ["alice"]  # by the nickname
    Account.objects.update(nickname="", nickname_folded="", nickname_grams=[])
    assert found(as_alice, "lice") == []
    assert found(as_alice, "AL") == []


def test_it_finds_nicknames_by_any_part(as_alice: Client, acme: App) -> None:
    people(acme, "张三丰", "李四", "张 三", "Müller-Lüdenscheidt", "x")
    assert found(as_alice, "三") == ["u0", "u2"]
    assert found(as_alice, "张三") == ["u0"]
    assert found(as_alice, "三丰") == ["u0"]
    assert found(as_alice, "lüden") == ["u3"]
    assert found(as_alice, "丰张") == []


def test_case_and_width_make_no_difference(as_alice: Client, acme: App) -> None:
    people(acme, "ＡＢＣ公司", "abc公司", "Straße", "ﾊﾞﾅﾅ")
    assert found(as_alice, "ABC") == found(as_alice, "ａｂｃ") == ["u0", "u1"]
    assert found(as_alice, "STRASSE") == ["u2"]
    assert found(as_alice, "バナナ") == ["u3"]


def test_wildcards_are_letters_like_others(as_alice: Client, acme: App) -> None:
    people(acme, "100%", "a_b", "c\\d", "plain")
    assert found(as_alice, "%") == ["u0"]
    assert found(as_alice, "_") == ["u1"]
    assert found(as_alice, "\\") == ["u2"]
    assert found(as_alice, "0%") == ["u0"]


def test_a_hit_by_id_and_nickname_is_one_hit(as_alice: Client) -> None:
    assert found(as_alice, "alice") == ["alice"]


def test_pages_are_numbered(as_alice: Client, acme: App) -> None:
    people(acme, *["same"] * 5)
    first = as_alice.get(ROW, keyword="same", size=2).data
    assert [item["userId"] for item in first["items"]] == ["u0", "u1"]
    assert (first["total"], first["page"], first["size"], first["hasMore"]) == (5, 1, 2, True)
    last = as_alice.get(ROW, keyword="same", size=2, page=3).data
    assert [item["userId"] for item in last["items"]] == ["u4"]
    assert last["hasMore"] is False
    assert as_alice.get(ROW, keyword="same", page=1_000_000).items == []


def test_only_administrators_see_the_private_fields(as_alice: Client, as_root: Client, bob: Account) -> None:
    assert "status" not in as_alice.get(ROW, keyword="bob").items[0]
    assert as_root.get(ROW, keyword="bob").items[0]["status"] == "ACTIVE"


def test_deleted_accounts_and_other_apps_are_not_found(as_alice: Client, bob: Account, dave: Account) -> None:
    assert found(as_alice, "dave") == []
    Account.objects.filter(pk=bob.pk).update(status="DELETED")
    assert found(as_alice, "bob") == []


@pytest.mark.parametrize("keyword", [None, "", "  ", "　", "x" * 65])
def test_it_refuses_keywords_of_no_use(as_alice: Client, keyword: str | None) -> None:
    query = {} if keyword is None else {"keyword": keyword}
    assert as_alice.get(ROW, **query).refused(400, "10004", "keyword")


def test_the_longest_keyword_is_good(as_alice: Client, acme: App) -> None:
    people(acme, "爱" * 64)
    assert found(as_alice, "爱" * 64) == ["u0"]


@pytest.mark.parametrize(
    ("page", "size"), [(0, 20), (1, 0), (1, 101), ("x", 20), (1, "1.5"), (-1, 20), ("", 20)]
)
def test_it_refuses_pages_that_are_none(as_alice: Client, page: object, size: object) -> None:
    assert as_alice.get(ROW, keyword="x", page=page, size=size).refused(400, "10004")


def test_renaming_changes_what_one_is_found_by(as_alice: Client) -> None:
    as_alice.put("/api/im/accounts/alice", {"nickname": "小红"})
    assert found(as_alice, "小") == ["alice"]
    as_alice.put("/api/im/accounts/alice", {"nickname": None})
    assert found(as_alice, "小") == []


def test_folding_ends_in_the_characters_and_their_pairs() -> None:
    assert fold("  Ａ\tb  ") == "a b"
    assert grams("abab") == ["a", "ab", "b", "ba"]
    assert grams("") == []


def test_among_many_accounts_an_index_finds(as_alice: Client, acme: App) -> None:
    names = [f"{chr(0x4E00 + i % 2000)}{chr(0x5000 + i // 7 % 3000)}" for i in range(4_000)]
    rows = [Account(app=acme, user_id=f"p{i}") for i in range(len(names))]
    for row, name in zip(rows, names, strict=True):
        row.call(name)
    Account.objects.bulk_create(rows, batch_size=5_000)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE accounts_account")
    wanted = Account.objects.of_app(acme).there().matching(names[0])
    assert "account_nickname" in wanted.explain()
    assert "Seq Scan" not in wanted.explain()
