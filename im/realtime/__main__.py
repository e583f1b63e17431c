"""`python -m im.realtime`: the gateway as a process. SIGTERM and SIGINT end it in order."""

import os
from importlib import import_module

import django
from setproctitle import setproctitle

from config import embedded

if __name__ == "__main__":
    setproctitle("hongyan: gateway")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    embedded.attach()
    django.setup()
    import_module("im.realtime.process").run()
