"""What the sends of a batch refer to: members named, messages quoted. A few statements, whatever the size."""

from collections.abc import Sequence

from config.api.errors import BadParameter, Refusal
from im.conversations import actions as conversations
from im.conversations.models import Member
from im.messages.models import Message
from im.messages.rules import Target
from im.messages.sends import Send


def name_members(sends: Sequence[Send], targets: Sequence[Target], due: Sequence[int]) -> None:
    """Keeps in `Target.named` those of `atUserIds` who are in the group; in single chats nobody is named."""
    naming = [index for index in due if sends[index].at_user_ids and sends[index].chat_type == "GROUP"]
    if not naming:
        return
    present = set(
        Member.objects.filter(
            conversation__in={targets[index].conversation for index in naming},
            account__user_id__in={name for index in naming for name in sends[index].at_user_ids},
            active=True,
        ).values_list("conversation_id", "account__user_id")
    )
    for index in naming:
        names, conversation = dict.fromkeys(sends[index].at_user_ids), targets[index].conversation
        targets[index].named = [name for name in names if (conversation, name) in present]


def refuse_quotes(
    sends: Sequence[Send],
    targets: Sequence[Target],
    outcomes: list[Message | Refusal | None],
    due: Sequence[int],
) -> None:
    """Of messages that are not of the conversation, or that the sender cannot see."""
    quoting = [index for index in due if sends[index].quote_id is not None]
    if not quoting:
        return
    places = {
        (pk, conversation): seq
        for pk, conversation, seq in Message.objects.filter(
            pk__in={sends[index].quote_id for index in quoting}
        ).values_list("pk", "conversation_id", "seq")
    }
    floors = conversations.floors_of(
        accounts={sends[index].sender.pk for index in quoting},
        conversations={conversation for _, conversation in places},
    )
    for index in quoting:
        conversation = targets[index].conversation or 0
        seq = places.get((sends[index].quote_id or 0, conversation))
        if seq is None or seq <= floors.get((sends[index].sender.pk, conversation), 0):
            outcomes[index] = BadParameter(
                "quoteId", "is not a message of this conversation that you can see"
            )
