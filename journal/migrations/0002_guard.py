"""The operation log is append-only in the database itself, and the outbox, whose rows change often, is cleaned often."""

from django.db import migrations

GUARD = """
CREATE FUNCTION journal_operation_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' AND current_setting('hongyan.retention', true) = 'on' THEN
    RETURN NULL;
  END IF;
  RAISE EXCEPTION 'the operation log is append-only' USING ERRCODE = 'integrity_constraint_violation';
END
$$;
CREATE TRIGGER journal_operation_guard BEFORE UPDATE OR DELETE ON journal_operation
  FOR EACH STATEMENT EXECUTE FUNCTION journal_operation_guard();
"""
UNGUARD = """
DROP TRIGGER journal_operation_guard ON journal_operation;
DROP FUNCTION journal_operation_guard();
"""


class Migration(migrations.Migration):
    dependencies = [("journal", "0001_initial")]

    operations = [
        migrations.RunSQL(GUARD, UNGUARD),
        migrations.RunSQL(
            "ALTER TABLE journal_event SET (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_insert_scale_factor = 0.2)",
            "ALTER TABLE journal_event RESET (autovacuum_vacuum_scale_factor, autovacuum_vacuum_insert_scale_factor)",
        ),
    ]
