"""Which benchmarks there are, and what they need to run."""

from benchmarks.installation import GATEWAY, WEB

CASES: dict[str, tuple[str, ...]] = {
    "rest_send": (WEB,),
    "socket_send": (GATEWAY,),
    "lone_send": (WEB, GATEWAY),
    "moderated": (WEB,),
    "delivery": (GATEWAY,),
    "fanout": (GATEWAY,),
    "history": (WEB,),
    "crowd": (WEB, GATEWAY),
    "importing": (WEB,),
    "filters": (),
    "idle": (GATEWAY,),
    "webhooks": (),
    "isolation": (),
    "claims": (),
    "apns_transport": (),
    "push_full_path": (),
    "push_send": (WEB,),
    "push_broadcast": (),
    "push_isolation": (),
    "push_drain": (),
    "console": (),
}
