"""How a view takes its body: never more than the cap, only in UTF-8."""

import json
from io import BytesIO
from types import SimpleNamespace
from typing import Any

import pytest
from django.http import UnreadablePostError

from config.api.errors import Refusal
from config.api.parser import StrictJSONParser
from tests.config.documents import SEND


class Body(BytesIO):
    """Counts what is taken from it; may hand out pieces."""

    def __init__(self, content: bytes, piece: int = 10**9) -> None:
        super().__init__(content)
        self.piece = piece
        self.asked: list[int] = []

    def read(self, size: int | None = -1, /) -> bytes:
        assert size is not None
        self.asked.append(size)
        return super().read(min(size, self.piece))


def parse(
    body: BytesIO, *, cap: int | None = 100, length: str | None = None, kind: str | None = "application/json"
) -> Any:
    meta = {} if length is None else {"CONTENT_LENGTH": length}
    view = SimpleNamespace() if cap is None else SimpleNamespace(max_body=cap)
    return StrictJSONParser().parse(
        body, kind, {"view": view, "request": SimpleNamespace(META=meta, parser_context={})}
    )


def test_a_body_of_exactly_the_cap_is_read_and_one_byte_more_is_not():
    body = b'"' + b"x" * 98 + b'"'
    assert parse(Body(body), length="100") == "x" * 98
    with pytest.raises(Refusal) as caught:
        parse(Body(body + b" "), length="101")
    assert (caught.value.code, caught.value.status) == (413, "90413")


@pytest.mark.parametrize("length", ["101", "10485760", "9" * 5000, " 101 "])
def test_a_length_over_the_cap_is_refused_before_a_byte_is_read(length):
    body = Body(b"{}")
    with pytest.raises(Refusal) as caught:
        parse(body, length=length)
    assert (caught.value.code, caught.value.status) == (413, "90413")
    assert body.asked == []


@pytest.mark.parametrize("length", [None, "", "100", "5", "-1", "many", "1e9"])
def test_no_more_than_the_cap_and_one_byte_is_ever_read_whatever_the_length_says(length):
    body = Body(b"[" + b"1," * 10_000 + b"1]")
    with pytest.raises(Refusal) as caught:
        parse(body, length=length)
    assert (caught.value.code, caught.value.status) == (413, "90413")
    assert body.tell() == 101


def test_a_body_that_comes_in_pieces_is_put_together():
    assert parse(Body(SEND, piece=7), cap=1000) == json.loads(SEND)


def test_a_view_without_a_cap_has_the_one_of_the_settings(settings):
    settings.MAX_BODY_BYTES = 10
    assert parse(Body(b'{"a":1234}'), cap=None) == {"a": 1234}
    with pytest.raises(Refusal) as caught:
        parse(Body(b'{"a":12345}'), cap=None)
    assert caught.value.status == "90413"


def test_without_view_and_request_it_still_works(settings):
    settings.MAX_BODY_BYTES = 1000
    assert StrictJSONParser().parse(BytesIO(SEND)) == json.loads(SEND)


def test_an_announced_body_that_never_came_is_refused():
    with pytest.raises(Refusal) as caught:
        parse(Body(b""), length="50")
    assert caught.value.status == "10004"


def test_a_connection_that_breaks_is_the_callers_fault():
    class Broken(BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            raise UnreadablePostError("gone")

    with pytest.raises(Refusal) as caught:
        parse(Broken())
    assert (caught.value.code, caught.value.status) == (400, "10004")


@pytest.mark.parametrize(
    "kind",
    [
        None,
        "",
        "application/json",
        "application/json;",
        "application/json; charset=utf-8",
        'application/json; charset="UTF-8"',
        "application/json;CHARSET=utf8",
        "application/json; v=1",
    ],
)
def test_utf_8_is_the_charset_named_or_not(kind):
    assert parse(Body(b"{}"), kind=kind) == {}


@pytest.mark.parametrize(
    "charset",
    [
        "gbk",
        "utf-16",
        "latin-1",
        "utf-7",
        "hex",
        "nosuch",
        '""',
        "utf-8 x",
        "*=nosuch''x",
        "*=idna''%ff",
        "*=utf-8''%00",
    ],
)
def test_another_charset_is_a_wrong_media_type_and_nothing_is_read(charset):
    body = Body(b"{}")
    equals = "" if charset.startswith("*") else "="
    with pytest.raises(Refusal) as caught:
        parse(body, kind=f"application/json; charset{equals}{charset}")
    assert (caught.value.code, caught.value.status) == (415, "90415")
    assert body.asked == []
