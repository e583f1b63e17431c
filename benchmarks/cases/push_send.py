"""A push to a thousand users over REST, where 200,000 others have phones too."""

import asyncio
from itertools import repeat

import orjson

from benchmarks import rest
from benchmarks.bench import Bench
from benchmarks.phones import phones, reachable, secret_of
from benchmarks.tally import Measured, Tally, measure

USERS = 1_000
OTHERS, QUICK_OTHERS = 200_000, 10_000
CONNECTIONS = (1, 4)


def run(bench: Bench) -> None:
    app = reachable()
    with bench.installation.connect() as connection:
        phones(connection, app, QUICK_OTHERS if bench.quick else OTHERS, prefix="other", tags=[])
        phones(connection, app, USERS, prefix="asked", tags=[])
    for connections in CONNECTIONS:
        measured = _load(bench, connections)
        bench.report.row(f"push to {USERS:,} users, {connections} conn.", measured)
        if connections == 1:
            bench.report.target("push to 1,000 users, p95 in ms", measured.quantile(0.95), at_most=100)


def _load(bench: Bench, connections: int) -> Measured:
    tally, meter, port = Tally(), bench.installation.meter(), bench.port
    push = _push(port)

    async def work() -> Measured:
        clients = await asyncio.gather(
            *(rest.connect(repeat(push), tally, port=port) for _ in range(connections))
        )
        measured = await measure(clients, tally, meter, warm=bench.warm, seconds=bench.seconds)
        for client in clients:
            client.close()
        return measured

    with bench.profiled(f"push_send_{connections}"):
        return bench.run(work)


def _push(port: int) -> bytes:
    app = reachable()
    users = [f"asked{number}" for number in range(1, USERS + 1)]
    said = {"title": "订单 Order", "body": "已发货，请留意 It is on its way"}
    body = orjson.dumps({"audience": {"userIds": users}, "notification": said, "data": {"order": "7"}})
    head = f"POST /api/push/send HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nX-App-Key: {app.app_key}\r\n"
    head += f"X-App-Secret: {secret_of(app)}\r\nContent-Type: application/json\r\n"
    return head.encode() + b"Content-Length: %d\r\n\r\n" % len(body) + body
