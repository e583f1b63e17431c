"""A large installation as rows, made by PostgreSQL alone: what is long elsewhere is long here."""

from typing import Any

from django.db import connection, transaction

BIG, SMALL, EMPTY = 1, 2, 3  # apps; every hundredth row is the small one's
BLANK = {
    "bigint": "0",
    "integer": "0",
    "smallint": "0",
    "boolean": "false",
    "timestamp with time zone": "now()",
    "jsonb": "'{}'",
    "ARRAY": "'{}'",
    "bytea": "''",
    "inet": "'127.0.0.1'",
}
COLUMNS = """
SELECT column_name, data_type FROM information_schema.columns
WHERE table_name = %s AND is_nullable = 'NO' AND is_identity = 'NO' AND column_default IS NULL
"""
APP = f"CASE WHEN n % 100 = 0 THEN {SMALL} ELSE {BIG} END"
ENDPOINT = "CASE WHEN n % 100 = 0 THEN 11 ELSE 1 + n % 10 END"
AGO = "now() - n * interval '1 second'"
HOUR = "floor(extract(epoch FROM now()) / 3600)::bigint"
TABLES: list[tuple[str, float, dict[str, str]]] = [
    ("accounts_account", 0.1, {"user_id": "'user' || n", "status": "'ACTIVE'"}),
    ("accounts_session", 0.1, {"account_id": "n", "jti": "'jti' || n", "platform": "'IOS'"}),
    (
        "im_group",
        0.01,
        {"group_id": "'group' || n", "name": "'Group ' || n", "owner_id": "n", "status": "'ACTIVE'"},
    ),
    ("im_groupmember", 0.1, {"group_id": "1 + n % 10000", "account_id": "n", "active": "true"}),
    ("im_joinrequest", 0.02, {"group_id": "1 + n % 10000", "account_id": "n"}),
    ("im_friend", 0.1, {"owner_id": "n", "friend_id": "n + 1", "active": "true"}),
    ("im_friendrequest", 0.1, {"sender_id": "n", "receiver_id": "n + 1"}),
    ("im_block", 0.1, {"owner_id": "n", "blocked_id": "n + 1"}),
    ("im_conversation", 0.05, {"chat_type": "'SINGLE'", "low_id": "n", "high_id": "n + 1"}),
    (
        "im_message",
        1.0,
        {
            "conversation_id": "1 + n % 50000",
            "seq": "n",
            "sender_id": "1 + n % 100000",
            "from_id": "'user' || (1 + n % 100000)",
            "to_id": "'user' || (2 + n % 100000)",
            "chat_type": "'SINGLE'",
            "msg_type": "'TEXT'",
            "content": """'{"text": "what somebody said"}'""",
            "client_msg_id": "'c' || n",
            "status": "'NORMAL'",
            "created_at": AGO,
        },
    ),
    ("im_keywordfilter", 0.01, {"word": "'word' || n", "folded": "'word' || n", "action": "'BLOCK'"}),
    ("im_flagged", 0.1, {"kind": "'MESSAGE'", "target_id": "n::text", "review": "'OPEN'", "hits": "'[]'"}),
    (
        "webhooks_delivery",
        1.0,
        {
            "endpoint_id": ENDPOINT,
            "event_id": "'evt' || n",
            "type": "'message.sent'",
            "status": "CASE WHEN n > 990000 THEN 'PENDING' WHEN n % 50 = 0 THEN 'DEAD' ELSE 'SUCCESS' END",
            "created_at": AGO,
        },
    ),
    (
        "webhooks_alert",
        0.001,
        {"endpoint_id": ENDPOINT, "type": "'GONE' || n", "level": "'CRITICAL'", "status": "'OPEN'"},
    ),
    (
        "push_device",
        0.1,
        {
            "device_id": "'d' || n",
            "user_id": "'user' || n",
            "token_hash": "'h' || n",
            "vendor": "'FCM'",
            "status": "'ACTIVE'",
        },
    ),
    ("push_notice", 0.01, {"source": "'API'", "status": "'QUEUED'"}),
    (
        "push_delivery",
        1.0,
        {
            "notice_id": "1 + (n - 1) / 100",
            "device_id": "1 + n % 100000",
            "user_id": "'user' || n",
            "vendor": "'FCM'",
            "status": "CASE WHEN n > 990000 THEN 'PENDING' WHEN n % 50 = 0 THEN 'FAILED' ELSE 'ACCEPTED' END",
            "created_at": AGO,
        },
    ),
    (
        "push_devicelog",
        1.0,
        {"event": "'ACCEPTED'", "level": "'INFO'", "device_id": "'d' || n", "at": AGO},
    ),
    ("push_receipt", 0.1, {"delivery_id": "n", "event": "'DELIVERED'", "device_id": "'d' || n"}),
    ("push_vendorreceipt", 0.1, {"vendor": "'HUAWEI'"}),
    ("push_preference", 0.1, {"user_id": "'user' || n"}),
    ("journal_operation", 1.0, {"action": "'message.revoke'", "operator_id": "'olga'", "created_at": AGO}),
    (
        "journal_event",
        0.2,
        {
            "id": "'evt_' || lpad(n::text, 12, '0')",
            "type": "'message.sent'",
            "dispatched_at": "CASE WHEN n > 199000 THEN NULL ELSE now() END",
        },
    ),
]
ROLLED_UP = f"""
INSERT INTO im_statistic (app_id, hour, kind, count)
SELECT app, {HOUR} - n, kind, 100
FROM generate_series(0, 9600) n, unnest(ARRAY[{BIG}, {SMALL}]) app,
  unnest(ARRAY['single', 'group', 'accounts', 'logins', 'active', 'day', 'online', 'flagged']) kind;
INSERT INTO push_statistic (app_id, hour, vendor, outcome, code, count)
SELECT app, {HOUR} - n, vendor, outcome, code, 100
FROM generate_series(0, 9600) n, unnest(ARRAY[{BIG}, {SMALL}]) app,
  unnest(ARRAY['APNS', 'FCM', 'HUAWEI', 'HONOR', 'XIAOMI', 'OPPO', 'VIVO']) vendor,
  (VALUES ('accepted', ''), ('delivered', ''), ('failed', '429'), ('failed', '500'), ('invalid', 'GONE'))
    AS o(outcome, code);
INSERT INTO webhooks_hour (endpoint_id, minute, succeeded, failed, timeouts, slots)
SELECT endpoint, ({HOUR} - n) * 60, 1000, 10, 1, array_fill(42, ARRAY[24])
FROM generate_series(0, 768) n, generate_series(1, 11) endpoint;
"""


