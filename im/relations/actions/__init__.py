"""What changes between accounts: friends, requests, blacklists."""

from im.relations.actions.adding import add, add_many, foresee
from im.relations.actions.blocking import block, unblock
from im.relations.actions.handling import accept, reject
from im.relations.actions.keeping import keep
from im.relations.actions.leaving import leave
from im.relations.actions.removing import remove, remove_all, remove_many

__all__ = [
    "accept",
    "add",
    "add_many",
    "block",
    "foresee",
    "keep",
    "leave",
    "reject",
    "remove",
    "remove_all",
    "remove_many",
    "unblock",
]
