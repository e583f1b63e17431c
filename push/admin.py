"""Push in the console: what can be done with each list stands below push/console. No token, no secret."""

from django.contrib import admin

from push.console.credentials import CredentialAdmin
from push.console.deliveries import DeliveryAdmin, DeviceLogAdmin, ReceiptAdmin, VendorReceiptAdmin
from push.console.devices import DeviceAdmin
from push.console.lanes import LaneAdmin
from push.console.preferences import PreferenceAdmin
from push.console.tasks import NoticeAdmin
from push.console.templates import TemplateAdmin
from push.models import (
    Credential,
    Delivery,
    Device,
    DeviceLog,
    Lane,
    Notice,
    Preference,
    Receipt,
    Template,
    VendorReceipt,
)

admin.site.register(Credential, CredentialAdmin)
admin.site.register(Lane, LaneAdmin)
admin.site.register(Notice, NoticeAdmin)
admin.site.register(Delivery, DeliveryAdmin)
admin.site.register(Device, DeviceAdmin)
admin.site.register(DeviceLog, DeviceLogAdmin)
admin.site.register(Receipt, ReceiptAdmin)
admin.site.register(VendorReceipt, VendorReceiptAdmin)
admin.site.register(Preference, PreferenceAdmin)
admin.site.register(Template, TemplateAdmin)
