"""Two people chat over a running demo: `python clients/python/examples/chat.py var/demo.json`"""

import asyncio
import json
import sys
from pathlib import Path
from typing import Any

from hongyan import AsyncClient, AsyncSocket, Event, make_user_sig


async def log_in(demo: dict[str, Any], user_id: str) -> AsyncClient:
    """With a sig made here: as an app's own server would make it, who alone knows the secret key."""
    app = demo["apps"][0]

    def sig() -> str:
        return make_user_sig(user_id, sdk_app_id=app["sdkAppId"], secret_key=app["secretKey"])

    client = AsyncClient(demo["baseUrl"])
    await client.log_in(sig, platform="LINUX", device_id="chat-example")
    return client


async def hear(socket: AsyncSocket) -> Event:
    """The next message; what else happens is passed over."""
    async for event in socket:
        if event.type == "message.sent":
            print(f"   {socket.user_id} hears: {event.message['content']['text']}")
            return event
    raise EOFError


async def caught_up(socket: AsyncSocket) -> None:
    """What was said while this device was away comes first; then the socket is live."""
    async for event in socket:
        if event.type == "message.sent":
            print(f"   {socket.user_id} had missed: {event.message['content'].get('text')}")
        if event.type == "synced":
            return


async def chat(demo: dict[str, Any]) -> None:
    async with await log_in(demo, "alice") as alice, await log_in(demo, "bob") as bob:
        async with alice.socket(latest=True) as at_alice, bob.socket(latest=True) as at_bob:
            await asyncio.gather(caught_up(at_alice), caught_up(at_bob))

            # Over REST, answered once it is on disk. What a time-out makes it repeat is no second message.
            sent = await alice.messages.send(
                chat_type="SINGLE", to_id="bob", msg_type="TEXT", content={"text": "你好, Bob!"}
            )
            print(f"alice said it as number {sent['seq']} of their conversation")
            await hear(at_bob)

            # Over the socket, the same way.
            await at_bob.send(
                chat_type="SINGLE", to_id="alice", msg_type="TEXT", content={"text": "Hello, Alice. 在的!"}
            )
            await hear(at_alice)
            await at_alice.mark_read("bob")

        history = await bob.messages.history("alice", limit=5)
        print("what bob's history says, the newest first:")
        for message in history["items"]:
            print(f"   {message['seq']:>4} {message['fromId']}: {message['content'].get('text')}")


if __name__ == "__main__":
    asyncio.run(chat(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))))
