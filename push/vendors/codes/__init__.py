"""The vendors' codes, as tables beside this file (see README.md)."""

from csv import DictReader
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from push.vendors.contract import Kind, Scope


@dataclass(frozen=True, slots=True)
class Verdict:
    kind: Kind
    scope: Scope | None
    after: float | None
    mark: str
    hint: str


@cache
def table(vendor: str) -> dict[str, Verdict]:
    with (Path(__file__).parent / f"{vendor}.tsv").open(encoding="utf-8", newline="") as lines:
        return {line["code"]: _verdict(line) for line in DictReader(lines, delimiter="\t")}


def verdict(vendor: str, code: str) -> Verdict | None:
    """None for a code that the table does not have."""
    return table(vendor).get(code)


def _verdict(line: dict[str, str]) -> Verdict:
    scope = Scope(line["scope"]) if line["scope"] else None
    after = float(line["after"]) if line["after"] else None
    return Verdict(Kind(line["kind"]), scope, after, line["mark"], line["hint"])
