"""The write path: a list of sends in one transaction, each with its own outcome."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from threading import Barrier, Event, get_ident
from time import sleep
from typing import Any

import psycopg
import pytest
from django.db import connection

from accounts.models import Account, App
from config.api.errors import Refusal
from im.conversations.models import Conversation, Member
from im.messages import statements
from im.messages.actions import Outcome, send, send_one
from im.messages.batching import Writer
from im.messages.models import Message
from im.messages.sends import Send
from journal.facts import Fact
from journal.models import Operation
from journal.outbox import record
from tests.im.chat import Room


def one(sender: Account, to_id: str, text: str = "hello", key: str = "", **more: Any) -> Send:
    return Send(
        app=sender.app,
        sender=sender,
        chat_type=more.pop("chat_type", "SINGLE"),
        to_id=to_id,
        msg_type="TEXT",
        content={"text": text},
        client_msg_id=key or f"{sender.user_id}-{to_id}-{text}",
        **more,
    )


def told(outcomes: Sequence[Outcome]) -> list[object]:
    """The seq of what was sent, with a mark where it is a repeat; the sub-code of what was refused."""
    return [
        outcome.status
        if isinstance(outcome, Refusal)
        else f"{outcome.seq}*"
        if outcome.deduplicated
        else outcome.seq
        for outcome in outcomes
    ]


def stored(conversation: Conversation | None = None) -> list[int]:
    rows = Message.objects.all() if conversation is None else conversation.messages.all()
    return list(rows.order_by("seq").values_list("seq", flat=True))


@contextmanager
def statements_counted(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Every statement, also those that go around Django's cursors."""
    seen: list[str] = []
    execute = psycopg.Cursor.execute

    def counting(self: Any, query: Any, *args: Any, **more: Any) -> Any:
        seen.append(str(query))
        return execute(self, query, *args, **more)

    with monkeypatch.context() as patch:
        patch.setattr(psycopg.Cursor, "execute", counting)
        yield seen


def at_once(calls: Sequence[Callable[[], Any]]) -> list[Any]:
    """Each in a thread and on a connection of its own, let go together."""
    barrier = Barrier(len(calls))

    def run(call: Callable[[], Any]) -> Any:
        try:
            barrier.wait(20)
            return call()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return [future.result(60) for future in [pool.submit(run, call) for call in calls]]


def test_a_mixed_batch_has_its_outcomes_in_order(
    alice: Account, bob: Account, club: Room, erin: Account, dave: Account
) -> None:
    outcomes = send(
        [
            one(alice, "bob", "1"),
            one(alice, "nobody"),
            one(bob, "alice", "2"),
            one(erin, "club", chat_type="GROUP"),
            one(alice, "club", "1", chat_type="GROUP"),
            one(dave, "alice"),
            one(alice, "bob", "3", quote_id=1),
            one(alice, "bob", "4"),
        ]
    )
    assert told(outcomes) == [1, "20003", 2, "10007", 1, "20003", "10004", 3]
    assert [
        message.content["text"] for message in Message.objects.filter(chat_type="SINGLE").order_by("seq")
    ] == [
        "1",
        "2",
        "4",
    ]


