"""Hot statements: prepared on the server, parameters bound there, rows as tuples. The ORM is for everything else."""

from collections.abc import Mapping
from typing import Any, LiteralString

from django.db import connection
from psycopg import Cursor


def rows(statement: LiteralString, values: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    """Runs one statement on this thread's connection, in its transaction if there is one.

    Raises Django's database errors, as the ORM does.
    """
    connection.ensure_connection()
    with connection.wrap_database_errors, Cursor(connection.connection) as cursor:
        cursor.execute(statement, values, prepare=True)
        return cursor.fetchall() if cursor.description else []
