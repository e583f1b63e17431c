"""A vendor in the place of HUAWEI that does as it is told."""

from collections.abc import Iterator

import pytest

from tests.push.planted import Planted, planted


@pytest.fixture
def vendor() -> Iterator[Planted]:
    with planted("HUAWEI") as vendor:
        yield vendor
