"""References carry the app: a session of another app's account cannot be written."""

import config.references
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0002_kept_answer'),
    ]

    operations = [
        migrations.AlterField(
            model_name='session',
            name='account',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='sessions', to='accounts.account'),
        ),
        migrations.AlterField(
            model_name='session',
            name='app',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.app'),
        ),
        migrations.AddConstraint(
            model_name='account',
            constraint=models.UniqueConstraint(fields=('app', 'id'), name='account_in_app'),
        ),
        migrations.AddConstraint(
            model_name='session',
            constraint=config.references.Tied(by='app', field='account', name='session_of_its_app'),
        ),
    ]
