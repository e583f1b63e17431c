"""What can be done in moderation."""

from accounts.models import App
from im.moderation.console.forms import DEFAULTS
from im.moderation.models import AccountMute, AppMute, Flagged, KeywordFilter
from tests.console.acting import Case, Known

WORD = "PUT /api/im/admin/keyword-filters/$word"
REVIEW = "POST /api/im/admin/flagged/$flagged/review"
MUTE = "PUT /api/im/admin/global-mute"


def _word(known: Known) -> KeywordFilter:
    return KeywordFilter.objects.get(pk=known["word"])


def _flagged(known: Known) -> Flagged:
    return Flagged.objects.get(pk=known["flagged"])


def _mute(known: Known) -> AccountMute:
    return AccountMute.objects.get(account__user_id="bob", app__app_key="acme")


def _app_mute(known: Known) -> AppMute:
    return AppMute.objects.get(app__app_key="acme")


def _disabled(known: Known) -> None:
    KeywordFilter.objects.filter(pk=known["word"]).update(enabled=False)


def _in_category(known: Known) -> None:
    KeywordFilter.objects.filter(pk=known["word"]).update(category="games")


def _said_in_a_message(known: Known) -> None:
    """The message of the known ids is alice's."""
    row = Flagged.objects.filter(pk=known["flagged"])
    row.update(kind="MESSAGE", target_id=known["message"], user_id="alice")


def _bob_muted(known: Known) -> None:
    bob = App.objects.get(app_key="acme").accounts.get(user_id="bob")
    AccountMute.objects.get_or_create(account=bob, app=bob.app, defaults={"single_until": -1})


def _app_muted(known: Known) -> None:
    AppMute.objects.update_or_create(
        app=App.objects.get(app_key="acme"),
        defaults={"enabled": True, "until": -1, "scopes": ["SINGLE"], "whitelist": ["bob"]},
    )


ALL = {**DEFAULTS, "enabled": True}
CHANGED = {**ALL, "word": "roulette", "category": "games", "action": "FLAG", "scopes": ["GROUP"]}

CASES = [
    Case(
        act="im.keywordfilter/add",
        form={**ALL, "words": "lottery\n\n casino \nraffle"},
        call="POST /api/im/admin/keyword-filters",
        body={**ALL, "words": ["lottery", " casino ", "raffle"]},
    ),
    Case(act="im.keywordfilter/change", at=_word, form=CHANGED, call=WORD, body=CHANGED),
    Case(act="im.keywordfilter/enable", at=_word, call=WORD, body={"enabled": True}, before=_disabled),
    Case(act="im.keywordfilter/disable", at=_word, call=WORD, body={"enabled": False}),
    Case(act="im.keywordfilter/delete", at=_word, call="DELETE /api/im/admin/keyword-filters/$word"),
    Case(
        act="im.keywordfilter/delete-category",
        at=_word,
        call="POST /api/im/admin/keyword-filters/batch/remove",
        body={"category": "games"},
        before=_in_category,
    ),
    Case(
        act="im.flagged/approve",
        at=_flagged,
        form={"reason": "a joke"},
        call=REVIEW,
        body={"decision": "APPROVE", "reason": "a joke"},
    ),
    Case(
        act="im.flagged/revoke",
        at=_flagged,
        form={"reason": "spam", "muteSeconds": 600},
        call=REVIEW,
        body={"decision": "REVOKE", "reason": "spam", "muteSeconds": 600},
        before=_said_in_a_message,
    ),
    Case(
        act="im.flagged/mute",
        at=_flagged,
        form={"muteSeconds": -1},
        call=REVIEW,
        body={"decision": "MUTE", "muteSeconds": -1},
    ),
    Case(
        act="im.accountmute/add",
        form={"userIds": "bob, carol", "singleDuration": 600, "reason": "spam"},
        call=MUTE,
        body={"userIds": ["bob", "carol"], "singleDuration": 600, "reason": "spam"},
    ),
    Case(
        act="im.accountmute/change",
        at=_mute,
        form={"singleDuration": 0, "groupDuration": -1, "reason": "groups only"},
        call=MUTE,
        body={"userId": "bob", "singleDuration": 0, "groupDuration": -1, "reason": "groups only"},
        before=_bob_muted,
    ),
    Case(
        act="im.accountmute/unmute",
        at=_mute,
        call=MUTE,
        body={"userId": "bob", "singleDuration": 0, "groupDuration": 0},
        before=_bob_muted,
    ),
    Case(
        act="im.appmute/add",
        form={"scopes": ["GROUP"], "duration": 3600, "reason": "exams", "whitelist": "bob\ncarol"},
        call=MUTE,
        body={
            "enabled": True,
            "scopes": ["GROUP"],
            "duration": 3600,
            "reason": "exams",
            "whitelist": ["bob", "carol"],
        },
    ),
    Case(
        act="im.appmute/change",
        at=_app_mute,
        form={"scopes": ["SINGLE", "GROUP"], "duration": -1},
        call=MUTE,
        body={"enabled": True, "scopes": ["SINGLE", "GROUP"], "duration": -1, "whitelist": []},
        before=_app_muted,
    ),
    Case(act="im.appmute/unmute", at=_app_mute, call=MUTE, body={"enabled": False}, before=_app_muted),
]
