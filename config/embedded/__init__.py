"""The servers of the default installation: a real PostgreSQL and a real Valkey that nobody had to install."""

from config.embedded.child import Child, ChildDied
from config.embedded.pair import InUse, Running, attach, data_folder, servers, wipe

__all__ = ["Child", "ChildDied", "InUse", "Running", "attach", "data_folder", "servers", "wipe"]
