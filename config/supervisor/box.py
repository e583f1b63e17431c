"""What a newcomer needs to see once everything answers."""

import json
import shlex
from pathlib import Path

from config.supervisor.addresses import Addresses

RULE = "-" * 78
MESSAGE = '{"fromId":"alice","toId":"bob","chatType":"SINGLE","msgType":"TEXT","content":{"text":"hello"}}'


def text(data: Path, addresses: Addresses) -> str:
    """No frame at the sides: the command has to survive being copied."""
    demo = json.loads((data / "demo.json").read_text(encoding="utf-8"))
    base, app, console = addresses.base, demo["apps"][0], demo["console"]
    command = [
        f"curl -s -X POST {base}/api/im/messages/send",
        f"-H {shlex.quote('X-App-Key: ' + app['appKey'])}",
        f"-H {shlex.quote('X-App-Secret: ' + app['appSecret'])}",
        "-H 'Content-Type: application/json'",
        f"-d '{MESSAGE}'",
    ]
    return "\n".join(
        [
            RULE,
            "Hongyan is running. Ctrl-C stops it.",
            "",
            f"  Console   {demo['consoleUrl']}   {console['username']} / {console['password']}",
            f"  API docs  {demo['docsUrl']}",
            f"  Chat      {demo['chatUrl']}   two people side by side",
            f"  Inbox     {demo['inboxUrl']}   what the demo app's webhook hears",
            f"  Phones    {demo['phonesUrl']}   where the demo app's pushes ring",
            f"  App key   {app['appKey']}",
            f"  All of the demo's accounts and keys: {data / 'demo.json'}",
            "",
            "Send a message:",
            "",
            " \\\n  ".join(command),
            RULE,
        ]
    )
