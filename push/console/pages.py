"""The pages of push that are no lists."""

from accounts.console.pages import ConsolePage
from push.console.statistics import PushStatistics
from push.console.why import FindOutWhy

PAGES: list[type[ConsolePage]] = [FindOutWhy, PushStatistics]
