"""The filter engine: a Screen is made of words and says which of them a text has. No database, no I/O."""

from im.moderation.screening.folding import fold
from im.moderation.screening.screen import Found, Hit, Rule, Screen

__all__ = ["Found", "Hit", "Rule", "Screen", "fold"]
