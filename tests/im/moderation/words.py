"""Words for the tests of keyword filters: to put a word into the list, and to see what is in it."""

from typing import Any

from tests.client import Client

FILTERS = "/api/im/admin/keyword-filters"


def forbid(client: Client, word: str = "casino", **options: Any) -> dict[str, Any]:
    """A word that blocks, unless told otherwise; the row."""
    answer = client.post(FILTERS, {"word": word, **options})
    assert answer.ok, answer
    row: dict[str, Any] = answer.data
    return row


def listed(client: Client, **query: Any) -> list[str]:
    """The words of the list, the newest first."""
    return [row["word"] for row in client.get(FILTERS, size=200, **query).items]


def options_of(client: Client) -> list[dict[str, Any]]:
    """The whole list, oldest first, without what an import cannot bring."""
    rows = client.get(FILTERS, size=200).items[::-1]
    return [{name: row[name] for name in row if name not in ("id", "hitCount", "createdAt")} for row in rows]
