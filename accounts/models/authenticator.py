"""Authenticator: the second thing an operator signs in with, an app that shows codes, or a code on paper."""

import secrets
from base64 import b32encode
from time import time
from typing import Any
from urllib.parse import quote

from django.db import models
from django_otp.models import Device, ThrottlingMixin
from django_otp.oath import TOTP

from accounts.models.operator import Operator
from accounts.secrets import seal, unseal

ISSUER = "Hongyan"
KEY_BYTES = 20
STEP = 30  # seconds
DIGITS = 6
BACKUP_CODES = 10
BACKUP_BYTES = 5


def new_key() -> str:
    return seal(secrets.token_hex(KEY_BYTES))


class Authenticator(ThrottlingMixin, Device):  # type: ignore[misc]  # django-otp has no types
    """One for each operator; `confirmed` once he has shown a code of it. Wrong codes make him wait.

    `last_t` is the step of the last code that was taken: neither it nor one before it is taken again.
    """

    user = models.OneToOneField(Operator, on_delete=models.CASCADE, related_name="authenticator")
    key = models.TextField(help_text="sealed")
    last_t = models.BigIntegerField(default=-1)
    backup = models.TextField(blank=True, default="", help_text="sealed: the codes on paper, each good once")

    @property
    def secret(self) -> str:
        """As it is typed into an app by hand."""
        return b32encode(bytes.fromhex(unseal(self.key))).decode()

    @property
    def address(self) -> str:
        """As the picture says it to the app."""
        label = quote(f"{ISSUER}:{self.user.get_username()}", safe="")
        return f"otpauth://totp/{label}?secret={self.secret}&issuer={ISSUER}"

    def get_throttle_factor(self) -> float:
        return 1

    def verify_token(self, token: str) -> bool:
        """Of whoever holds the row's lock: django_otp.verify_token does."""
        allowed, _why = self.verify_is_allowed()
        if not allowed:
            return False
        good = self._is_next(token) or self._is_backup(token)
        if good:
            self.throttle_reset(commit=False)
        else:
            self.throttle_increment(commit=False)
        self.save()
        return good

    @property
    def backup_codes(self) -> list[str]:
        return unseal(self.backup).split() if self.backup else []

    def new_backup_codes(self) -> list[str]:
        """To be shown now and never again."""
        codes = [b32encode(secrets.token_bytes(BACKUP_BYTES)).decode().lower() for _ in range(BACKUP_CODES)]
        self.backup = seal(" ".join(codes))
        return codes

    def _is_next(self, token: str) -> bool:
        if len(token) != DIGITS or not (token.isascii() and token.isdigit()):
            return False
        totp: Any = TOTP(bytes.fromhex(unseal(self.key)), STEP, 0, DIGITS)
        totp.time = time()
        if not totp.verify(int(token), 1, self.last_t + 1):
            return False
        self.last_t = totp.t()
        return True

    def _is_backup(self, token: str) -> bool:
        codes = self.backup_codes
        if token.lower() not in codes:
            return False
        self.backup = seal(" ".join(code for code in codes if code != token.lower()))
        return True