def test_an_empty_batch_is_no_work(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    with statements_counted(monkeypatch) as seen:
        assert send([]) == []
    assert seen == []


def test_one_send_raises_its_refusal(alice: Account) -> None:
    with pytest.raises(Refusal) as refused:
        send_one(one(alice, "nobody"))
    assert refused.value.status == "20003"


def test_a_batch_of_refusals_writes_nothing(alice: Account, facts: list[Fact]) -> None:
    assert told(send([one(alice, "x"), one(alice, "y")])) == ["20003", "20003"]
    assert not facts
    assert not Conversation.objects.exists()


@pytest.mark.usefixtures("remembering")
def test_the_number_of_statements_does_not_depend_on_the_batch(
    alice: Account, bob: Account, carol: Account, club: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    def batch(size: int) -> list[Send]:
        sends = []
        for n in range(size):
            text = f"{size} {n}"
            sends += [
                one(alice, "bob", text),
                one(bob, "alice", text),
                one(alice, "club", text, chat_type="GROUP", at_user_ids=["bob", "carol"]),
                one(carol, "alice", text, quote_id=quoted),
                one(bob, "nobody", text),
                one(carol, "alice", "first"),
                one(bob, "alice", f"as {text}", by_server=True),
            ]
        return sends

    quoted = send_one(one(carol, "alice", "first")).pk
    send(batch(1))
    with statements_counted(monkeypatch) as few:
        send(batch(2))
    with statements_counted(monkeypatch) as many:
        send(batch(30))
    work = [sum("SAVEPOINT" not in statement for statement in seen) for seen in (few, many)]
    assert work[0] == work[1] <= 10


@pytest.mark.usefixtures("remembering")
def test_a_plain_send_costs_three_statements(
    alice: Account, bob: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    send([one(alice, "bob", "opens the conversation")])
    with statements_counted(monkeypatch) as seen:
        send([one(alice, "bob")])
    assert sum("SAVEPOINT" not in statement for statement in seen) == 3


def test_a_repeat_within_a_batch_answers_the_first(alice: Account, bob: Account) -> None:
    outcomes = send([one(alice, "bob", "x", "k"), one(alice, "bob", "y"), one(alice, "bob", "x", "k")])
    assert told(outcomes) == [1, 2, "1*"]
    assert stored() == [1, 2]


def test_a_repeat_within_a_batch_that_says_something_else_is_refused(alice: Account, bob: Account) -> None:
    outcomes = send([one(alice, "bob", "x", "k"), one(alice, "bob", "y", "k"), one(bob, "alice", "z", "k")])
    assert told(outcomes) == [1, "10004", 2]


def test_a_refused_first_does_not_take_its_repeat_down(alice: Account, bob: Account) -> None:
    outcomes = send(
        [
            one(alice, "nobody", "x", "k"),
            one(alice, "nobody", "x", "k"),
            one(alice, "bob", "x", "k"),
            one(alice, "bob", "x", "k"),
        ]
    )
    assert told(outcomes) == ["20003", "20003", 1, "1*"]


def test_what_is_not_stored_is_no_first(alice: Account, bob: Account, facts: list[Fact]) -> None:
    outcomes = send([one(alice, "bob", "x", "k", online_only=True), one(alice, "bob", "x", "k")])
    assert told(outcomes) == [0, 1]
    assert len(facts) == 2


def test_the_facts_of_a_batch_leave_together(
    alice: Account, bob: Account, club: Room, facts: list[Fact], monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[int] = []

    def counting(*told_: Fact) -> None:
        calls.append(len(told_))
        record(*told_)

    monkeypatch.setattr("im.messages.actions.writing.record", counting)
    send(
        [
            one(alice, "bob", "1"),
            one(alice, "nobody"),
            one(alice, "club", chat_type="GROUP"),
            one(alice, "bob", "2"),
        ]
    )
    assert calls == [3]
    assert [fact.order.seq for fact in facts if fact.order] == [1, 1, 2]


@pytest.mark.django_db(transaction=True)
def test_a_send_that_cannot_be_stored_harms_no_other(alice: Account, bob: Account) -> None:
    outcomes = send([one(alice, "bob", "1"), one(alice, "bob", "poison \x00"), one(alice, "bob", "3")])
    assert told(outcomes) == [1, "10004", 2]
    assert stored() == [1, 2]
    assert told(send([one(alice, "bob", key="\x00")])) == ["10004"]


def test_when_telling_fails_nothing_is_written(
    alice: Account, bob: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(fact: Fact) -> None:
        raise RuntimeError("a sink inside the transaction")

    send([one(alice, "bob", "1")])
    with monkeypatch.context() as patch:
        patch.setattr("tests.recorder.deliver", fail)
        with pytest.raises(RuntimeError):
            send([one(alice, "bob", "2", by=alice_by_server())])
    assert stored() == [1]
    assert not Operation.objects.exists()
    assert told(send([one(alice, "bob", "3")])) == [2]


def alice_by_server() -> Any:
    class Server:
        operator_id, operator_role, ip, user_agent, comment = "server", "S", "", "", ""

    return Server()


def test_the_further_mention_counts_when_a_batch_names_somebody_twice(
    alice: Account, bob: Account, club: Room
) -> None:
    send([one(alice, "club", str(n), chat_type="GROUP", at_user_ids=["bob"]) for n in range(5)])
    assert Member.objects.get(account=bob, conversation=club.conversation).mention_seq == 5


def test_own_and_anothers_sends_for_the_same_person_mix_in_a_batch(alice: Account, bob: Account) -> None:
    send([one(alice, "bob", str(n), by_server=n % 2 == 1) for n in range(4)])
    mine = Member.objects.get(account=alice)
    conversation = Conversation.objects.get()
    assert mine.read_seq == 3
    assert conversation.counted - mine.read_counted - mine.uncounted == 0
    his = Member.objects.get(account=bob)
    assert conversation.counted - his.read_counted - his.uncounted == 4


@pytest.mark.django_db(transaction=True)
def test_many_threads_leave_no_gap_and_one_order(
    alice: Account, bob: Account, carol: Account, club: Room
) -> None:
    people = [alice, bob, carol]

    def talk(n: int) -> list[Outcome]:
        sender = people[n % 3]
        peer = people[(n + 1) % 3].user_id
        return [
            send_one(one(sender, to, f"{n} {k}", chat_type=kind))
            for k in range(5)
            for to, kind in ((peer, "SINGLE"), ("club", "GROUP"))
        ]

    results = at_once([partial(talk, n) for n in range(12)])
    assert all(isinstance(outcome, Message) for result in results for outcome in result)
    assert stored(club.conversation) == list(range(1, 61))
    for conversation in Conversation.objects.filter(chat_type="SINGLE"):
        assert stored(conversation) == list(range(1, 21))
        assert conversation.last_seq == conversation.counted == 20
    times = list(club.conversation.messages.order_by("seq").values_list("created_at", flat=True))
    assert times == sorted(times)


@pytest.mark.django_db(transaction=True)
def test_twenty_retries_at_once_make_one_message_and_take_one_number(alice: Account, bob: Account) -> None:
    outcomes = at_once([lambda: send_one(one(alice, "bob", "x", "k"))] * 20)
    assert {outcome.pk for outcome in outcomes} == {Message.objects.get().pk}
    assert sum(not outcome.deduplicated for outcome in outcomes) == 1
    assert send_one(one(alice, "bob", "next")).seq == 2


@pytest.mark.django_db(transaction=True)
def test_batches_with_opposite_orders_of_conversations_do_not_deadlock(
    alice: Account, bob: Account, carol: Account, club: Room
) -> None:
    def batch(n: int, k: int) -> list[Outcome]:
        n = n * 10 + k
        sends = [
            one(alice, "bob", f"a{n}"),
            one(bob, "carol", f"b{n}"),
            one(carol, "alice", f"c{n}"),
            one(alice, "club", f"d{n}", chat_type="GROUP", at_user_ids=["bob", "carol"]),
        ]
        return send(sends if k % 2 else sends[::-1])

    def batches(n: int) -> list[Outcome]:
        return [outcome for k in range(n, n + 4) for outcome in batch(n, k)]

    results = at_once([partial(batches, n) for n in range(8)])
    assert not any(isinstance(outcome, Refusal) for result in results for outcome in result)
    for conversation in Conversation.objects.all():
        assert stored(conversation) == list(range(1, 33))


@pytest.mark.django_db(transaction=True)
def test_a_lost_race_burns_no_number_and_harms_nobody_in_the_batch(
    alice: Account, bob: Account, carol: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another process writes the same clientMsgId between looking up and writing."""
    send([one(alice, "bob", "opens"), one(alice, "carol", "opens")])
    look_up, raced = statements.look_up, Event()

    def look_up_and_lose(sends: Sequence[Send]) -> Any:
        targets = look_up(sends)
        if not raced.is_set():
            raced.set()
            at_once([lambda: send_one(one(alice, "bob", "x", "k"))])
        return targets

    monkeypatch.setattr(statements, "look_up", look_up_and_lose)
    outcomes = send([one(alice, "carol", "before"), one(alice, "bob", "x", "k"), one(alice, "bob", "after")])
    assert told(outcomes) == [2, "2*", 3]
    assert all(
        stored(conversation) == [*range(1, conversation.last_seq + 1)]
        for conversation in Conversation.objects.all()
    )


@pytest.mark.django_db(transaction=True)
def test_two_who_open_a_conversation_at_once_open_the_same(alice: Account, bob: Account) -> None:
    outcomes = at_once([lambda: send_one(one(alice, "bob")), lambda: send_one(one(bob, "alice"))] * 4)
    assert len({outcome.conversation_id for outcome in outcomes}) == 1
    assert Member.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_threads_that_wait_share_a_commit(alice: Account, bob: Account) -> None:
    sizes: list[int] = []
    busy, go_on = Event(), Event()

    def write(sends: Sequence[Send]) -> list[Outcome]:
        sizes.append(len(sends))
        if len(sizes) == 1:
            busy.set()
            assert go_on.wait(20)
        return send(sends)

    writer = Writer(write)

    def later(n: int) -> Message:
        assert busy.wait(20)
        return writer.send(one(alice, "bob", f"later {n}"))

    def release() -> None:
        assert busy.wait(20)
        while len(writer._waiting) < 10:
            Event().wait(0.01)
        go_on.set()

    waiting = [partial(later, n) for n in range(10)]
    calls: list[Callable[[], Any]] = [partial(writer.send, one(alice, "bob", "first")), release, *waiting]
    outcomes = at_once(calls)
    assert sizes == [1, 10]
    assert outcomes[0].seq == 1
    assert sorted(outcome.seq for outcome in outcomes[2:]) == list(range(2, 12))


def test_a_lone_send_waits_for_nobody(alice: Account, bob: Account) -> None:
    writer = Writer()
    assert writer.send(one(alice, "bob")).seq == 1
    with pytest.raises(Refusal):
        writer.send(one(alice, "nobody"))


@pytest.mark.parametrize("problem", [RuntimeError, SystemExit])
def test_a_failure_of_the_batch_is_raised_by_everyone_who_waited(
    acme: App, alice: Account, problem: type[BaseException]
) -> None:
    def write(sends: Sequence[Send]) -> list[Outcome]:
        raise problem("away")

    writer = Writer(write)
    for _ in range(2):
        with pytest.raises(problem):
            writer.send(one(alice, "bob"))
    assert not writer._waiting


def test_each_thread_gets_its_own_outcome_and_none_is_left_waiting(alice: Account) -> None:
    sizes: list[int] = []

    def write(sends: Sequence[Send]) -> list[Outcome]:
        sizes.append(len(sends))
        sleep(0.0005 * (len(sizes) % 4))
        if len(sizes) % 50 == 0:
            raise RuntimeError("away")
        return [Message(client_msg_id=send_.client_msg_id) for send_ in sends]

    writer = Writer(write)

    def person() -> tuple[int, int]:
        own, away = 0, 0
        for n in range(150):
            asked = one(alice, "bob", key=f"{get_ident()}-{n}")
            try:
                own += writer.send(asked).client_msg_id == asked.client_msg_id
            except RuntimeError:
                away += 1
        return own, away

    counts = at_once([person] * 24)
    assert all(own + away == 150 for own, away in counts)
    assert sum(own for own, _ in counts) >= 24 * 150 - sum(sizes[49::50])
    assert max(sizes) > 1
