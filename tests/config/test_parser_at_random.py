"""The strict JSON against the standard library's, over documents that nobody thought of."""

import json
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from config.api.errors import Refusal
from config.api.parser import loads
from tests.config.documents import SEND, named

words = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=8)
keys = words | st.sampled_from(["a", "b", ":", '":', '" :', "\\u0000", "\\"])
integers = st.integers(-(2**63), 2**63 - 1)
scalars = st.none() | st.booleans() | integers | st.floats(allow_nan=False, allow_infinity=False) | keys
documents = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=4),
    max_leaves=20,
)
styles = st.sampled_from([(",", ":"), (", ", ": "), (" ,", " :"), ("\n,\t", "\r\n : ")])


@settings(deadline=None, max_examples=300)
@given(document=documents, style=styles, escaped=st.booleans(), indent=st.sampled_from([None, 2]))
def test_every_good_document_survives_in_every_style(document, style, escaped, indent):
    raw = json.dumps(document, separators=style, ensure_ascii=escaped, indent=indent).encode()
    assert repr(loads(raw)) == repr(document)


class Members(list[tuple[str, Any]]):
    """An object that may have a key twice."""


def written(node: Any, colons: list[str]) -> str:
    """JSON of such things; the colons come from a list that goes round, so that blanks vary."""
    if isinstance(node, Members):
        parts = []
        for key, value in node:
            colons.append(colons.pop(0))
            parts.append(json.dumps(key) + colons[-1] + written(value, colons))
        return "{" + ",".join(parts) + "}"
    if isinstance(node, list):
        return "[" + ",".join(written(item, colons) for item in node) + "]"
    return json.dumps(node, ensure_ascii=False)


def repeats(node: Any) -> bool:
    if not isinstance(node, list):
        return False
    if not isinstance(node, Members):
        return any(map(repeats, node))
    return len({key for key, _ in node}) < len(node) or any(repeats(value) for _, value in node)


few_keys = st.sampled_from(["a", "b", ":", "a:", '"', '":', '" :', "\\", ""])
loose = st.recursive(
    st.integers(0, 9) | few_keys,
    lambda inner: st.lists(inner, max_size=3) | st.lists(st.tuples(few_keys, inner), max_size=4).map(Members),
    max_leaves=12,
)


@settings(deadline=None, max_examples=500)
@given(
    document=loose,
    colons=st.lists(st.sampled_from([":", ": ", " :", "\t: ", "\n  :"]), min_size=1, max_size=4),
)
@example(document=Members([("a", Members([("b", 1), ("b", 2)]))]), colons=[" :", ":"])
def test_a_document_is_refused_exactly_when_a_key_occurs_twice(document, colons):
    raw = written(document, colons).encode()
    if repeats(document):
        assert "twice" in named(raw)[1]
    else:
        assert loads(raw) == json.loads(raw)


def read_exactly_or_refused(raw: bytes) -> bool:
    try:
        document = loads(raw)
    except Refusal as refusal:
        return (refusal.code, refusal.status) == (400, "10004")
    return repr(document) == repr(json.loads(raw.decode()))


@settings(deadline=None, max_examples=300)
@given(st.binary(max_size=60) | st.text('{}[]":,\\u0d8 1e9-tn\x00a', max_size=40).map(str.encode))
def test_random_bytes_are_read_as_the_standard_library_does_or_refused(raw):
    assert read_exactly_or_refused(raw)


@settings(deadline=None, max_examples=200)
@given(position=st.integers(0, len(SEND) - 1), inserted=st.binary(max_size=3), dropped=st.integers(0, 3))
def test_a_damaged_send_is_read_exactly_or_refused(position, inserted, dropped):
    assert read_exactly_or_refused(SEND[:position] + inserted + SEND[position + dropped :])
