"""The names under which owners file their conversations and friends."""

import unicodedata
from typing import Any

from rest_framework import serializers

from config.api.errors import Refusal
from config.api.fields import Text
from config.api.status import BAD_NAMED_GROUP


class GroupName(Text):
    """Up to `longest` bytes, on one line, without a slash; what is wrong with it is 400 `51011`."""

    def __init__(self, *, longest: int = 32, **options: Any) -> None:
        super().__init__(**options)
        self.longest = longest

    def run_validation(self, data: Any = serializers.empty) -> Any:
        """DRF would let an empty one pass unseen."""
        value = super().run_validation(data)
        return value if value is None else self._named(value)

    def _named(self, value: str) -> str:
        odd = any(unicodedata.category(letter) in ("Cc", "Cs") for letter in value)
        if not value.strip() or len(value.encode()) > self.longest or "/" in value or odd:
            raise Refusal(
                BAD_NAMED_GROUP,
                f"a group's name has 1 to {self.longest} bytes, no slash and no control characters",
                errors=[{"field": self.field_name or "groupNames", "message": "is not a name for a group"}],
            )
        return value
