"""Where a click leads on Android, in the words of its intents."""

from urllib.parse import urlsplit

READY = ("intent:", "#Intent")
CLEAR_TOP = "launchFlags=0x4000000"  # without it a page that is open is opened once more


def link(value: str) -> str:
    """A link into the app, as the intent that views it; an intent stays as it is."""
    if value.startswith(READY):
        return value
    parts = urlsplit(value)
    if not parts.scheme:
        return f"intent:{value}#Intent;{CLEAR_TOP};end"
    rest = value[len(parts.scheme) + 1 :]
    return f"intent:{rest}#Intent;scheme={parts.scheme};{CLEAR_TOP};end"


def activity(value: str, package: str = "") -> str:
    """`package/.Page`, or `.Page` where the package is known; else the name of an action."""
    if value.startswith(READY):
        return value
    if "/" not in value and package and value.startswith((".", f"{package}.")):
        value = f"{package}/{value}"
    what = "component" if "/" in value else "action"
    return f"intent:#Intent;{what}={value};{CLEAR_TOP};end"
