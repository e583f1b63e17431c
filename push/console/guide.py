"""What each vendor wants of an app, and where it is found there: docs/push-vendors.md."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext_lazy as _

from config.console.cells import Text


@dataclass(frozen=True)
class Guide:
    """`fields`: what each one is called and where it is found. `files`: those that come as files."""

    where: Text
    setup: Text
    wrong: Text
    fields: Mapping[str, tuple[Text, Text]]
    files: Mapping[str, str]


BADGE: Final = (
    _("Badge class"),
    _("The activity whose icon bears the badge; without it there are no badges."),
)
CALLBACKS: Final = {
    "callbackUser": (_("Callback user"), _("What you entered for the receipts; empty if nothing.")),
    "callbackSecret": (
        _("Callback secret"),
        _("Receipts without Huawei's signature are refused then. Goes away with the callback user."),
    ),
}
GUIDES: Final[Mapping[str, Guide]] = {
    "APNS": Guide(
        where=_("developer.apple.com → Certificates, Identifiers & Profiles → Keys"),
        setup=_("Make a key with “Apple Push Notifications service”. Its .p8 file can be downloaded once."),
        wrong=_(
            "BadDeviceToken for all: the wrong environment. "
            "InvalidProviderToken: key ID, team ID and key do not "
            "belong together."
        ),
        fields={
            "keyId": (_("Key ID"), _("Ten characters; stands beside the key.")),
            "teamId": (_("Team ID"), _("On the same site, under Membership.")),
            "bundleId": (_("Bundle ID"), _("The app's, like com.example.chat.")),
            "privateKey": (_("Private key"), _("The text of the .p8 file.")),
        },
        files={"privateKey": ".p8,.pem"},
    ),
    "FCM": Guide(
        where=_("Firebase console → Project settings → Service accounts"),
        setup=_(
            "“Generate new private key”; the Firebase Cloud Messaging "
            "API (V1) must be enabled for the project."
        ),
        wrong=_("SENDER_ID_MISMATCH: the token is of another Firebase project."),
        fields={"serviceAccount": (_("Service account"), _("The whole JSON file of the key."))},
        files={"serviceAccount": ".json,application/json"},
    ),
    "HUAWEI": Guide(
        where=_("AppGallery Connect → the project → Project settings → General information"),
        setup=_(
            "Enable Push Kit, and ask for self-classification rights for IM: else it all counts as marketing."
        ),
        wrong=_("80300007 for all: tokens of another app. 80200001: the secret is of another app."),
        fields={
            "appId": (_("App ID"), _("Digits; of the app, not of the project.")),
            "appSecret": (_("Client secret"), _("The secret of the app's OAuth 2.0 client.")),
            "badgeClass": BADGE,
            **CALLBACKS,
        },
        files={},
    ),
    "HARMONY": Guide(
        where=_("AppGallery Connect → Project settings, and the API Console → Service accounts"),
        setup=_("Enable Push Kit for the project; receipts are of version V2. For HarmonyOS 5 and later."),
        wrong=_(
            "80200001: the service account is of another project. 80200005: this server's clock is wrong."
        ),
        fields={
            "projectId": (_("Project ID"), _("On the project's settings page.")),
            "keyId": (_("Key ID"), _("key_id of the service account's JSON file.")),
            "subAccount": (_("Sub account"), _("sub_account of the same file.")),
            "privateKey": (_("Private key"), _("private_key of the same file; its \\n may stay.")),
            **CALLBACKS,
        },
        files={"privateKey": ".pem,.key,.txt"},
    ),
    "HONOR": Guide(
        where=_("developer.honor.com → the app → Push service"),
        setup=_("Switch push on for the app, and enter the receipts' URL in the same place."),
        wrong=_("expireTokens: the app must get a new token. failTokens: kept, and tried once more."),
        fields={
            "appId": (_("App ID"), _("Digits.")),
            "clientId": (_("Client ID"), _("Of the app's push service.")),
            "clientSecret": (_("Client secret"), _("Of the app's push service.")),
            "badgeClass": BADGE,
        },
        files={},
    ),
    "XIAOMI": Guide(
        where=_("dev.mi.com → the app → Push"),
        setup=_(
            "Ask for a channel for chat messages: without one they count "
            "as public ones, of which there are few a day."
        ),
        wrong=_("21301: the AppKey in place of the AppSecret. 22022: another package. 10016: no channel."),
        fields={
            "appSecret": (_("AppSecret"), _("The AppSecret, not the AppKey.")),
            "packageName": (_("Package name"), _("Of the Android app.")),
            "channelId": (_("Channel ID"), _("Where a send names none. Needed for private messages.")),
        },
        files={},
    ),
    "OPPO": Guide(
        where=_("open.oppomobile.com → Push → the app → App configuration"),
        setup=_("Ask for a channel for private messages. Also for realme and OnePlus."),
        wrong=_("14 and 16: key and secret are of another app. 19: this server's clock is off."),
        fields={
            "appKey": (_("AppKey"), _("Of the app.")),
            "masterSecret": (_("MasterSecret"), _("The MasterSecret, not the AppSecret.")),
        },
        files={},
    ),
    "VIVO": Guide(
        where=_("dev.vivo.com.cn → Push → the app → App information"),
        setup=_(
            "The app must have passed vivo's review for messages to others than test devices. Also for iQOO."
        ),
        wrong=_("10302: not a token of this app. 10070: today's quota is used up."),
        fields={
            "appId": (_("App ID"), _("Digits.")),
            "appKey": (_("AppKey"), _("Of the app.")),
            "appSecret": (_("AppSecret"), _("Of the app.")),
        },
        files={},
    ),
    "MEIZU": Guide(
        where=_("open.flyme.cn → Push → the app"),
        setup=_("Register the receipts' URL under Configuration → Receipts."),
        wrong=_("1006: the secret is wrong."),
        fields={
            "appId": (_("App ID"), _("Digits.")),
            "appSecret": (_("AppSecret"), _("Of the push platform.")),
        },
        files={},
    ),
    "WEBPUSH": Guide(
        where=_("Your own: npx web-push generate-vapid-keys"),
        setup=_("The page subscribes with the public key, and registers the endpoint as its token."),
        wrong=_(
            "401 and 403: the subscription was made with another key. A "
            "new pair makes every subscription useless."
        ),
        fields={
            "privateKey": (_("Private key"), _("Of the VAPID pair: 32 bytes in base64url.")),
            "publicKey": (_("Public key"), _("Of the VAPID pair: 65 bytes in base64url.")),
            "subject": (_("Subject"), _("mailto: or https: of yours, for the browsers' makers.")),
        },
        files={},
    ),
}
