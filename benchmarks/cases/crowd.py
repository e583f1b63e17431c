"""A group of ten thousand, a thousand of them online: one speaks, some look at members and receipts."""

from itertools import repeat
from time import sleep

from benchmarks import rest
from benchmarks.bench import Bench
from benchmarks.cases import fanout
from benchmarks.people import Person, group_of, people, the_app
from benchmarks.tally import Measured, Tally, measure
from im.conversations.models import Conversation, Member

MEMBERS, ONLINE, CONVERSATIONS = 10_000, 1_000, 1_000
GROUP = "crowd"
RECEIPTS = 50
FLUSHED = 1.5  # seconds after which a backend has told its statistics
SPREAD = """
UPDATE im_member SET read_seq = id %% (%(last)s + 1), read_at = now() WHERE conversation_id = %(conversation)s
"""
SAY = """
INSERT INTO im_message (app_id, conversation_id, seq, sender_id, chat_type, from_id, to_id, client_msg_id,
  fingerprint, msg_type, content, ext, at_user_ids, at_all, need_receipt, status, revision, version, counted,
  counts, search_text, grams, created_at, revoked_by, revoke_reason)
SELECT %(app)s, c.id, c.last_seq + n, %(sender)s, c.chat_type, %(from_id)s, %(to_id)s,
  'said-' || c.id || '-' || n, '\\x00112233445566778899aabbccddeeff', 'TEXT', '{"text": "hello"}', '', '{}',
  false, true, 'NORMAL', 1, 0, c.counted + n, true, '', '{}', now(), '', ''
FROM im_conversation c, generate_series(1, %(count)s) n WHERE c.id = ANY(%(conversations)s)
"""
ADVANCE = """
UPDATE im_conversation c SET last_seq = m.seq, counted = m.counted, last_message_seq = m.seq,
  last_message_id = m.id, last_message_at = m.created_at
FROM (SELECT DISTINCT ON (conversation_id) * FROM im_message WHERE conversation_id = ANY(%(conversations)s)
  ORDER BY conversation_id, seq DESC) m WHERE m.conversation_id = c.id
"""


def run(bench: Bench) -> None:
    everyone = people(MEMBERS, prefix="crowd")
    conversation = group_of(everyone, group_id=GROUP)
    measured = fanout.load(bench, everyone[: ONLINE + 1], 1, group_id=GROUP)
    bench.report.row(f"frame to {ONLINE} of {MEMBERS}", measured)
    bench.report.target("p99 to all 1,000 online of 10,000, ms", measured.quantile(0.99), at_most=1000)
    speaker, busy = everyone[0], everyone[1]
    _say(bench, speaker, conversation, RECEIPTS)
    last = Conversation.objects.get(pk=conversation.pk).last_seq
    with bench.installation.connect() as connection:
        connection.execute(SPREAD, {"last": last, "conversation": conversation.pk})
        connection.execute("VACUUM ANALYZE im_member, im_groupmember, im_group, accounts_account")
    group = f"/api/im/groups/{GROUP}/members"
    read = f"/api/im/messages/group-history/{GROUP}?limit={RECEIPTS}"
    _look(bench, speaker, f"{RECEIPTS} messages with receipts", read, at_most=20)
    _look(bench, speaker, "a page of 100 members", f"{group}?limit=100", at_most=5)
    _look(bench, speaker, "search for a member", f"{group}/search?keyword=crowd0777", at_most=5)
    _fill(bench, busy, speaker)
    _look(
        bench, busy, f"list of {CONVERSATIONS:,} conversations", "/api/im/conversations?limit=100", at_most=20
    )


def _look(bench: Bench, person: Person, what: str, path: str, *, at_most: float) -> None:
    """One caller, again and again; the target is PostgreSQL's time at work for a call."""
    tally, meter = Tally(), bench.installation.meter()

    async def work() -> Measured:
        client = await rest.connect(
            rest.reads(person.token, repeat(path), port=bench.port), tally, port=bench.port
        )
        measured = await measure([client], tally, meter, warm=bench.warm, seconds=bench.seconds)
        client.close()
        return measured

    before = _active(bench)
    measured = bench.run(work)
    spent = _active(bench) - before
    calls = measured.units + measured.units * bench.warm / bench.seconds
    bench.report.row(what, measured)
    bench.report.target(f"{what}, ms in the database", spent / calls, at_most=at_most)


def _active(bench: Bench) -> float:
    sleep(FLUSHED)
    with bench.installation.connect() as connection:
        found = connection.execute(
            "SELECT active_time FROM pg_stat_database WHERE datname = current_database()"
        ).fetchone()
    assert found is not None
    return float(str(found[0]))


def _say(bench: Bench, speaker: Person, conversation: Conversation, count: int) -> None:
    with bench.installation.connect() as connection:
        values = {
            "app": speaker.account.app_id, "sender": speaker.account.pk, "from_id": speaker.user_id,
            "to_id": GROUP, "count": count, "conversations": [conversation.pk],
        }  # fmt: skip
        connection.execute(SAY, values)
        connection.execute(ADVANCE, values)


def _fill(bench: Bench, busy: Person, speaker: Person) -> None:
    """Many small groups, in each of which something was said."""
    app = the_app()
    rooms = [group_of([speaker, busy], group_id=f"room-{number:04d}") for number in range(CONVERSATIONS)]
    keys = [room.pk for room in rooms]
    with bench.installation.connect() as connection:
        values = {
            "app": app.pk, "sender": speaker.account.pk, "from_id": speaker.user_id, "to_id": "room",
            "count": 3, "conversations": keys,
        }  # fmt: skip
        connection.execute(SAY, values)
        connection.execute(ADVANCE, values)
        connection.execute("VACUUM ANALYZE im_message, im_member, im_conversation")
    assert Member.objects.filter(account=busy.account).count() >= CONVERSATIONS
