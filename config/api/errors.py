"""Refusals: the one family of exceptions that anything in the house may raise to say no to a caller."""

from typing import TypedDict

from config.api import status as codes


class FieldError(TypedDict):
    field: str
    message: str


class Refusal(Exception):
    """`code` is the HTTP status, `status` the sub-code, `message` a sentence a person can act on."""

    def __init__(
        self,
        status: str,
        message: str,
        *,
        code: int = 400,
        errors: list[FieldError] | None = None,
        retry_after: int | None = None,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.code = code
        self.errors = errors
        self.retry_after = retry_after


class BadParameter(Refusal):
    """400 `10004` that names the field; further fields may be given as `errors`."""

    def __init__(self, field: str, message: str, *, errors: list[FieldError] | None = None) -> None:
        named: list[FieldError] = errors or [{"field": field, "message": message}]
        super().__init__(codes.BAD_PARAMETER, f"{field}: {message}" if field else message, errors=named)


class Unauthenticated(Refusal):
    def __init__(self, status: str, message: str) -> None:
        super().__init__(status, message, code=401)


class Forbidden(Refusal):
    def __init__(self, status: str, message: str) -> None:
        super().__init__(status, message, code=403)


class Missing(Refusal):
    def __init__(self, status: str, message: str) -> None:
        super().__init__(status, message, code=404)


class TooMany(Refusal):
    """`retry_after` in whole seconds."""

    def __init__(self, message: str, *, retry_after: int, status: str = codes.RATE_LIMITED) -> None:
        super().__init__(status, message, code=429, retry_after=max(1, retry_after))


class Unavailable(Refusal):
    """A dependency is away: the caller may come back."""

    def __init__(self, what: str, *, retry_after: int = 2) -> None:
        super().__init__(
            codes.UNAVAILABLE, f"{what} is not reachable, try again", code=503, retry_after=retry_after
        )
