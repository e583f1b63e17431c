"""What operators do to a group, to its members and to those who want in: the API's rows."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.console.acts import Act, Asked, BatchRow, Row
from im.groups import forms
from im.groups.models import Group, GroupMember, GroupStatus, JoinRequest, RequestStatus, Role

GROUP = "/api/im/groups/{row.group_id}"
OF_SERVER = "/api/im/admin/groups/{row.group_id}"
PLACE = "/api/im/groups/{row.group.group_id}"


def _is_there(group: Group) -> bool:
    return group.status == GroupStatus.ACTIVE


def _options(group: Group) -> dict[str, Any]:
    return {
        "name": group.name,
        "introduction": group.introduction,
        "announcement": group.announcement,
        "avatar": group.avatar,
        "visibility": group.visibility,
        "joinOption": group.join_option,
        "inviteOption": group.invite_option,
        "attributeOption": group.attribute_option,
        "historyVisible": group.history_visible,
        "maxMembers": group.max_members,
        "muteAll": group.mute_all,
        "custom": group.custom,
    }


def _attributes(group: Group) -> dict[str, Any]:
    kept = getattr(group, "attributes", None)
    values, version = (kept.values, kept.version) if kept is not None else ({}, 0)
    return {"attributes": values, "mode": "RESET", "version": version}


def _has_attributes(group: Group) -> bool:
    return _is_there(group) and bool(_attributes(group)["attributes"])


CREATE = Act(
    name="add",
    label=_("Create group"),
    said=_("The owner and the members see the group at once. Members that are not known are left out."),
    deed=Row("POST", "/api/im/groups"),
    form=forms.CreateForm,
    initial=lambda _target: {"joinOption": "NEED_APPROVAL", "visibility": "PRIVATE"},
    answer="groups/created.html",
    icon="group_add",
)
UPDATE = Act(
    name="update",
    label=_("Edit"),
    said=_("The members see what changed at once, and a message in the chat tells of it."),
    deed=Row("PUT", GROUP),
    form=forms.UpdateForm,
    initial=_options,
    fits=_is_there,
    icon="edit",
)
ADD_MEMBERS = Act(
    name="add-members",
    label=_("Add members"),
    said=_("They are members at once, whatever the group says about joining. At most 300 at a time."),
    deed=BatchRow("POST", f"{GROUP}/members/batch"),
    form=forms.AddMembersForm,
    answer="console/outcomes.html",
    fits=_is_there,
    icon="person_add",
)
MUTE_ALL = Act(
    name="mute-all",
    label=_("Mute all"),
    said=_("Only owner and admins may write, until you lift it."),
    deed=Row("POST", f"{GROUP}/mute", body=lambda _asked: {"muteAll": True}),
    fits=lambda group: _is_there(group) and not group.mute_all,
    many=True,
    icon="volume_off",
)
UNMUTE_ALL = Act(
    name="unmute-all",
    label=_("Unmute all"),
    said=_("Members may write again, but for those who are muted themselves."),
    deed=Row("POST", f"{GROUP}/mute", body=lambda _asked: {"muteAll": False}),
    fits=lambda group: _is_there(group) and group.mute_all,
    many=True,
    icon="volume_up",
)
SET_ATTRIBUTES = Act(
    name="attributes",
    label=_("Write attributes"),
    said=_("The members' apps hear of it at once."),
    deed=Row("PUT", f"{OF_SERVER}/attributes"),
    form=forms.AttributesForm,
    initial=_attributes,
    fits=_is_there,
    icon="data_object",
)
DELETE_ATTRIBUTES = Act(
    name="delete-attributes",
    label=_("Delete attributes"),
    said=_("The members' apps hear of it at once."),
    deed=Row("POST", f"{OF_SERVER}/attributes/delete"),
    form=forms.ForgetForm,
    initial=_attributes,
    fits=_has_attributes,
    danger=True,
    icon="delete",
)
HAND_OVER = Act(
    name="transfer",
    label=_("Hand over"),
    said=_("The new owner may do everything in the group; the old one becomes a plain member."),
    deed=Row("PUT", f"{OF_SERVER}/owner"),
    form=forms.HandOverForm,
    fits=_is_there,
    danger=True,
    icon="move_group",
)
DISMISS = Act(
    name="dismiss",
    label=_("Dismiss"),
    said=_(
        "Nobody can write in the group any more, and nobody can join it. Its members can still read what was "
        "said. This cannot be undone, and the group id is never used again."
    ),
    deed=Row("DELETE", GROUP),
    form=forms.DismissForm,
    fits=_is_there,
    danger=True,
    many=True,
    icon="group_off",
)


def _is_in(place: GroupMember) -> bool:
    return place.active and _is_there(place.group)


def _is_below(place: GroupMember) -> bool:
    """Whoever can be removed, muted or given another role: everybody but the owner."""
    return _is_in(place) and place.role != Role.OWNER


def _one(asked: Asked, **more: Any) -> dict[str, Any]:
    return {"userId": asked.target.account.user_id, **asked.given, **more}


def _muted_for(asked: Asked, **more: Any) -> dict[str, Any]:
    return {"userIds": [asked.target.account.user_id], **asked.given, **more}


def _role(name: str, label: Any, said: Any, role: Role, before: Role, icon: str) -> Act:
    return Act(
        name=name,
        label=label,
        said=said,
        deed=Row("POST", f"{PLACE}/roles", body=lambda asked: _one(asked, role=role.value)),
        fits=lambda place: _is_in(place) and place.role == before,
        many=True,
        icon=icon,
    )


MUTE = Act(
    name="mute",
    label=_("Mute"),
    said=_("They can read in this group, but not write. It outlasts leaving and coming back."),
    deed=BatchRow("POST", f"{PLACE}/mute", body=_muted_for),
    form=forms.MuteForm,
    fits=_is_below,
    many=True,
    icon="volume_off",
)
UNMUTE = Act(
    name="unmute",
    label=_("Unmute"),
    said=_("They can write in this group again."),
    deed=BatchRow("POST", f"{PLACE}/mute", body=lambda asked: _muted_for(asked, duration=0)),
    fits=lambda place: _is_below(place) and place.mute_until != 0,
    many=True,
    icon="volume_up",
)
RAISE = _role(
    "raise",
    _("Make admin"),
    _("Admins let people in, remove and mute members and change the group. At most 10."),
    Role.ADMIN,
    Role.MEMBER,
    "add_moderator",
)
LOWER = _role(
    "lower",
    _("Make member"),
    _("They are plain members again."),
    Role.MEMBER,
    Role.ADMIN,
    "remove_moderator",
)
CARD = Act(
    name="card",
    label=_("Name card"),
    said=_("Changes how the member is called in this group, and what your app keeps about him there."),
    deed=Row("POST", f"{PLACE}/roles", body=_one),
    form=forms.CardForm,
    initial=lambda place: {"nameCard": place.name_card, "custom": place.custom},
    fits=_is_in,
    icon="badge",
)
MAKE_OWNER = Act(
    name="make-owner",
    label=_("Make owner"),
    said=HAND_OVER.said,
    deed=Row("POST", f"{PLACE}/owner", body=lambda asked: {"newOwnerId": asked.target.account.user_id}),
    fits=_is_below,
    danger=True,
    icon="move_group",
)
REMOVE = Act(
    name="remove",
    label=_("Remove from group"),
    said=_("They leave the group at once. What they said there stays. They can be added again."),
    deed=Row("DELETE", f"{PLACE}/members/{{row.account.user_id}}"),
    form=forms.RemoveForm,
    fits=_is_below,
    danger=True,
    many=True,
    icon="person_remove",
)


def _waits(request: JoinRequest) -> bool:
    return request.status == RequestStatus.PENDING and _is_there(request.group)


ACCEPT = Act(
    name="accept",
    label=_("Accept"),
    said=_("The applicants become members at once, as long as there is room."),
    deed=Row("POST", f"{PLACE}/join-requests/{{row.pk}}/accept"),
    form=forms.AnswerForm,
    fits=_waits,
    many=True,
    icon="check",
)
REJECT = Act(
    name="reject",
    label=_("Reject"),
    said=_("The applicants are told, and may ask again."),
    deed=Row("POST", f"{PLACE}/join-requests/{{row.pk}}/reject"),
    form=forms.AnswerForm,
    fits=_waits,
    danger=True,
    many=True,
    icon="close",
)
OF_MEMBERS = [MUTE, UNMUTE, RAISE, LOWER, CARD, MAKE_OWNER, REMOVE]
OF_GROUPS = [
    *(UPDATE, ADD_MEMBERS, MUTE_ALL, UNMUTE_ALL, SET_ATTRIBUTES, DELETE_ATTRIBUTES, HAND_OVER),
    DISMISS,
]
