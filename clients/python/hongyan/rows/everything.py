"""All rows of the API, by namespace. Made by `make client`: do not edit."""

from collections.abc import Awaitable, Callable
from typing import Any

from hongyan.calls import Call
from hongyan.rows.accounts import Accounts, AsyncAccounts
from hongyan.rows.admin import Admin, AsyncAdmin
from hongyan.rows.auth import AsyncAuth, Auth
from hongyan.rows.blacklist import AsyncBlacklist, Blacklist
from hongyan.rows.conversation_groups import AsyncConversationGroups, ConversationGroups
from hongyan.rows.conversations import AsyncConversations, Conversations
from hongyan.rows.friend_requests import AsyncFriendRequests, FriendRequests
from hongyan.rows.friends import AsyncFriends, Friends
from hongyan.rows.groups import AsyncGroups, Groups
from hongyan.rows.internal import AsyncInternal, Internal
from hongyan.rows.messages import AsyncMessages, Messages
from hongyan.rows.platform import AsyncPlatform, Platform
from hongyan.rows.platform_events import AsyncPlatformEvents, PlatformEvents
from hongyan.rows.push import AsyncPush, Push


class Rows:
    def __init__(self, do: Callable[[Call], Any]) -> None:
        self.accounts = Accounts(do)
        self.admin = Admin(do)
        self.auth = Auth(do)
        self.blacklist = Blacklist(do)
        self.conversation_groups = ConversationGroups(do)
        self.conversations = Conversations(do)
        self.friend_requests = FriendRequests(do)
        self.friends = Friends(do)
        self.groups = Groups(do)
        self.internal = Internal(do)
        self.messages = Messages(do)
        self.platform = Platform(do)
        self.platform_events = PlatformEvents(do)
        self.push = Push(do)


class AsyncRows:
    def __init__(self, do: Callable[[Call], Awaitable[Any]]) -> None:
        self.accounts = AsyncAccounts(do)
        self.admin = AsyncAdmin(do)
        self.auth = AsyncAuth(do)
        self.blacklist = AsyncBlacklist(do)
        self.conversation_groups = AsyncConversationGroups(do)
        self.conversations = AsyncConversations(do)
        self.friend_requests = AsyncFriendRequests(do)
        self.friends = AsyncFriends(do)
        self.groups = AsyncGroups(do)
        self.internal = AsyncInternal(do)
        self.messages = AsyncMessages(do)
        self.platform = AsyncPlatform(do)
        self.platform_events = AsyncPlatformEvents(do)
        self.push = AsyncPush(do)
