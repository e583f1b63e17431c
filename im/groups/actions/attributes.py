"""A group's attributes: few, small, written by version where the writer wants it so."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.db import transaction

from accounts.callers import Caller
from accounts.models import Account
from config.api.errors import Refusal
from config.api.status import ATTRIBUTE_NUMBER, ATTRIBUTE_TOTAL, ATTRIBUTE_VERSION
from im.groups.actions.telling import note, tell
from im.groups.models import Group, GroupAttributes
from im.groups.rates import admit_write
from im.groups.rules import Deed, Standing, standing_in

KEYS = 16
TOTAL = 16_384  # bytes of keys and values together


@dataclass(frozen=True, slots=True)
class Write:
    """`reset`: what is not set is gone. `gone` None: all of it. `version`: as the writer last saw it."""

    values: Mapping[str, str]
    reset: bool = False
    gone: Collection[str] | None = ()
    version: int | None = None


def set_attributes(
    *,
    group_id: str,
    values: Mapping[str, str],
    reset: bool = False,
    version: int | None = None,
    account: Account | None,
    by: Caller,
) -> GroupAttributes:
    """400 `10047`, `10048` where they become too many or too large, `10056` where `version` has passed."""
    write = Write(values, reset=reset, version=version)
    return _written(write, "GROUP_SET_ATTRIBUTES", group_id, account, by)


def delete_attributes(
    *,
    group_id: str,
    keys: Collection[str] | None,
    version: int | None = None,
    account: Account | None,
    by: Caller,
) -> GroupAttributes:
    """None: all of them."""
    write = Write({}, gone=keys, version=version)
    return _written(write, "GROUP_DELETE_ATTRIBUTES", group_id, account, by)


def _written(
    write: Write, action: str, group_id: str, account: Account | None, by: Caller
) -> GroupAttributes:
    """The rate is asked before the group is held, and only for who may write."""
    standing_in(group_id, by=by, account=account).require(Deed.ATTRIBUTES)
    admit_write(by.tenant, group_id)
    with transaction.atomic():
        standing = standing_in(group_id, by=by, account=account, lock=True)
        standing.require(Deed.ATTRIBUTES)
        kept = _kept(standing.group)
        if write.version is not None and write.version != kept.version:
            raise Refusal(ATTRIBUTE_VERSION, f"the attributes are at version {kept.version}")
        _put(write, kept, action, standing)
        return kept


def _kept(group: Group) -> GroupAttributes:
    return GroupAttributes.objects.filter(group=group).first() or GroupAttributes(group=group)


def _put(write: Write, kept: GroupAttributes, action: str, standing: Standing) -> None:
    before, after = kept.values, _after(write, kept.values)
    _require_fit(after)
    kept.values, kept.version = after, kept.version + 1
    kept.save()
    changed = {key: value for key, value in after.items() if before.get(key) != value}
    removed = sorted(before.keys() - after.keys())
    # The log says which, not what: attributes are the app's data, and may be large.
    note(standing, action, {"keys": sorted(changed), "removed": removed, "version": kept.version})
    tell(standing, "attributes_changed", changed=changed, removed=removed, version=kept.version)


def _after(write: Write, before: Mapping[str, str]) -> dict[str, str]:
    if write.reset or write.gone is None:
        return dict(write.values)
    left = {key: value for key, value in before.items() if key not in write.gone}
    return {**left, **write.values}


def _require_fit(values: Mapping[str, str]) -> None:
    if len(values) > KEYS:
        raise Refusal(ATTRIBUTE_NUMBER, f"a group has at most {KEYS} attributes")
    if sum(len(key.encode()) + len(value.encode()) for key, value in values.items()) > TOTAL:
        raise Refusal(ATTRIBUTE_TOTAL, f"a group's attributes have at most {TOTAL} bytes together")
