"""Who looks after an app reads what its pushes say: nobody asks for a permission of its own any more."""

from typing import Any

from django.db import migrations


def forget(apps: Any, schema_editor: Any) -> None:
    permissions = apps.get_model("auth", "Permission").objects
    permissions.filter(codename="read_texts", content_type__app_label="push").delete()


class Migration(migrations.Migration):
    dependencies = [
        ("push", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        migrations.AlterModelOptions(name="notice", options={}),
        migrations.RunPython(forget, migrations.RunPython.noop, elidable=True),
    ]
