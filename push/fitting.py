"""Whether what is to be told fits into a vendor's payload, once its texts are made as short as need be."""

from collections.abc import Collection, Mapping
from typing import Any, Final

from config.api.errors import BadParameter
from push.composing import compose
from push.credentials import access, why_not
from push.vendors.contract import Message, Target, TooLong, Unsendable
from push.vendors.registry import vendor

LONG_ID: Final = "9" * 19
# Of nobody: the curve's base point, and nothing secret.
KEYS: Final = {
    "p256dh": "BGsX0fLhLEJH-Lzm5WOkQPJ3A32BLeszoPShOUXYmMKWT-NC4v4af5uO5-tKfA-eFivOM1drMV7Oy7ZAaDe_UfU",
    "auth": "AAAAAAAAAAAAAAAAAAAAAA",
}


def problem(app_id: int, content: Mapping[str, Any], options: Mapping[str, Any], name: str) -> str:
    """Why the vendor cannot be given it, or "": by its own file, or for want of a credential."""
    opened = access(app_id, name)
    if opened is None:
        return why_not(app_id, name)
    try:
        vendor(name).render(opened, _message(content, options, name), [_target(name)])
    except Unsendable as refused:
        return refused.code
    return ""


def require_fit(
    app_id: int, content: Mapping[str, Any], options: Mapping[str, Any], vendors: Collection[str]
) -> None:
    """Whatever else stands in a vendor's way is told of its deliveries: the others' go out."""
    for name in sorted(vendors):
        if problem(app_id, content, options, name) == TooLong.code:
            raise BadParameter("data", f"does not fit into the payload of {name}")


def _message(content: Mapping[str, Any], options: Mapping[str, Any], name: str) -> Message:
    return compose(
        content,
        options,
        push_id=LONG_ID,
        task_id=LONG_ID,
        vendor=name,
        locale="",
        badge=9_999,
        hide_preview=False,
        seconds_left=options.get("ttl", 0),
        receipt_url="",
    )


def _target(name: str) -> Target:
    token = "https://push.example.com/" if name == "WEBPUSH" else "0" * 64
    return Target(delivery=int(LONG_ID), token=token, vendor=name, bundle_id="", keys=KEYS)
