"""What can be done with exports: nothing of it is a row of the API."""

from tests.console.acting import Case

CASES: list[Case] = []
WITHOUT_A_ROW = {
    "console.export/add": "tests/console/exports",
    "console.export/cancel": "tests/console/exports",
}
