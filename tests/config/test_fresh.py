"""A memory that is told of a change does not keep what was looked up before it."""

from config.fresh import Fresh


def test_what_is_looked_up_is_remembered() -> None:
    memory: Fresh[str, int] = Fresh(lambda: 60.0)
    assert memory.get("a", lambda: 1) == 1
    assert memory.get("a", lambda: 2) == 1


def test_nothing_older_than_a_change_is_remembered() -> None:
    memory: Fresh[str, int] = Fresh(lambda: 60.0)

    def overtaken() -> int:
        memory.clear()
        return 1

    assert memory.get("a", overtaken) == 1
    assert memory.get("a", lambda: 2) == 2
    memory.clear()
    assert memory.get("a", lambda: 3) == 3
