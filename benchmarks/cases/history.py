"""Pages of twenty, anywhere in the past of one conversation that holds a million messages."""

import asyncio
from collections.abc import Iterator
from random import Random

from benchmarks import rest
from benchmarks.bench import Bench
from benchmarks.people import Person, people
from benchmarks.report import together
from benchmarks.tally import Measured, Tally, measure
from benchmarks.texts import texts
from im.conversations.models import Conversation, Member
from im.messages.text import fold, grams

MESSAGES, QUICK_MESSAGES = 1_000_000, 100_000
PAGE = 20
CONNECTIONS = (1, 16)
INDEX = "message_grams"
SAMPLE = "CREATE TEMP TABLE sample (number int PRIMARY KEY, content jsonb, folded text, grams text[])"
LOAD = """
INSERT INTO im_message (app_id, conversation_id, seq, sender_id, chat_type, from_id, to_id, client_msg_id,
  fingerprint, msg_type, content, ext, at_user_ids, at_all, need_receipt, status, revision, version, counted,
  counts, search_text, grams, created_at, revoked_by, revoke_reason)
SELECT %(app)s, %(conversation)s, n, CASE n %% 2 WHEN 0 THEN %(low)s ELSE %(high)s END, 'SINGLE',
  CASE n %% 2 WHEN 0 THEN %(low_id)s ELSE %(high_id)s END,
  CASE n %% 2 WHEN 0 THEN %(high_id)s ELSE %(low_id)s END,
  'loaded-' || n, '\\x00112233445566778899aabbccddeeff', 'TEXT', s.content, '', '{}', false, false, 'NORMAL',
  1, 0, n, true, s.folded, s.grams, now() - (%(count)s - n) * interval '1 second', '', ''
FROM generate_series(1, %(count)s) n JOIN sample s ON s.number = n %% 1000
"""
ADVANCE = """
UPDATE im_conversation SET last_seq = %(count)s, counted = %(count)s, last_message_seq = %(count)s,
  last_message_at = now(),
  last_message_id = (SELECT id FROM im_message WHERE conversation_id = %(conversation)s AND seq = %(count)s)
WHERE id = %(conversation)s
"""


def run(bench: Bench) -> None:
    count = QUICK_MESSAGES if bench.quick else MESSAGES
    reader, peer = people(2, prefix="history")
    load(bench, reader, peer, count)
    for connections in CONNECTIONS:
        measured = read(bench, reader, peer, count, connections)
        bench.report.row(f"history of {count:,}, {connections} conn.", measured)
        if connections == CONNECTIONS[-1]:
            bench.report.target("history CPU-seconds per 1,000 pages", together(measured), at_most=1.5)


def read(bench: Bench, reader: Person, peer: Person, count: int, connections: int) -> Measured:
    tally, meter, port = Tally(), bench.installation.meter(), bench.port

    def paths(seed: int) -> Iterator[str]:
        random = Random(seed)
        while True:
            before = random.randint(PAGE + 1, count)
            yield f"/api/im/messages/history/{peer.user_id}?limit={PAGE}&beforeSeq={before}"

    requests = [rest.reads(reader.token, paths(number), port=port) for number in range(connections)]

    async def work() -> Measured:
        clients = await asyncio.gather(*(rest.connect(each, tally, port=port) for each in requests))
        measured = await measure(clients, tally, meter, warm=bench.warm, seconds=bench.seconds)
        for client in clients:
            client.close()
        return measured

    with bench.profiled(f"history_{connections}"):
        return bench.run(work)


def load(bench: Bench, one: Person, other: Person, count: int) -> None:
    """As sends would have left them, search index and all; that index is built once, not a million times."""
    low, high = sorted((one.account, other.account), key=lambda account: account.pk)
    conversation = Conversation.objects.create(app=low.app, chat_type="SINGLE", low=low, high=high)
    for mine, peer in ((low, high), (high, low)):
        Member.objects.create(
            app=low.app, conversation=conversation, account=mine, chat_type="SINGLE", target_id=peer.user_id
        )
    values = {
        "app": low.app_id, "conversation": conversation.pk, "count": count,
        "low": low.pk, "high": high.pk, "low_id": low.user_id, "high_id": high.user_id,
    }  # fmt: skip
    with bench.installation.connect() as connection:
        index = connection.execute("SELECT pg_get_indexdef(%s::regclass)", [INDEX]).fetchone()
        assert index is not None
        connection.execute(SAMPLE)
        with connection.cursor().copy("COPY sample (number, content, folded, grams) FROM STDIN") as copy:
            for number, text in enumerate(texts(1000)):
                folded = fold(text)
                copy.write_row((number, f'{{"text": "{text}"}}', folded, grams(folded)))
        connection.execute("SET maintenance_work_mem = '512MB'")
        connection.execute(f"DROP INDEX {INDEX}")
        connection.execute(LOAD, values)
        connection.execute(str(index[0]))
        connection.execute(ADVANCE, values)
        connection.execute("VACUUM ANALYZE im_message")
        connection.execute("CHECKPOINT")
