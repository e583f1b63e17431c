"""Strict JSON for all that comes in: what parsers may read differently, or a database refuse, stops here.

orjson reads every document and refuses most of what is wrong. Three things it lets through: a key that occurs
twice (the last wins), U+0000, and integers beyond 64 bits (beyond uint64 they become floats). Cheap tests on
the bytes prove their absence in nearly every document; only when they can't is it read again, exactly.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from json import JSONDecoder
from typing import IO, Any, TypeAlias

import orjson
from django.conf import settings
from django.http import UnreadablePostError
from django.utils.http import parse_header_parameters
from rest_framework.parsers import BaseParser
from rest_framework.request import Request

from config.api import status
from config.api.errors import BadParameter, Refusal

MAX_DEPTH = 32
RAW = "raw"  # where a request keeps its body as it came
MAX_FIELD = 200  # characters of a path that a refusal repeats
INT64_DIGITS = b"0" * 19  # the shortest integer beyond 64 bits has as many digits
ONLY_ZEROS = bytes.maketrans(b"123456789", b"000000000")
SPACED_COLON = re.compile(rb'"[ \t\r\n]+:')

Where: TypeAlias = "tuple[Where, str | int] | None"  # a path, shared by all that lies below it


class Pairs(list[tuple[str, Any]]):
    """An object as it was written: its members in order, repeated ones too."""


AS_WRITTEN = JSONDecoder(object_pairs_hook=Pairs)


def loads(raw: bytes) -> Any:
    """The document, or a refusal (400 `10004`) that says where and why. An empty body is refused too."""
    try:
        document = orjson.loads(raw)
    except orjson.JSONDecodeError as problem:
        place = f"line {problem.lineno}, column {problem.colno}"
        raise BadParameter("", f"not valid JSON: {problem.msg} ({place})") from None
    members = _count_members(document)
    if b"\\u0000" in raw or INT64_DIGITS in raw.translate(ONLY_ZEROS) or _may_repeat(raw, members):
        _inspect(AS_WRITTEN.decode(raw.decode()))
    return document


def _count_members(document: Any) -> int:
    """How many members all objects have together, level by level; refuses what is nested too deep."""
    members = 0
    level = [document] if isinstance(document, dict | list) else []
    for _ in range(MAX_DEPTH):
        if not level:
            return members
        below = []
        for node in level:
            children: Iterable[Any] = node
            if type(node) is dict:
                members += len(node)
                children = node.values()
            for child in children:
                kind = type(child)
                if kind is dict or kind is list:
                    below.append(child)
        level = below
    if level:
        raise BadParameter("", f"nested deeper than {MAX_DEPTH} levels")
    return members


def _may_repeat(raw: bytes, members: int) -> bool:
    """Each member is written with one colon: if there are no more colons than members, no key occurs twice.

    Colons inside strings spoil that count; then those after a quote are counted, if no blank stands between.
    """
    if raw.count(b":") == members:
        return False
    return raw.count(b'":') != members or SPACED_COLON.search(raw) is not None


def _inspect(document: Any) -> None:
    """Looks at every key and value, without recursion; paths are spelled out only for a refusal."""
    flaw = _flaw(document)
    if flaw:
        raise BadParameter("", flaw)
    todo: list[tuple[Where, Any]] = [(None, document)] if isinstance(document, list) else []
    while todo:
        where, node = todo.pop()
        if isinstance(node, Pairs):
            _inspect_keys(where, node)
        for step, child in node if isinstance(node, Pairs) else enumerate(node):
            if isinstance(child, list):
                todo.append(((where, step), child))
            elif flaw := _flaw(child):
                raise BadParameter(_spelled((where, step)), flaw)


def _inspect_keys(where: Where, pairs: Pairs) -> None:
    seen = set()
    for key, _ in pairs:
        if "\x00" in key:
            raise BadParameter(_spelled(where), "a key contains the character U+0000")
        if key in seen:
            raise BadParameter(_spelled((where, key)), "the key occurs twice")
        seen.add(key)


def _flaw(value: Any) -> str:
    if isinstance(value, str) and "\x00" in value:
        return "contains the character U+0000"
    if isinstance(value, int) and not -(2**63) <= value < 2**63:
        return "the integer does not fit in 64 bits"
    return ""


def _spelled(where: Where) -> str:
    """`content.items[3]`; of a long path only the end, which is the place itself."""
    words: list[str] = []
    while where is not None:
        where, step = where
        words.append(f"[{step}]" if isinstance(step, int) else f".{step}"[: MAX_FIELD + 1])
    return "".join(reversed(words)).removeprefix(".")[-MAX_FIELD:].replace("\x00", "")


class StrictJSONParser(BaseParser):
    """A view may set `max_body` (bytes); else `MAX_BODY_BYTES` of the settings holds."""

    media_type = "application/json"

    def parse(
        self,
        stream: IO[bytes],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        _refuse_other_charsets(media_type or "")
        return loads(_whole(stream, parser_context or {}))


class AnyParser(BaseParser):
    """For bodies in somebody else's format: the bytes themselves."""

    media_type = "*/*"

    def parse(
        self,
        stream: IO[bytes],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        return _whole(stream, parser_context or {})


def bytes_of(request: Request) -> bytes:
    """The body as it came: parsing it is what keeps it."""
    _ = request.data
    raw: bytes = request.parser_context.get(RAW, b"")
    return raw


def _whole(stream: IO[bytes], context: Mapping[str, Any]) -> bytes:
    """Kept beside the request, for who looks at a signature."""
    cap = getattr(context.get("view"), "max_body", None) or settings.MAX_BODY_BYTES
    request = context.get("request")
    _refuse_announced(request.META.get("CONTENT_LENGTH") if request else None, cap)
    raw = _read_at_most(cap, stream)
    if request is not None:
        request.parser_context[RAW] = raw
    return raw


def _refuse_other_charsets(media_type: str) -> None:
    if ";" not in media_type:
        return
    try:
        charset = parse_header_parameters(media_type)[1].get("charset", "utf-8")
    except (ValueError, LookupError):
        charset = "?"
    if charset.lower() not in ("utf-8", "utf8"):
        raise Refusal(status.MEDIA_TYPE, "the body must be JSON in UTF-8", code=415)


def _too_large(cap: int) -> Refusal:
    return Refusal(status.BODY_TOO_LARGE, f"the body is larger than {cap} bytes", code=413)


def _refuse_announced(length: str | None, cap: int) -> None:
    """Before a byte is read. A length that says nothing is no harm: reading stops by itself."""
    digits = (length or "").strip()
    if digits.isdecimal() and (len(digits) > 18 or int(digits) > cap):
        raise _too_large(cap)


def _read_at_most(cap: int, stream: IO[bytes]) -> bytes:
    """Servers may give a body in pieces. One byte more than allowed is enough to know."""
    try:
        raw = b"".join(_pieces(stream, cap + 1))
    except UnreadablePostError:
        raise BadParameter("", "the connection broke before the whole body was there") from None
    if len(raw) > cap:
        raise _too_large(cap)
    return raw


def _pieces(stream: IO[bytes], wanted: int) -> Iterator[bytes]:
    while wanted > 0 and (piece := stream.read(wanted)):
        wanted -= len(piece)
        yield piece
