from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    """On a live table of any size: messages are sent while the index is made."""

    atomic = False

    dependencies = [
        ('im', '0012_review_queue'),
    ]

    operations = [
        AddIndexConcurrently(
            model_name='message',
            index=models.Index(fields=['app', 'created_at'], name='message_of_app'),
        ),
    ]
