"""All pages of the console that are no lists. Each area names its own."""

from accounts.console.pages import ConsolePage
from console.accounts import pages as accounts
from console.choosing import ChooseApp
from console.people import pages as people
from console.system import pages as system
from im.messages.broadcast import pages as broadcast
from im.moderation.console import pages as moderation
from push.console import pages as push

PAGES: list[type[ConsolePage]] = [
    ChooseApp,
    *accounts.PAGES,
    *broadcast.PAGES,
    *moderation.PAGES,
    *push.PAGES,
    *system.PAGES,
    *people.PAGES,
]
