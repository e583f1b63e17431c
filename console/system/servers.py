"""The processes, PostgreSQL and Redis, as they answer now."""

from datetime import UTC, datetime
from time import time
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from config import probes, processes
from config.console.cells import Cell, Table
from config.redis import client
from config.tasks import HEARTBEAT
from console.system.sections import Section

LARGEST = 15
ABOUT = """
SELECT current_setting('server_version'), pg_database_size(current_database()),
       current_setting('max_connections')::int, (SELECT count(*) FROM pg_stat_activity),
       (SELECT count(*) FROM django_migrations),
       (SELECT COALESCE(max(extract(epoch FROM clock_timestamp() - xact_start)), 0)
        FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid())
"""
TABLES = """
SELECT c.relname::text, GREATEST(c.reltuples, 0)::bigint, pg_table_size(c.oid), pg_indexes_size(c.oid)
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = current_schema() AND c.relkind = 'r'
ORDER BY c.relpages DESC LIMIT %s
"""
WORDS = {
    "web": gettext_lazy("web"),
    "gateway": gettext_lazy("gateway"),
    "worker": gettext_lazy("worker"),
    "beat": gettext_lazy("beat"),
}


def of_processes() -> Section:
    there = processes.there()
    head = [_("Process"), _("Host"), _("PID"), _("Version"), _("Started"), _("Last heard of"), _("Load")]
    notes = [
        _("No %(kind)s has been heard of for %(seconds)d s.")
        % {"kind": WORDS[kind], "seconds": processes.GONE}
        for kind in processes.KINDS
        if all(process.kind != kind for process in there)
    ]
    table = Table(head, [_row(process) for process in there], _("No process has been heard of."))
    return Section(_("Processes"), "memory", [(_("Heartbeat of beat and worker"), _pulse())], [table], notes)


def _row(process: processes.Process) -> list[Any]:
    sockets = "" if process.load is None else ngettext("%d socket", "%d sockets", process.load) % process.load
    return [
        Cell(WORDS[process.kind], kind="success"),
        Cell(process.host, mono=True),
        process.pid,
        process.version,
        datetime.fromtimestamp(process.started, UTC),
        _("%d s ago") % max(0, time() - process.seen),
        sockets,
    ]


def _pulse() -> str:
    beaten = client().get(HEARTBEAT)
    return _("%d s ago") % max(0, time() - float(beaten)) if isinstance(beaten, bytes) else _("none")


def of_postgresql() -> Section:
    with connection.cursor() as cursor:
        cursor.execute(ABOUT)
        version, size, most, used, applied, oldest = cursor.fetchone()
        cursor.execute(TABLES, [LARGEST])
        tables = cursor.fetchall()
    missing = probes.missing_migrations()
    facts = [
        (_("Version"), version),
        (_("Size of the database"), in_bytes(size)),
        (_("Connections"), _("%(used)d of %(most)d") % {"used": used, "most": most}),
        (_("Oldest transaction"), _("%d s") % oldest),
        (_("Migrations applied"), applied),
    ]
    notes = [_("Not applied: %s. Run manage.py migrate.") % ", ".join(missing)] if missing else []
    head = [_("Largest tables"), _("Rows, estimated"), _("Data"), _("Indexes")]
    lines = [
        [Cell(name, mono=True), f"{rows:,}", in_bytes(data), in_bytes(indexes)]
        for name, rows, data, indexes in tables
    ]
    return Section("PostgreSQL", "database", facts, [Table(head, lines, _("There is no table."))], notes)


def of_redis() -> Section:
    about: dict[str, Any] = client().info()
    version = about.get("valkey_version", about.get("redis_version", ""))
    policy = about.get("maxmemory_policy", "")
    most = about.get("maxmemory", 0)
    facts = [
        (_("Version"), f"{about.get('server_name', 'redis')} {version}"),
        (_("Memory"), in_bytes(about.get("used_memory", 0))),
        (_("Memory at most"), in_bytes(most) if most else _("without limit")),
        (_("When memory is full"), Cell(policy, mono=True)),
        (_("Append-only file"), _("on") if about.get("aof_enabled") else _("off")),
        (_("Last snapshot"), about.get("rdb_last_bgsave_status", "")),
        (_("Clients"), about.get("connected_clients", 0)),
        (_("Up for"), _("%d h") % (about.get("uptime_in_seconds", 0) // 3600)),
    ]
    notes = []
    if policy not in ("", "noeviction"):
        notes.append(
            _("Set maxmemory-policy to noeviction: otherwise a full Redis drops the queue in silence.")
        )
    return Section("Redis", "bolt", facts, notes=notes, wide=False)


def in_bytes(number: float) -> str:
    for unit in ("B", "KiB", "MiB", "GiB"):
        if number < 1024:
            return f"{number:.0f} {unit}" if unit == "B" else f"{number:.1f} {unit}"
        number /= 1024
    return f"{number:.1f} TiB"
