"""The secrets of the default installation: made once, never constants, kept in secrets.json."""

import base64
import json
import os
import secrets
from pathlib import Path


def load_or_make(data: Path) -> dict[str, str]:
    path = data / "secrets.json"
    if not path.exists():
        write_private(path, _make())
    kept: dict[str, str] = json.loads(path.read_text())
    return kept


def write_private(path: Path, content: object) -> None:
    """Complete or not there at all, and for our own eyes from its first moment."""
    draft = path.with_name(f"{path.name}.new")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        json.dump(content, file, indent=1)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


def _make() -> dict[str, str]:
    return {
        "SECRET_KEY": secrets.token_urlsafe(48),
        "ENCRYPTION_KEYS": f"k1:{base64.b64encode(secrets.token_bytes(32)).decode()}",
        "TOKEN_KEY": secrets.token_urlsafe(48),
        "INTERNAL_TOKEN": secrets.token_urlsafe(32),
        "CONSOLE_PASSWORD": secrets.token_urlsafe(12),
    }
