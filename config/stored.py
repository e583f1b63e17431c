"""How JSON comes back from PostgreSQL: jsonb spells 1e300 with 301 digits, no integer of ours."""

from json import JSONDecoder
from typing import Any


def _number(digits: str) -> int | float:
    value = int(digits)
    return value if -(2**63) <= value < 2**63 else float(value)


class StoredJson(JSONDecoder):
    def __init__(self, **options: Any) -> None:
        super().__init__(parse_int=_number, **options)
