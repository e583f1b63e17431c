"""One frame to a thousand sockets: a group of a thousand, each with a socket, in which one of them speaks."""

from functools import partial

from benchmarks import sockets
from benchmarks.bench import Bench
from benchmarks.people import Person, group_of, people
from benchmarks.tally import Measured, Tally, measure

MEMBERS = 1000
GROUP = "bench-group"
DEEP = 8


class Room:
    """Counts what the listeners hear, and has the speaker go on when his frames are with everybody."""

    def __init__(self, tally: Tally, listeners: int) -> None:
        self.tally = tally
        self.listeners = listeners
        self.heard = 0
        self.speaker: Speaker

    def delivered(self) -> None:
        self.heard += 1
        if self.tally.counting:
            self.tally.counted += 1
        if self.heard % self.listeners == 0:
            self.speaker.heard_by_all()


class Speaker(sockets.Sender):
    """What is timed is from a frame's writing until the last of the others has it."""

    def frame(self, data: bytes, start: int, end: int) -> None:
        if not data.startswith(sockets.REF, start):
            super().frame(data, start, end)

    def heard_by_all(self) -> None:
        """Order is the same for all, so the oldest is the one that is complete."""
        self.tally.done(self._began.pop(next(iter(self._began))))
        if self.tally.running:
            self.send()


class Listener(sockets.SocketClient):
    room: Room

    def frame(self, data: bytes, start: int, end: int) -> None:
        if data.startswith(sockets.SENT, start):
            self.room.delivered()
        else:
            super().frame(data, start, end)


def run(bench: Bench) -> None:
    members = people(MEMBERS, prefix="member")
    group_of(members, group_id=GROUP)
    for depth in (1, DEEP):
        measured = load(bench, members, depth, group_id=GROUP)
        bench.report.row(f"frame to {MEMBERS} sockets, {depth} deep", measured)
    bench.report.target("deliveries/s of frames to 1,000 sockets", measured.rate, at_least=60_000)


def load(bench: Bench, members: list[Person], depth: int, *, group_id: str) -> Measured:
    """The first of the members speaks, the others hear him. The rate is that of deliveries."""
    tally, meter = Tally(), bench.installation.meter()

    async def work() -> Measured:
        room = Room(tally, len(members) - 1)
        frames = sockets.sends([group_id], chat_type="GROUP")
        listeners = await sockets.connect(
            [partial(Listener, member, tally) for member in members[1:]], port=bench.gateway_port
        )
        [room.speaker] = await sockets.connect(
            [partial(Speaker, members[0], tally, frames, depth)], port=bench.gateway_port
        )
        for listener in listeners:
            listener.room = room
        measured = await measure([room.speaker], tally, meter, warm=bench.warm, seconds=bench.seconds)
        for client in (room.speaker, *listeners):
            client.close()
        return measured

    with bench.profiled(f"{group_id}_{depth}"):
        return bench.run(work)
