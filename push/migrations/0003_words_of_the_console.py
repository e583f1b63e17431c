"""What the console calls them: no column changes."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('push', '0002_texts_by_mandate'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='delivery',
            options={'verbose_name': 'push delivery', 'verbose_name_plural': 'push deliveries'},
        ),
        migrations.AlterModelOptions(
            name='lane',
            options={'verbose_name': 'pause'},
        ),
        migrations.AlterModelOptions(
            name='notice',
            options={'verbose_name': 'task'},
        ),
        migrations.AlterField(
            model_name='credential',
            name='environment',
            field=models.CharField(blank=True, choices=[('PROD', 'PROD'), ('SANDBOX', 'SANDBOX')], default='', max_length=7),
        ),
        migrations.AlterField(
            model_name='credential',
            name='vendor',
            field=models.CharField(choices=[('APNS', 'Apple APNs'), ('APNS_VOIP', 'Apple APNs, calls'), ('APNS_LIVE', 'Apple APNs, live activities'), ('FCM', 'Google FCM'), ('HUAWEI', 'Huawei'), ('HARMONY', 'HarmonyOS'), ('HONOR', 'Honor'), ('XIAOMI', 'Xiaomi'), ('OPPO', 'OPPO'), ('VIVO', 'vivo'), ('MEIZU', 'Meizu'), ('WEBPUSH', 'Web Push')], max_length=9),
        ),
        migrations.AlterField(
            model_name='delivery',
            name='vendor',
            field=models.CharField(choices=[('APNS', 'Apple APNs'), ('APNS_VOIP', 'Apple APNs, calls'), ('APNS_LIVE', 'Apple APNs, live activities'), ('FCM', 'Google FCM'), ('HUAWEI', 'Huawei'), ('HARMONY', 'HarmonyOS'), ('HONOR', 'Honor'), ('XIAOMI', 'Xiaomi'), ('OPPO', 'OPPO'), ('VIVO', 'vivo'), ('MEIZU', 'Meizu'), ('WEBPUSH', 'Web Push')], max_length=9),
        ),
        migrations.AlterField(
            model_name='device',
            name='environment',
            field=models.CharField(choices=[('PROD', 'PROD'), ('SANDBOX', 'SANDBOX')], default='PROD', max_length=7),
        ),
        migrations.AlterField(
            model_name='device',
            name='platform',
            field=models.CharField(choices=[('ANDROID', 'Android'), ('IOS', 'iOS'), ('HARMONY', 'HarmonyOS'), ('WEB', 'Web')], max_length=7),
        ),
        migrations.AlterField(
            model_name='device',
            name='status',
            field=models.CharField(choices=[('ACTIVE', 'Registered'), ('INVALID', 'Token refused'), ('REPLACED', 'Replaced'), ('UNREGISTERED', 'Unregistered'), ('EVICTED', 'Superseded')], default='ACTIVE', max_length=12),
        ),
        migrations.AlterField(
            model_name='device',
            name='vendor',
            field=models.CharField(choices=[('APNS', 'Apple APNs'), ('APNS_VOIP', 'Apple APNs, calls'), ('APNS_LIVE', 'Apple APNs, live activities'), ('FCM', 'Google FCM'), ('HUAWEI', 'Huawei'), ('HARMONY', 'HarmonyOS'), ('HONOR', 'Honor'), ('XIAOMI', 'Xiaomi'), ('OPPO', 'OPPO'), ('VIVO', 'vivo'), ('MEIZU', 'Meizu'), ('WEBPUSH', 'Web Push')], max_length=9),
        ),
        migrations.AlterField(
            model_name='lane',
            name='vendor',
            field=models.CharField(choices=[('APNS', 'Apple APNs'), ('APNS_VOIP', 'Apple APNs, calls'), ('APNS_LIVE', 'Apple APNs, live activities'), ('FCM', 'Google FCM'), ('HUAWEI', 'Huawei'), ('HARMONY', 'HarmonyOS'), ('HONOR', 'Honor'), ('XIAOMI', 'Xiaomi'), ('OPPO', 'OPPO'), ('VIVO', 'vivo'), ('MEIZU', 'Meizu'), ('WEBPUSH', 'Web Push')], max_length=9),
        ),
        migrations.AlterField(
            model_name='notice',
            name='source',
            field=models.CharField(choices=[('API', 'A send'), ('CHAT', 'Chat'), ('TEST', 'Test')], max_length=4),
        ),
        migrations.AlterField(
            model_name='notice',
            name='status',
            field=models.CharField(choices=[('SCHEDULED', 'Scheduled'), ('EXPANDING', 'Finding its audience'), ('QUEUED', 'Sent out'), ('CANCELLED', 'Cancelled'), ('DRY_RUN', 'Only tried')], default='QUEUED', max_length=9),
        ),
        migrations.AlterField(
            model_name='vendorreceipt',
            name='vendor',
            field=models.CharField(choices=[('APNS', 'Apple APNs'), ('APNS_VOIP', 'Apple APNs, calls'), ('APNS_LIVE', 'Apple APNs, live activities'), ('FCM', 'Google FCM'), ('HUAWEI', 'Huawei'), ('HARMONY', 'HarmonyOS'), ('HONOR', 'Honor'), ('XIAOMI', 'Xiaomi'), ('OPPO', 'OPPO'), ('VIVO', 'vivo'), ('MEIZU', 'Meizu'), ('WEBPUSH', 'Web Push')], max_length=9),
        ),
    ]
