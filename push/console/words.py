"""What statuses, events and vendors are called in the console, and in which colour they stand."""

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from config.console.cells import Cell, Kind, Text
from push.models import DeliveryStatus, DeviceStatus, NoticeStatus

VENDORS: Final[Mapping[str, Text]] = {
    "APNS": _("Apple APNs"),
    "APNS_VOIP": _("Apple APNs, calls"),
    "APNS_LIVE": _("Apple APNs, live activities"),
    "FCM": _("Google FCM"),
    "HUAWEI": _("Huawei"),
    "HARMONY": _("HarmonyOS"),
    "HONOR": _("Honor"),
    "XIAOMI": _("Xiaomi"),
    "OPPO": _("OPPO"),
    "VIVO": _("vivo"),
    "MEIZU": _("Meizu"),
    "WEBPUSH": _("Web Push"),
}
STATUSES: Final[Mapping[str, tuple[Text, Kind]]] = {
    DeliveryStatus.PENDING: (_("In the queue"), "info"),
    DeliveryStatus.RETRYING: (_("Tried again"), "warning"),
    DeliveryStatus.ACCEPTED: (_("Vendor accepted"), "success"),
    DeliveryStatus.DELIVERED: (_("Delivered"), "success"),
    DeliveryStatus.CLICKED: (_("Clicked"), "success"),
    DeliveryStatus.FAILED: (_("Failed"), "danger"),
    DeliveryStatus.UNKNOWN: (_("No answer"), "danger"),
    DeliveryStatus.EXPIRED: (_("Expired"), "danger"),
    DeliveryStatus.CANCELLED: (_("Not sent"), "warning"),
}
HEALTH: Final[Mapping[str, tuple[Text, Kind]]] = {
    DeviceStatus.ACTIVE: (_("Registered"), "success"),
    DeviceStatus.INVALID: (_("Token refused"), "danger"),
    DeviceStatus.REPLACED: (_("Replaced"), "warning"),
    DeviceStatus.UNREGISTERED: (_("Unregistered"), "warning"),
    DeviceStatus.EVICTED: (_("Superseded"), "warning"),
}
TASKS: Final[Mapping[str, tuple[Text, Kind]]] = {
    NoticeStatus.SCHEDULED: (_("Scheduled"), "info"),
    NoticeStatus.EXPANDING: (_("Finding its audience"), "info"),
    NoticeStatus.QUEUED: (_("Sent out"), "success"),
    NoticeStatus.CANCELLED: (_("Cancelled"), "warning"),
    NoticeStatus.DRY_RUN: (_("Only tried"), ""),
}
SOURCES: Final[Mapping[str, Text]] = {"API": _("A send"), "CHAT": _("Chat"), "TEST": _("Test")}
EVENTS: Final[Mapping[str, Text]] = {
    "REGISTER": _("The phone registered"),
    "REBIND": _("The phone became another user's"),
    "UNREGISTER": _("The phone unregistered"),
    "REPLACED": _("Its token went to another device"),
    "INVALIDATED": _("Its token was given up"),
    "QUEUED": _("A push was queued"),
    "SKIPPED": _("A push was not sent"),
    "SENT": _("Sent to the vendor"),
    "ACCEPTED": _("The vendor accepted it"),
    "RETRY": _("It will be tried again"),
    "FAILED": _("It failed"),
    "DELIVERED": _("It arrived on the phone"),
    "RECEIVED": _("It arrived on the phone"),
    "DISPLAYED": _("It was shown"),
    "DISMISSED": _("It was swiped away"),
    "CLICKED": _("It was tapped"),
    "TEST": _("An operator sent a test"),
    "PARSE_ERROR": _("A receipt could not be read"),
}
GOOD: Final = frozenset({"ACCEPTED", "DELIVERED", "DISPLAYED", "CLICKED"})
STAGES: Final[Mapping[str, Text]] = {
    "CREDENTIAL": _("Credential"),
    "AUTH": _("Sign-in at the vendor"),
    "CONNECT": _("Connection"),
    "SEND": _("Sending"),
    "ACCEPTED": _("Vendor accepted"),
    "PENDING": _("No answer yet"),
}


def vendor_name(vendor: str) -> str:
    return str(VENDORS.get(vendor, vendor))


def badge(words: Mapping[str, tuple[Text, Kind]], status: str) -> Cell:
    text, kind = words.get(status, (status, ""))
    return Cell(text=text, kind=kind)


class Labelled(NamedTuple):
    """As unfold's lists take a badge: what chooses the colour, and what is read. Elsewhere it is its text."""

    status: str
    text: Text

    def __str__(self) -> str:
        return str(self.text)


def labelled(words: Mapping[str, tuple[Text, Kind]], status: str) -> Labelled:
    return Labelled(status, words.get(status, (status, ""))[0])


def colours(words: Mapping[str, tuple[Text, Kind]]) -> dict[str, str]:
    return {status: kind for status, (_text, kind) in words.items()}


def translated(hint: str) -> str:
    """A hint as the log keeps it, in English: the whole of it, or as many of its sentences as can be said."""
    sentences, said = hint.split(". "), []
    sentences = [f"{part}." for part in sentences[:-1]] + sentences[-1:]
    while sentences:
        for length in range(len(sentences), 0, -1):
            text = " ".join(sentences[:length])
            if length == 1 or gettext(text) != text:
                said.append(gettext(text))
                sentences = sentences[length:]
                break
    return " ".join(said)


def said_of(detail: Any, name: str) -> str:
    """A word of a log entry's detail; what is no text there is none."""
    value = detail.get(name) if isinstance(detail, dict) else None
    return value if isinstance(value, str) else ""
