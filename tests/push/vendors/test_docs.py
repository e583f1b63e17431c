"""docs/push-vendors.md names every field and every option of every vendor."""

import re
from pathlib import Path

import pytest

from push.vendors.registry import VENDORS

PAGE = Path(__file__).parents[3] / "docs" / "push-vendors.md"
TITLES = {
    "APNS": "APNs",
    "FCM": "FCM",
    "HUAWEI": "Huawei (HMS)",
    "HARMONY": "HarmonyOS",
    "HONOR": "Honor",
    "XIAOMI": "Xiaomi",
    "OPPO": "OPPO",
    "VIVO": "vivo",
    "MEIZU": "Meizu",
    "WEBPUSH": "Web Push",
}


@pytest.mark.parametrize("name", sorted(VENDORS))
def test_a_vendor_s_fields_and_options_are_explained(name: str) -> None:
    section = PAGE.read_text(encoding="utf-8").partition(f"\n## {TITLES[name]}\n")[2].partition("\n## ")[0]
    explained = set(re.findall(r"`([^`]+)`", section))
    vendor = VENDORS[name]
    assert {one.name for one in vendor.FIELDS} <= explained
    assert explained >= vendor.OPTIONS
