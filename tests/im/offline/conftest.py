"""Apps that can ring Huawei phones."""

import pytest

from accounts.models import App
from tests.push.credentials import make_credential


@pytest.fixture(autouse=True)
def _credential(acme: App) -> None:
    make_credential(acme)
