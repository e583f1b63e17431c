"""Each act of the console with the call that it must equal: one module for each part, each with its CASES."""

from importlib import import_module
from pkgutil import iter_modules

from tests.console.acting import Case

CASES: list[Case] = [
    case for part in iter_modules(__path__) for case in import_module(f"{__name__}.{part.name}").CASES
]
# Acts without a row of the API: what they do, tests beside their own part say.
WITHOUT_A_ROW: dict[str, str] = {
    act: why
    for part in iter_modules(__path__)
    for act, why in getattr(import_module(f"{__name__}.{part.name}"), "WITHOUT_A_ROW", {}).items()
}
