"""`make run`: one small process that starts all others, revives what dies and stops in order."""
