"""One to one: from the writing of a send on one socket to the frame on the peer's, by one clock."""

from functools import partial
from time import perf_counter

from benchmarks import sockets
from benchmarks.bench import Bench
from benchmarks.tally import Measured, Tally, measure


class Speaker(sockets.Sender):
    """Sends again once the peer has heard it; what is timed is the hearing, not the ack."""

    sent_at = 0.0

    def send(self) -> None:
        self.sent_at = perf_counter()
        super().send()

    def frame(self, data: bytes, start: int, end: int) -> None:
        if data.startswith(sockets.REF, start):
            self._began.clear()
        else:
            super().frame(data, start, end)


class Listener(sockets.SocketClient):
    speaker: Speaker

    def frame(self, data: bytes, start: int, end: int) -> None:
        if not data.startswith(sockets.SENT, start):
            super().frame(data, start, end)
            return
        self.tally.done(self.speaker.sent_at)
        if self.tally.running:
            self.speaker.send()


def run(bench: Bench) -> None:
    tally, meter = Tally(), bench.installation.meter()
    alice, bob = bench.people[:2]

    async def work() -> Measured:
        [listener] = await sockets.connect([partial(Listener, bob, tally)], port=bench.gateway_port)
        maker = partial(Speaker, alice, tally, sockets.sends([bob.user_id]), 1)
        [speaker] = await sockets.connect([maker], port=bench.gateway_port)
        listener.speaker = speaker
        measured = await measure([speaker], tally, meter, warm=bench.warm, seconds=bench.seconds)
        for client in (speaker, listener):
            client.close()
        return measured

    with bench.profiled("delivery"):
        bench.report.row("delivery, one to one", bench.run(work))
