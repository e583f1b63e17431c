"""Each event's JSON schema: one for all of the catalogue, written down, and true of the examples.

The events themselves are held against it wherever a test makes one (`tests/recorder.py`).
"""

import json

import pytest

from config.api.webhooks import event_schemas
from journal import names
from tests import shapes
from tests.test_docs import ROOT, examples, read

PUSHES = {name for name in names.AFTER if name.startswith("push.")}
EXAMPLES = examples()


def test_all_of_the_catalogue_have_one() -> None:
    told = names.AFTER | names.BEFORE
    assert event_schemas(shapes.document()).keys() == told | names.SOCKET_ONLY == EXAMPLES.keys()
    assert shapes.document()["webhooks"].keys() == told


def test_every_act_names_who_did_it() -> None:
    """What is typed or seen is no act, what phones do neither; and a session's end is told alone."""
    no_acts = PUSHES | names.SOCKET_ONLY - {"conversation.updated", "conversation.deleted"}
    for name, schema in event_schemas(shapes.document()).items():
        for shape in schema.get("oneOf", [schema]):
            assert ("operatorId" in shape["required"]) == (name not in no_acts), name


def test_those_written_down_are_those_of_the_code() -> None:
    """`make client` writes them."""
    written = {path.stem: json.loads(path.read_text()) for path in (ROOT / "docs/events").glob("*.json")}
    assert written == event_schemas(shapes.document())


@pytest.mark.parametrize("name", sorted(EXAMPLES))
def test_the_example_has_its_shape(name: str) -> None:
    assert shapes.differs(name, EXAMPLES[name]) == []
    section = read("docs/events.md").partition(f"### {name}\n")[2].partition("\n#")[0]
    assert f"(events/{name}.json)" in section