@transaction.atomic
def plant(scale: int) -> None:
    """A million of what is longest, where `scale` is that. Nothing is looked at: no reference, no trigger."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        for app, key in ((BIG, "big"), (SMALL, "small"), (EMPTY, "empty")):
            fill(
                cursor,
                "accounts_app",
                1,
                id=str(app),
                app_key=f"'{key}'",
                name=f"'{key}'",
                sdk_app_id=str(app),
            )
        fill(
            cursor,
            "webhooks_endpoint",
            11,
            id="n",
            app_id=f"CASE n WHEN 11 THEN {SMALL} ELSE {BIG} END",
            name="'hook' || n",
            enabled="true",
        )
        for table, part, values in TABLES:
            fill(cursor, table, int(scale * part), **{"app_id": APP, **values})
        cursor.execute(ROLLED_UP)


def fill(cursor: Any, table: str, number: int, **values: str) -> None:
    """Rows by their number `n`; a column of which nothing is said is blank."""
    cursor.execute(COLUMNS, [table])
    columns = {name: BLANK.get(kind, "''") for name, kind in cursor.fetchall()}
    columns |= {name: value for name, value in values.items() if name != "app_id" or name in columns}
    names, said = ", ".join(columns), ", ".join(columns.values())
    cursor.execute(f"INSERT INTO {table} ({names}) SELECT {said} FROM generate_series(1, {number}) n")
