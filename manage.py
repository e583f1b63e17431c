#!/usr/bin/env python
"""Runs Django's commands; without DATABASE_URL and REDIS_URL, on the servers that Hongyan brings along."""

import os
import sys

from django.core.management import execute_from_command_line

from config import embedded

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    embedded.attach()
    execute_from_command_line(sys.argv)
