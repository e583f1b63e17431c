"""The product's settings on the test run's own servers: nothing remembered, quick password hashes."""

from tests import servers

servers.start()  # puts the addresses into the environment, which the next line reads

from config.settings import *  # noqa: E402, F403
from config.settings import DATA, EVENT_SINKS_INSIDE  # noqa: E402

VENDORS = ["APNS", "FCM", "HUAWEI", "HARMONY", "HONOR", "XIAOMI", "OPPO", "VIVO", "MEIZU", "WEBPUSH"]
AUTH_CACHE_SECONDS = RULES_CACHE_SECONDS = 0
RULES_KEPT_FRESH = PROCESSES_ANNOUNCED = False
PUSH_VENDOR_BASE_URLS = dict.fromkeys(VENDORS, "http://127.0.0.1:9")  # no test calls a vendor's own server
WEBHOOK_COUNT_SECONDS = 0  # only when a test says so: the thread that writes would do so past its end
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EVENT_SINKS_INSIDE = [*EVENT_SINKS_INSIDE, "tests.recorder"]
STATIC_ROOT = DATA / "static"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
# Every test client is a new handler: it would look through all static files each time it is made.
WHITENOISE_AUTOREFRESH = True
LOG_LEVEL = "WARNING"
