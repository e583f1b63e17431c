from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('im', '0012_review_queue'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='message',
            index=models.Index(fields=['app', 'created_at'], name='message_of_app'),
        ),
    ]
