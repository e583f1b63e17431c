"""References carry the app: a row of another app cannot be joined, whatever statement tries."""

import config.references
import django.db.models.deletion
from django.db import migrations, models

FILL = """
UPDATE im_member m SET app_id = a.app_id FROM accounts_account a WHERE a.id = m.account_id;
UPDATE im_friend f SET app_id = a.app_id FROM accounts_account a WHERE a.id = f.owner_id;
UPDATE im_block b SET app_id = a.app_id FROM accounts_account a WHERE a.id = b.owner_id;
UPDATE im_friendrequest r SET app_id = a.app_id FROM accounts_account a WHERE a.id = r.sender_id;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0003_references_carry_the_app'),
        ('im', '0004_groups'),
    ]

    operations = [
        migrations.AddField(
            model_name='block',
            name='app',
            field=models.ForeignKey(db_constraint=False, db_index=False, default=0, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.app'),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='friend',
            name='app',
            field=models.ForeignKey(db_constraint=False, db_index=False, default=0, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.app'),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='friendrequest',
            name='app',
            field=models.ForeignKey(db_constraint=False, db_index=False, default=0, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.app'),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='member',
            name='app',
            field=models.ForeignKey(db_constraint=False, db_index=False, default=0, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.app'),
            preserve_default=False,
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name='conversation',
            constraint=models.UniqueConstraint(fields=('app', 'id'), name='conversation_in_app'),
        ),
        migrations.AddConstraint(
            model_name='group',
            constraint=models.UniqueConstraint(fields=('app', 'id'), name='group_in_app'),
        ),
        migrations.AddConstraint(
            model_name='member',
            constraint=models.UniqueConstraint(fields=('account', 'id'), name='member_of_account'),
        ),
        migrations.AlterField(
            model_name='accountmute',
            name='account',
            field=models.OneToOneField(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to='accounts.account'),
        ),
        migrations.AlterField(
            model_name='accountmute',
            name='app',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.app'),
        ),
        migrations.AlterField(
            model_name='block',
            name='blocked',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.account'),
        ),
        migrations.AlterField(
            model_name='block',
            name='owner',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.account'),
        ),
        migrations.AlterField(
            model_name='conversation',
            name='app',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.app'),
        ),
        migrations.AlterField(
            model_name='conversation',
            name='group',
            field=models.OneToOneField(db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='conversation', to='im.group'),
        ),
        migrations.AlterField(
            model_name='conversation',
            name='high',
            field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.account'),
        ),
        migrations.AlterField(
            model_name='conversation',
            name='low',
            field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.account'),
        ),
        migrations.AlterField(
            model_name='conversationgroup',
            name='account',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.account'),
        ),
        migrations.AlterField(
            model_name='conversationgroup',
            name='member',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='filed', to='im.member'),
        ),
        migrations.AlterField(
            model_name='friend',
            name='friend',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.account'),
        ),
        migrations.AlterField(
            model_name='friend',
            name='owner',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.account'),
        ),
        migrations.AlterField(
            model_name='friendrequest',
            name='receiver',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.account'),
        ),
        migrations.AlterField(
            model_name='friendrequest',
            name='sender',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.account'),
        ),
        migrations.AlterField(
            model_name='group',
            name='owner',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.account'),
        ),
        migrations.AlterField(
            model_name='groupmember',
            name='account',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.account'),
        ),
        migrations.AlterField(
            model_name='groupmember',
            name='app',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.app'),
        ),
        migrations.AlterField(
            model_name='groupmember',
            name='group',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='places', to='im.group'),
        ),
        migrations.AlterField(
            model_name='joinrequest',
            name='account',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.account'),
        ),
        migrations.AlterField(
            model_name='joinrequest',
            name='app',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.app'),
        ),
        migrations.AlterField(
            model_name='joinrequest',
            name='group',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='join_requests', to='im.group'),
        ),
        migrations.AlterField(
            model_name='joinrequest',
            name='inviter',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.account'),
        ),
        migrations.AlterField(
            model_name='member',
            name='account',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.account'),
        ),
        migrations.AlterField(
            model_name='member',
            name='conversation',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='members', to='im.conversation'),
        ),
        migrations.AlterField(
            model_name='message',
            name='conversation',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='messages', to='im.conversation'),
        ),
        migrations.AlterField(
            model_name='message',
            name='sender',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.account'),
        ),
        migrations.AddConstraint(
            model_name='accountmute',
            constraint=config.references.Tied(by='app', field='account', name='account_mute_of_its_app'),
        ),
        migrations.AddConstraint(
            model_name='block',
            constraint=config.references.Tied(by='app', field='owner', name='block_owner_of_its_app'),
        ),
        migrations.AddConstraint(
            model_name='block',
            constraint=config.references.Tied(by='app', field='blocked', name='blocked_of_its_app'),
        ),
        migrations.AddConstraint(
            model_name='conversation',
            constraint=config.references.Tied(by='app', field='low', name='conversation_low_of_its_app'),
        ),
        migrations.AddConstraint(
            model_name='conversation',
            constraint=config.references.Tied(by='app', field='high', name='conversation_high_of_its_app'),
        ),
        migrations.AddConstraint(
            model_name='conversation',
            constraint=config.references.Tied(by='app', field='group', name='conversation_group_of_its_app'),
        ),
        migrations.AddConstraint(
            model_name='conversationgroup',
            constraint=config.references.Tied(by='account', field='member', name='filed_of_its_account'),
        ),
        migrations.AddConstraint(
            model_name='friend',
            constraint=config.references.Tied(by='app', field='owner', name='friend_owner_of_its_app'),
        ),
        migrations.AddConstraint(
            model_name='friend',
            constraint=config.references.Tied(by='app', field='friend', name='friend_of_its_app'),
        ),
        migrations.AddConstraint(
            model_name='friendrequest',
            constraint=config.references.Tied(by='app', field='sender', name='request_sender_of_its_app'),
        ),
        migrations.AddConstraint(
            model_name='friendrequest',
            constraint=config.references.Tied(by='app', field='receiver', name='request_receiver_of_its_app'),
        ),
        migrations.AddConstraint(
            model_name='group',
            constraint=config.references.Tied(by='app', field='owner', name='group_owner_of_its_app'),
        ),
        migrations.AddConstraint(
            model_name='groupmember',
            constraint=config.references.Tied(by='app', field='group', name='group_member_group_of_its_app'),
        ),
        migrations.AddConstraint(
            model_name='groupmember',
            constraint=config.references.Tied(by='app', field='account', name='group_member_account_of_its_app'),
        ),
        migrations.AddConstraint(
            model_name='joinrequest',
            constraint=config.references.Tied(by='app', field='group', name='join_request_group_of_its_app'),
        ),
        migrations.AddConstraint(
            model_name='joinrequest',
            constraint=config.references.Tied(by='app', field='account', name='join_request_account_of_its_app'),
        ),
        migrations.AddConstraint(
            model_name='joinrequest',
            constraint=config.references.Tied(by='app', field='inviter', name='join_request_inviter_of_its_app'),
        ),
        migrations.AddConstraint(
            model_name='member',
            constraint=config.references.Tied(by='app', field='conversation', name='member_conversation_of_its_app'),
        ),
        migrations.AddConstraint(
            model_name='member',
            constraint=config.references.Tied(by='app', field='account', name='member_account_of_its_app'),
        ),
        migrations.AddConstraint(
            model_name='message',
            constraint=config.references.Tied(by='app', field='conversation', name='message_conversation_of_its_app'),
        ),
        migrations.AddConstraint(
            model_name='message',
            constraint=config.references.Tied(by='app', field='sender', name='message_sender_of_its_app'),
        ),
    ]
