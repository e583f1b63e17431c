"""Devices, the credentials to reach them with, what is to be told, to whom it went, and what came of it."""

from push.models.credential import Credential, Lane
from push.models.delivery import WAITING, Delivery, DeliveryStatus
from push.models.device import Device, DevicePlatform, DeviceStatus, Environment, Vendor
from push.models.log import DeviceLog, Level, LogEvent
from push.models.notice import Notice, NoticeStatus, Source
from push.models.preference import Preference
from push.models.receipt import Receipt, ReceiptEvent, VendorReceipt
from push.models.statistic import Statistic
from push.models.template import Template

__all__ = [
    "WAITING",
    "Credential",
    "Delivery",
    "DeliveryStatus",
    "Device",
    "DeviceLog",
    "DevicePlatform",
    "DeviceStatus",
    "Environment",
    "Lane",
    "Level",
    "LogEvent",
    "Notice",
    "NoticeStatus",
    "Preference",
    "Receipt",
    "ReceiptEvent",
    "Source",
    "Statistic",
    "Template",
    "Vendor",
    "VendorReceipt",
]
