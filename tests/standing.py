"""Whether anything has changed in the database: cheap to ask after every call of many."""

from typing import Any

from django.db import connection

TOUCHED = "SELECT relname, n_tup_ins + n_tup_upd + n_tup_del FROM pg_stat_xact_user_tables"
KEYS = """
SELECT c.conrelid::regclass::text, c.confrelid::regclass::text, a.attname::text, b.attname::text
FROM pg_constraint c
JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[array_upper(c.conkey, 1)]
JOIN pg_attribute b ON b.attrelid = c.confrelid AND b.attnum = c.confkey[array_upper(c.confkey, 1)]
WHERE c.contype = 'f' ORDER BY c.conname
"""
WITH_APP = "SELECT table_name FROM information_schema.columns WHERE column_name = 'app_id'"
TABLES = "SELECT tablename::text FROM pg_tables WHERE schemaname = 'public'"


class Standing:
    """How all tables stand. What PostgreSQL counted no write to since is not looked at again."""

    def __init__(self, *app_ids: int) -> None:
        self._with_app = {name for (name,) in _ask(WITH_APP)}
        self._keys = {(table, parent): (column, key) for table, parent, column, key in _ask(KEYS)}
        tables = [name for (name,) in _ask(TABLES)]
        self._whole = {name: self._digest(name, "true") for name in tables}
        self.parts = {
            (name, app): self._digest(name, where)
            for app in app_ids
            for name in tables
            if (where := self._belonging(name, app))
        }
        self._writes = self._counted()

    def changed(self, app: int | None = None) -> set[str]:
        """The tables that differ from how they stood, all of their rows or those of an app."""
        writes = self._counted()
        touched = {name for name, count in writes.items() if count != self._writes.get(name, 0)}
        self._writes = writes
        if app is None:
            return {name for name in touched if self._digest(name, "true") != self._whole[name]}
        parts = {name: where for name in touched if (where := self._belonging(name, app))}
        return {name for name, where in parts.items() if self._digest(name, where) != self.parts[name, app]}

    def _belonging(self, table: str, app: int) -> str:
        """The rows that are an app's: by its own column, or through the row that they belong to."""
        if table == "accounts_app":
            return f"id = {app}"
        if table in self._with_app:
            return f"app_id = {app}"
        for (child, parent), (column, key) in self._keys.items():
            if child == table and parent != table and (where := self._belonging(parent, app)):
                return f"{column} IN (SELECT {key} FROM {parent} WHERE {where})"
        return ""

    def _digest(self, table: str, where: str) -> str:
        rows = f"SELECT md5(string_agg(t::text, '|' ORDER BY t::text)) FROM {table} t WHERE {where}"
        return str(_ask(rows)[0][0])

    def _counted(self) -> dict[str, int]:
        return dict(_ask(TOUCHED))


def _ask(sql: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        found: list[tuple[Any, ...]] = cursor.fetchall()
        return found
