"""How many an audience reaches, and who they are: named users and devices at once, all others in steps."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, LiteralString

from config.sql import rows
from push.asking import Socket, chat
from push.credentials import configured
from push.models import Device
from push.planning import Candidate, Missed, Plan, Terms, for_devices, for_users, plan

COUNTED: Final = 10_000  # more are "so many at least": counting them would be work
STEP: Final = 1_000

TAGGED: dict[str, LiteralString] = {
    "any": "tagged && %(any)s",
    "all": "tagged @> %(all)s",
    "not": "NOT tagged && %(not)s",
}
COUNT: LiteralString = """
SELECT count(*), count(DISTINCT user_id) FROM (
  SELECT user_id FROM push_device WHERE app_id = %(app)s AND status = 'ACTIVE' AND {tagged} LIMIT %(most)s
) AS found
"""
# Where few match, they are looked up by their tags, all of them first: together with the order, a walk could
# seem cheaper. Where many do, all of the app are walked: a step costs the same however many there are.
LOOKED_UP: LiteralString = """
WITH found AS MATERIALIZED (
  SELECT id, user_id, device_id, vendor, notification_enabled, tagged FROM push_device
  WHERE app_id = %(app)s AND status = 'ACTIVE' AND id > %(after)s AND {tagged}
), step AS MATERIALIZED (SELECT * FROM found ORDER BY id LIMIT %(most)s)
"""
WALKED: LiteralString = """
WITH step AS MATERIALIZED (
  SELECT id, user_id, device_id, vendor, notification_enabled, tagged FROM push_device
  WHERE app_id = %(app)s AND status = 'ACTIVE' AND id > %(after)s ORDER BY id LIMIT %(most)s
)
"""
NEXT: LiteralString = """
SELECT bounds.last, bounds.found, d.user_id, d.id, d.device_id, d.vendor, d.notification_enabled,
  p.dnd_from, p.dnd_to, p.time_zone,
  d.vendor = 'APNS' AND %(voip)s AND EXISTS (SELECT FROM push_device o WHERE o.app_id = %(app)s
    AND o.device_id = d.device_id AND o.vendor = 'APNS_VOIP' AND o.status = 'ACTIVE')
FROM (SELECT max(id) AS last, count(*) AS found FROM step) AS bounds
LEFT JOIN step d ON {tagged}
LEFT JOIN push_preference p ON p.app_id = %(app)s AND p.user_id = d.user_id AND p.dnd_enabled
ORDER BY d.id
"""


@dataclass(frozen=True, slots=True)
class Reach:
    """`plan` is None where the audience is not named but described: a worker finds it."""

    users: int
    devices: int
    vendors: Mapping[str, int]
    missed: Sequence[Missed] = ()
    plan: Plan | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """`after`: the last device looked at; `done`: there are no more."""

    candidates: list[Candidate] = field(default_factory=list)
    after: int = 0
    done: bool = True


def is_named(audience: Mapping[str, Any]) -> bool:
    return "userIds" in audience or "deviceIds" in audience


def named(app_id: int, audience: Mapping[str, Any], terms: Terms) -> Plan:
    if "userIds" in audience:
        return for_users(app_id, audience["userIds"], terms)
    return for_devices(app_id, audience["deviceIds"], terms)


def reach_of_plan(plan: Plan) -> Reach:
    vendors = Counter(chosen.vendor for chosen in plan.chosen)
    return Reach(plan.users, len(plan.chosen), vendors, plan.missed, plan)


def described(app_id: int, audience: Mapping[str, Any]) -> Reach:
    """Active devices that have the tags, up to COUNTED; any vendor that the app has may be among them."""
    tags = _tags(app_id, audience)
    statement = COUNT.replace("{tagged}", _condition(tags))
    devices, users = rows(statement, {"app": app_id, "most": COUNTED, **tags})[0]
    return Reach(users, devices, dict.fromkeys(configured(app_id), 0))


def step(app_id: int, audience: Mapping[str, Any], *, after: int, voip: bool) -> Step:
    """The next of them. `walk` in the audience: they are many."""
    tags = _tags(app_id, audience)
    begin: LiteralString = WALKED if audience.get("walk") else LOOKED_UP
    statement = (begin + NEXT).replace("{tagged}", _condition(tags))
    found = rows(statement, {"app": app_id, "after": after, "most": STEP, "voip": voip, **tags})
    last, number = found[0][:2]
    return Step([_candidate(row) for row in found if row[3] is not None], last or after, number < STEP)


def sockets(app_id: int, user_ids: Sequence[str]) -> Mapping[str, Sequence[Socket]]:
    return chat().presence(app_id, user_ids) if user_ids else {}


def users_of(app_id: int, audience: Mapping[str, Any]) -> list[str]:
    """Whose devices are named."""
    if "userIds" in audience:
        return list(audience["userIds"])
    devices = Device.objects.filter(app_id=app_id, device_id__in=audience["deviceIds"])
    return list(devices.values_list("user_id", flat=True).distinct())


def planned(app_id: int, candidates: Sequence[Candidate], terms: Terms) -> Plan:
    """Each device for itself: a user's others may be in another step, so nothing is said of the user."""
    made = plan(app_id, candidates, terms)
    return Plan(made.chosen, [one for one in made.skipped if one.device is not None])


def _candidate(row: tuple[Any, ...]) -> Candidate:
    _, _, user_id, device, device_id, vendor, enabled, start, end, zone, voip = row
    return Candidate(
        device_id, user_id, device, device_id, vendor, True, enabled, start, end, zone, True, voip
    )


def _tags(app_id: int, audience: Mapping[str, Any]) -> dict[str, list[str]]:
    asked: Mapping[str, list[str]] = audience.get("tags", {})
    return {kind: [f"{app_id}:{tag}" for tag in tags] for kind, tags in asked.items()}


def _condition(tags: Mapping[str, Any]) -> LiteralString:
    return " AND ".join(TAGGED[kind] for kind in TAGGED if kind in tags) or "true"
