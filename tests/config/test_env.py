"""What the environment says is refused at once where it is nonsense."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from config import env


def test_base_urls_are_by_name_and_have_no_slash_at_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BASES", '{"apns": "https://127.0.0.1:2197/", "FCM": "https://[::1]"}')
    assert env.bases("BASES") == {"APNS": "https://127.0.0.1:2197", "FCM": "https://[::1]"}


@pytest.mark.parametrize(
    "value",
    [
        "{",
        "[]",
        '{"A": 1}',
        '{"A": "ftp://h"}',
        '{"A": "https://"}',
        '{"A": "https://h:99999"}',
        '{"A": "h:1"}',
    ],
)
def test_what_is_no_base_url_is_refused_by_the_variables_name(
    monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    monkeypatch.setenv("BASES", value)
    with pytest.raises(ImproperlyConfigured, match="BASES"):
        env.bases("BASES")
