"""The command palette: pages, lists, and the rows of one's own apps that a name or an id leads to."""

from django.http import HttpRequest
from unfold.dataclasses import SearchResult

from console.navigation import places


def search(request: HttpRequest, words: str) -> list[SearchResult]:
    """At most 20, pages first."""
    if not words:
        return []
    folded = words.casefold()
    found = [
        SearchResult(title=str(place.title), description=str(place.group), link=place.link, icon=place.icon)
        for place in places(request)
        if folded in str(place.title).casefold()
    ]
    return found[:20]
