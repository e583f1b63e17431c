"""The sidebar: what there is, in the order in which operators ask for it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.console.current import current_app, operator_of
from accounts.mandates import suffices
from accounts.models import OperatorRole
from config.console.cells import Text


@dataclass(frozen=True)
class Place:
    """`at` is a name in the URL table: `index`, `im_message_changelist`. `needs` a role to be shown.

    `superusers`: nobody else may open it.
    """

    title: Text
    icon: str
    at: str
    needs: OperatorRole = OperatorRole.VIEWER
    group: Text = ""
    superusers: bool = False

    @property
    def link(self) -> str:
        return reverse(f"admin:{self.at}")


GROUPS: list[tuple[Text, list[Place]]] = [
    (
        _("Overview"),
        [
            Place(_("Dashboard"), "monitoring", "index"),
        ],
    ),
    (
        _("People"),
        [
            Place(_("Accounts"), "person", "accounts_account_changelist"),
            Place(_("Sessions"), "devices", "accounts_session_changelist"),
            Place(_("Verify a UserSig"), "verified_user", "verify_usersig", OperatorRole.SUPPORT),
            Place(_("Import accounts"), "group_add", "import_accounts", OperatorRole.ADMINISTRATOR),
            Place(_("Friends"), "group", "im_friend_changelist"),
            Place(_("Friend requests"), "person_add", "im_friendrequest_changelist"),
            Place(_("Blacklists"), "block", "im_block_changelist"),
        ],
    ),
    (
        _("Chat"),
        [
            Place(_("Messages"), "chat", "im_message_changelist"),
            Place(_("Conversations"), "forum", "im_conversation_changelist"),
            Place(_("Groups"), "groups", "im_group_changelist"),
            Place(_("Group members"), "group_work", "im_groupmember_changelist"),
            Place(_("Join requests"), "how_to_reg", "im_joinrequest_changelist"),
            Place(_("Broadcast"), "podcasts", "broadcast", OperatorRole.OPERATOR),
            Place(_("Sent broadcasts"), "mark_email_read", "im_batchsend_changelist"),
        ],
    ),
    (
        _("Moderation"),
        [
            Place(_("Word list"), "dictionary", "im_keywordfilter_changelist"),
            Place(_("Try the words"), "science", "moderation_try"),
            Place(_("Review queue"), "flag", "im_flagged_changelist"),
            Place(_("Muted accounts"), "volume_off", "im_accountmute_changelist"),
            Place(_("Mute of the app"), "campaign", "im_appmute_changelist"),
        ],
    ),
    (
        _("Webhooks"),
        [
            Place(_("Endpoints"), "webhook", "webhooks_endpoint_changelist"),
            Place(_("Deliveries"), "outbound", "webhooks_delivery_changelist"),
            Place(_("Alerts"), "notification_important", "webhooks_alert_changelist"),
        ],
    ),
    (
        _("Push"),
        [
            Place(_("Why did it not ring?"), "troubleshoot", "push_why"),
            Place(_("Push by vendor"), "bar_chart", "push_statistics"),
            Place(_("Credentials"), "key", "push_credential_changelist"),
            Place(_("Send a push"), "send", "push_notice_add", OperatorRole.OPERATOR),
            Place(_("Tasks"), "campaign", "push_notice_changelist"),
            Place(_("Devices"), "smartphone", "push_device_changelist"),
            Place(_("Device logs"), "history", "push_devicelog_changelist"),
            Place(_("Push deliveries"), "send_to_mobile", "push_delivery_changelist"),
            Place(_("Receipts"), "mark_chat_read", "push_receipt_changelist"),
            Place(_("Vendor receipts"), "receipt_long", "push_vendorreceipt_changelist"),
            Place(_("Pauses"), "pause_circle", "push_lane_changelist"),
            Place(_("Templates"), "draft", "push_template_changelist"),
            Place(_("Do not disturb"), "do_not_disturb_on", "push_preference_changelist"),
        ],
    ),
    (
        _("System"),
        [
            Place(_("Apps"), "apps", "accounts_app_changelist"),
            Place(_("Operation log"), "fact_check", "journal_operation_changelist"),
            Place(_("Events"), "bolt", "journal_event_changelist", superusers=True),
            Place(_("Exports"), "download", "console_export_changelist"),
            Place(_("Operators"), "badge", "accounts_operator_changelist", OperatorRole.ADMINISTRATOR),
            Place(_("Installation"), "dns", "system", superusers=True),
            Place(_("Sign-ins"), "login", "sign_ins", superusers=True),
        ],
    ),
]


def groups_for(request: HttpRequest) -> Iterator[tuple[Text, list[Place]]]:
    operator, app = operator_of(request), current_app(request)
    role = "ADMINISTRATOR" if operator.is_superuser else operator.mandate_for(app) if app else None
    for title, places in GROUPS:
        mine = [
            place
            for place in places
            if suffices(role, place.needs) and (operator.is_superuser or not place.superusers)
        ]
        if mine:
            yield title, mine


def places(request: HttpRequest) -> Iterator[Place]:
    """Flat, each with its group's title: for the palette."""
    for title, there in groups_for(request):
        for place in there:
            yield Place(place.title, place.icon, place.at, place.needs, title)


def sidebar(request: HttpRequest) -> list[dict[str, Any]]:
    """As unfold takes it. One is at the place whose path begins most of the page's."""
    groups = [(title, [(place, place.link) for place in there]) for title, there in groups_for(request)]
    every = [link for _title, there in groups for place, link in there if place.at != "index"]
    links = [link for link in every if request.path.startswith(link)] or [request.path]
    at = max(links, key=len, default="")
    return [
        {
            "title": title,
            "collapsible": False,
            "items": [
                {"title": place.title, "icon": place.icon, "link": link, "active": link == at}
                for place, link in there
            ],
        }
        for title, there in groups
    ]


def account(request: HttpRequest) -> list[dict[str, Any]]:
    """The menu of who is signed in, as unfold takes it."""
    return [{"title": gettext("My account"), "link": reverse("admin:my_account")}]


def chosen(request: HttpRequest) -> str:
    """Whose rows one looks at, below the site's name."""
    if not request.user.is_authenticated:
        return ""
    app = current_app(request)
    return app.name if app is not None else gettext("All apps")


def apps_menu(request: HttpRequest) -> dict[str, Any]:
    """What every page shows of the choice of apps."""
    if not request.user.is_authenticated:
        return {}
    return {"chosen_app": current_app(request)}
