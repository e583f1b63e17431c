"""A vendor's access token is fetched once for all who want it."""

import asyncio
from collections.abc import Coroutine

import pytest

from push.vendors.contract import Kind, Outcome
from push.vendors.wire import Refused, Tokens


class Source:
    def __init__(self, life: float = 3600) -> None:
        self.life, self.fetches, self.fails = life, 0, False

    async def fetch(self) -> tuple[str, float]:
        self.fetches += 1
        await asyncio.sleep(0)
        if self.fails:
            raise Refused(Outcome(Kind.AUTH))
        return f"token {self.fetches}", self.life


def run(work: Coroutine[object, object, None]) -> None:
    asyncio.run(work)


def test_fifty_at_once_make_one_fetch() -> None:
    async def ask() -> None:
        tokens, source = Tokens(), Source()
        assert set(await asyncio.gather(*(tokens.get(1, source.fetch) for _ in range(50)))) == {"token 1"}
        assert await tokens.get(1, source.fetch) == "token 1"
        assert source.fetches == 1

    run(ask())


def test_a_refused_token_is_fetched_anew_once() -> None:
    async def ask() -> None:
        tokens, source = Tokens(), Source()
        old = await tokens.get(1, source.fetch)
        again = [tokens.get(1, source.fetch, refused=old) for _ in range(50)]
        assert set(await asyncio.gather(*again)) == {"token 2"}
        assert await tokens.get(1, source.fetch, refused=old) == "token 2"
        assert source.fetches == 2

    run(ask())


def test_a_failure_is_everybodys_and_the_next_asks_again() -> None:
    async def ask() -> None:
        tokens, source = Tokens(), Source()
        source.fails = True
        came = await asyncio.gather(*(tokens.get(1, source.fetch) for _ in range(50)), return_exceptions=True)
        assert {type(one) for one in came} == {Refused}
        assert source.fetches == 1
        source.fails = False
        assert await tokens.get(1, source.fetch) == "token 2"

    run(ask())


def test_who_gives_up_leaves_the_others_theirs() -> None:
    async def ask() -> None:
        tokens, source = Tokens(), Source()
        first = asyncio.create_task(tokens.get(1, source.fetch))
        second = asyncio.create_task(tokens.get(1, source.fetch))
        await asyncio.sleep(0)
        first.cancel()
        assert await second == "token 1"
        with pytest.raises(asyncio.CancelledError):
            await first

    run(ask())


def test_an_old_token_is_fetched_anew() -> None:
    async def ask() -> None:
        tokens, source = Tokens(), Source(life=0)
        assert [await tokens.get(1, source.fetch) for _ in range(2)] == ["token 1", "token 2"]

    run(ask())
