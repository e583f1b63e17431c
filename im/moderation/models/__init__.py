"""Who is muted, what may not be said, and what somebody should look at."""

from im.moderation.models.flagged import Flagged, FlaggedKind, Review
from im.moderation.models.mute import AccountMute, AppMute
from im.moderation.models.word import FilterAction, FilterVersion, KeywordFilter, MatchType

__all__ = [
    "AccountMute",
    "AppMute",
    "FilterAction",
    "FilterVersion",
    "Flagged",
    "FlaggedKind",
    "KeywordFilter",
    "MatchType",
    "Review",
]
