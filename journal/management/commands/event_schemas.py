"""Writes each event's JSON schema to docs/events/: `make client`."""

import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from drf_spectacular.generators import SchemaGenerator

from config.api.webhooks import event_schemas


class Command(BaseCommand):
    help = "Writes docs/events/<event>.json anew"

    def handle(self, **options: Any) -> None:
        folder: Path = settings.BASE_DIR / "docs/events"
        generator: Any = SchemaGenerator  # drf-spectacular has no types
        schemas = event_schemas(generator().get_schema(request=None, public=True))
        for path in folder.glob("*.json"):
            path.unlink()
        for name, schema in schemas.items():
            (folder / f"{name}.json").write_text(json.dumps(schema, indent=2) + "\n", encoding="utf-8")
