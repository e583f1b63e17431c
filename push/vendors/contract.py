"""What a vendor's file offers and what it is given. It renders, sends, reads receipts; it stores nothing."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from push.vendors.wire import Wire


class Kind(StrEnum):
    """What came of one token. UNKNOWN: the whole request went out and no answer came."""

    OK = "OK"
    INVALID_TOKEN = "INVALID_TOKEN"  # noqa: S105  an outcome
    RETRY = "RETRY"
    THROTTLED = "THROTTLED"
    AUTH = "AUTH"
    PERMANENT = "PERMANENT"
    UNKNOWN = "UNKNOWN"


class Scope(StrEnum):
    """Whom a THROTTLED is about. DAY: the whole app, and until the vendor's next day. An AUTH or an
    INVALID_TOKEN of a DEVICE is about it alone: whoever gave us its token could be the one who answers.
    """

    APP = "APP"
    DEVICE = "DEVICE"
    DAY = "DAY"


class Stage(StrEnum):
    """How far it came."""

    CREDENTIAL = "CREDENTIAL"
    AUTH = "AUTH"
    CONNECT = "CONNECT"
    SEND = "SEND"
    ACCEPTED = "ACCEPTED"


@dataclass(frozen=True, slots=True)
class Access:
    """A credential, opened. `fields`: the public and the secret ones together, as the contract names them.
    (app_id, vendor, version) is what tokens and connections made of it are kept under: `version` is another
    one after every change, and when it was taken away and entered anew.
    """

    app_id: int
    vendor: str
    version: Hashable
    fields: Mapping[str, Any] = field(repr=False)
    environment: str = ""

    @property
    def key(self) -> tuple[int, str, Hashable]:
        return (self.app_id, self.vendor, self.version)


@dataclass(frozen=True, slots=True)
class Target:
    """One device as its vendor knows it. `delivery`: the delivery's id, which makes a vendor's ids stable."""

    delivery: int
    token: str = field(repr=False)
    vendor: str = ""
    environment: str = "PROD"
    bundle_id: str = ""
    keys: Mapping[str, str] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class Message:
    """What is told, in no vendor's words; texts are final (language, template, preview, badge).

    `push_id`: of the payload; the delivery's id, or `t<taskId>` where one request goes to many devices, each
    of which then says by its deviceId which it was. `silent`: no notification, only `data`. `click`: `{type,
    value}`. `loc`: `{titleKey, titleArgs, bodyKey, bodyArgs}`. `badge`: the number to show, None to leave it.
    `collapse_key`: a later one replaces an earlier one with the same; of a message in a chat it is its id, so
    that a repeat rings once. `ttl`: seconds left, 0 is now or never. `vendor_options`: what the caller wants
    merged last, of this vendor only; each vendor lets through what it knows. `live_activity`: as the
    contract's options have it.
    """

    push_id: str
    task_id: str
    title: str = ""
    body: str = ""
    subtitle: str = ""
    image_url: str = ""
    sound: str = ""
    badge: int | None = None
    click: Mapping[str, str] | None = None
    category: str = "IM"
    channel_id: str = ""
    collapse_key: str = ""
    thread_id: str = ""
    loc: Mapping[str, Any] | None = None
    data: Mapping[str, Any] = field(default_factory=dict)
    silent: bool = False
    ttl: int = 86_400
    high: bool = True
    vendor_options: Mapping[str, Any] = field(default_factory=dict)
    live_activity: Mapping[str, Any] | None = None
    receipt_url: str = ""

    @property
    def speaks(self) -> bool:
        """Whether there is something to read: else it shows a number on the icon, and makes no sound."""
        return bool(self.title or self.body or self.loc)


@dataclass(frozen=True, slots=True)
class Call:
    """A request as it will be sent, but for what authenticates it."""

    url: str = field(repr=False)
    body: bytes = field(repr=False)
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)


class Unsendable(ValueError):
    """This vendor cannot carry it; its text says why, `code` in one word."""

    code = "unsendable"


class TooLong(Unsendable):
    """The data alone do not fit into the vendor's payload, however short the text is made."""

    code = "too_long"


class NoText(Unsendable):
    """The vendor shows nothing without a text, and this has a badge alone."""

    code = "no_text"


class NoSilence(Unsendable):
    """The vendor has notifications only, and this is a silent message."""

    code = "no_silent_messages"


@dataclass(frozen=True, slots=True)
class Outcome:
    """`after`: seconds, as the vendor wishes. `code`, `message`: the vendor's own words, without the token.
    `invalid_since`: ms; the token has been invalid since, so a later registration is not meant.
    `hint`: what an operator can do about it.
    """

    kind: Kind
    stage: Stage = Stage.SEND
    http_status: int | None = None
    code: str = ""
    message: str = ""
    vendor_message_id: str = ""
    latency_ms: int = 0
    after: float | None = None
    scope: Scope | None = None
    invalid_since: int | None = None
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Notified:
    """What a vendor's receipt says of one push. `event`: DELIVERED, CLICKED, INVALID_TOKEN or FAILED.
    Which push it was: `push_id`, or `task_id` with the token, or the vendor's message id with the token.
    """

    event: str
    token: str = field(default="", repr=False)
    push_id: str = ""
    task_id: str = ""
    vendor_message_id: str = ""
    at: int | None = None
    code: str = ""
    message: str = ""

    def __post_init__(self) -> None:
        if "\0" in "".join((self.token, self.push_id, self.task_id, self.vendor_message_id, self.code)):
            raise ValueError("no vendor's words: PostgreSQL takes none with a NUL")


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a credential. A secret one is write-only."""

    name: str
    secret: bool = False
    required: bool = True


class Vendor(Protocol):
    """A module of `push.vendors` is one of these; `registry.vendor(name)` finds it."""

    MOST: int  # tokens in one request
    OPTIONS: frozenset[str]  # the keys of `vendor_options` that it takes; a send with others is refused
    FIELDS: tuple[Field, ...]

    def check_fields(self, fields: Mapping[str, Any], /) -> None:
        """Raises `BadField` where one cannot be what it should be (a key that is none, a wrong length)."""

    def render(self, access: Access, message: Message, targets: Sequence[Target], /) -> Call:
        """Pure. Text is shortened at a character's boundary, data never: raises `Unsendable`."""

    async def send(
        self, wire: "Wire", access: Access, message: Message, targets: Sequence[Target], /
    ) -> list[Outcome]:
        """One outcome for each of the targets (at most MOST), in order. Never raises but when cancelled."""

    async def check(self, wire: "Wire", access: Access, /) -> Outcome:
        """Whether the vendor takes the credential, without ringing anybody: OK, or what is wrong."""

    def parse_receipt(self, body: bytes, content_type: str, /) -> list[Notified]:
        """Pure. Raises ValueError where it is not what the vendor sends. Of vendors without receipts: []."""

    def receipt_signed(self, access: Access, headers: Mapping[str, str], body: bytes, /) -> bool:
        """Whether the vendor's own signature is good; True where it has none."""


class BadField(ValueError):
    """Its text says why; `name` is the credential's field."""

    def __init__(self, name: str, why: str) -> None:
        super().__init__(why)
        self.name = name
