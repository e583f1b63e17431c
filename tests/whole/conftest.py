"""What a failure of a whole installation leaves for whoever has to find out why."""

from collections.abc import Generator

import pytest

from tests.whole.installation import Installation

LAST_WORDS = 4_000


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """A failure shows the last words of every process: the folder with its logs is gone afterwards."""
    report = yield
    running = getattr(item, "funcargs", {}).get("running")
    if report.failed and isinstance(running, Installation):
        for log in sorted([*running.data.parent.glob("*.log"), *running.data.glob("log/*.log")]):
            words = log.read_text(encoding="utf-8", errors="replace")[-LAST_WORDS:]
            report.sections.append((f"the end of {log.name}", words))
    return report
