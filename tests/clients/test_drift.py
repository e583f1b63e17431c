"""The client's rows and models are what the OpenAPI document says today. Else: `make client`."""

import generate
from generator import names
from tests import shapes
from tests.test_reference import reference


def test_what_is_committed_is_what_would_be_generated() -> None:
    fresh, committed = generate.generated(shapes.document()), generate.read(generate.PACKAGE)
    assert fresh.keys() == committed.keys(), "run `make client`"
    assert [path for path in fresh if fresh[path] != committed[path]] == [], "run `make client`"


def test_every_row_has_a_name_chosen_for_it_also_those_that_are_to_come() -> None:
    table = names.read((generate.HERE / "names.tsv").read_text(encoding="utf-8"))
    named = {f"{method} {path}" for method, path in table}
    shown = {
        f"{method.upper()} {names.CURLY.sub('{}', path)}"
        for path, operations in shapes.document()["paths"].items()
        for method in operations
    }
    assert shown - named == set()
    assert named - shown - {names.CURLY.sub("{}", row) for row in reference()} == set()
    assert len(set(table.values())) == len(table)
