"""Hot statements: prepared on the server, parameters bound there, rows as tuples. All else is the ORM's."""

from collections.abc import Mapping
from typing import Any, LiteralString

import orjson
from django.db import connection
from psycopg import Cursor


def rows(statement: LiteralString, values: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    """Runs one statement on this thread's connection, in its transaction if there is one.

    Raises Django's database errors, as the ORM does.
    """
    connection.ensure_connection()
    with connection.wrap_database_errors:
        cursor = Cursor(connection.connection)
        cursor.execute(statement, values, prepare=True)
        # Not `description`: that makes an object for every column.
        result = cursor.pgresult
        return cursor.fetchall() if result is not None and result.nfields else []


def document(items: list[dict[str, Any]]) -> str:
    """Rows as one JSON parameter, for `json_to_recordset`: a quarter of what arrays cost to bind."""
    return orjson.dumps(items).decode()
