"""Profiles: what may be set, and what is shown to whom."""

from datetime import date
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from accounts.models import AccountStatus, AllowType
from config.api.fields import Choice, Flag, Identifier, Integer, NewIdentifier, Text, Words
from config.api.paging import BatchShown, PageQuery, PageShown

INT32 = 2**31 - 1
MAX_CUSTOM = 20
MAX_CUSTOM_KEY = 32
MAX_CUSTOM_VALUE = 500


class Birthday(Integer):
    """A day that there was or will be, written yyyyMMdd."""

    default_error_messages = {"no_day": "must be a date, written yyyyMMdd"}

    def to_internal_value(self, data: Any) -> int:
        value = super().to_internal_value(data)
        try:
            date(value // 10_000, value // 100 % 100, value % 100)
        except (ValueError, OverflowError):
            self.fail("no_day")
        return value


class Custom(serializers.DictField):
    """The app's own fields: at most 20, keys of 1 to 32 bytes, strings of at most 500 bytes."""

    default_error_messages = {
        "not_a_dict": "must be an object",
        "too_many": f"must have at most {MAX_CUSTOM} keys",
        "key": f"keys have 1 to {MAX_CUSTOM_KEY} bytes of UTF-8",
    }

    def __init__(self, **options: Any) -> None:
        super().__init__(child=Text(allow_blank=True, max_bytes=MAX_CUSTOM_VALUE), **options)

    def to_internal_value(self, data: Any) -> Any:
        if not isinstance(data, dict):
            self.fail("not_a_dict")
        if len(data) > MAX_CUSTOM:
            self.fail("too_many")
        if not all(0 < len(key.encode()) <= MAX_CUSTOM_KEY for key in data):
            self.fail("key")
        return super().to_internal_value(data)


class Described(serializers.Serializer[Any]):
    """What an import may set, too."""

    nickname = Text(required=False, allow_null=True, allow_blank=True, max_length=64, one_line=True)
    avatar = Text(required=False, allow_null=True, allow_blank=True, max_length=500, one_line=True)
    gender = Integer(required=False, allow_null=True, min_value=0, max_value=2)
    custom = Custom(required=False, allow_null=True)
    admin = Flag(required=False, allow_null=True)


class UpdateAccount(Described):
    birthday = Birthday(required=False, allow_null=True)
    location = Text(required=False, allow_null=True, allow_blank=True, max_length=64, one_line=True)
    signature = Text(required=False, allow_null=True, allow_blank=True, max_length=500)
    language = Text(required=False, allow_null=True, allow_blank=True, max_length=35, one_line=True)
    allowType = Choice(AllowType.choices, required=False, allow_null=True)
    status = Choice([AccountStatus.ACTIVE, AccountStatus.DISABLED], required=False, allow_null=True)
    level = Integer(required=False, allow_null=True, min_value=0, max_value=INT32)
    role = Integer(required=False, allow_null=True, min_value=0, max_value=INT32)


class ImportAccount(Described):
    userId = NewIdentifier()


@extend_schema_field(ImportAccount)
class AccountEntry(serializers.DictField):
    """Any object here: it is judged by itself, so that a bad one harms no other."""


class ImportAccounts(serializers.Serializer[Any]):
    """The entries are judged one by one: a bad one is a failed item."""

    accounts = Words(child=AccountEntry(), required=False, min_length=1, max_length=100)
    userIds = Words(child=Text(), required=False, min_length=1, max_length=100)

    def validate(self, given: dict[str, Any]) -> dict[str, Any]:
        if ("accounts" in given) == ("userIds" in given):
            raise serializers.ValidationError({"accounts": ["give either accounts or userIds"]})
        entries = given.get("accounts") or [{"userId": user_id} for user_id in given["userIds"]]
        for index, entry in enumerate(entries):
            if not isinstance(entry.get("userId"), str):
                raise serializers.ValidationError({f"accounts[{index}].userId": ["must be a string"]})
        return {"entries": entries}


class OneAccount(serializers.Serializer[Any]):
    userId = Identifier()


class DeleteQuery(serializers.Serializer[Any]):
    purgeMessages = Flag(default=False)


class DeleteAccount(OneAccount, DeleteQuery):
    """Path and query together."""


class SearchAccounts(PageQuery):
    keyword = Text(max_length=64, trim_whitespace=True)


class ProfileShown(serializers.Serializer[Any]):
    """`admin`, `status` and `allowType` only for the account itself and for whoever looks after the app."""

    userId = serializers.CharField()
    nickname = serializers.CharField(allow_blank=True)
    avatar = serializers.CharField(allow_blank=True)
    gender = serializers.IntegerField(min_value=0, max_value=2)
    birthday = serializers.IntegerField(allow_null=True)
    location = serializers.CharField(allow_blank=True)
    signature = serializers.CharField(allow_blank=True)
    language = serializers.CharField(allow_blank=True)
    level = serializers.IntegerField()
    role = serializers.IntegerField()
    custom = serializers.DictField(child=serializers.CharField(allow_blank=True))
    online = serializers.BooleanField()
    createdAt = serializers.IntegerField()
    updatedAt = serializers.IntegerField()
    allowType = serializers.ChoiceField(AllowType.choices, required=False)
    admin = serializers.BooleanField(required=False)
    status = serializers.ChoiceField([AccountStatus.ACTIVE, AccountStatus.DISABLED], required=False)


class ProfilesShown(PageShown):
    items = ProfileShown(many=True)


class ImportedShown(serializers.Serializer[Any]):
    userId = serializers.CharField()
    created = serializers.BooleanField()


class ImportedItemShown(serializers.Serializer[Any]):
    userId = serializers.CharField(allow_blank=True)
    status = serializers.CharField()
    message = serializers.CharField()
    created = serializers.BooleanField(required=False)


class ImportedAllShown(BatchShown):
    results = ImportedItemShown(many=True)
    failAccounts = serializers.ListField(child=serializers.CharField(allow_blank=True))


class DeletedShown(serializers.Serializer[Any]):
    userId = serializers.CharField()
    deleted = serializers.BooleanField()


class ExistsShown(serializers.Serializer[Any]):
    userId = serializers.CharField()
    exists = serializers.BooleanField()
    status = serializers.ChoiceField(["IMPORTED", "NOT_IMPORTED"])
