"""The shapes of what IM tells the world, by the events' names. `im/events/` is what tells it."""

from im.event_shapes import chats, groups, people

EVENTS = {**chats.EVENTS, **people.EVENTS, **groups.EVENTS}
ON_SOCKETS = {**chats.ON_SOCKETS, **people.ON_SOCKETS}
