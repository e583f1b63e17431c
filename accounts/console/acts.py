"""What an operator can do in the console: a form, a sentence that says what will happen, and a deed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Protocol

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from unfold import widgets

from accounts.callers import Caller
from accounts.console.calling import call, needed_role
from accounts.models import OperatorRole
from config.api.errors import FieldError, Refusal

Text = str | Promise
LONGEST_COMMENT = 500
SHOWN = 20
DONE = _("Done.")


@dataclass(frozen=True)
class Asked:
    """What an operator wants done. `target` is the row, None where something new is made.

    `given` has the form's fields but for the comment (that is in the caller) and what was left empty.
    `key` is the same for the same form sent twice.
    """

    caller: Caller
    target: Any
    given: dict[str, Any]
    key: str = ""


class Deed(Protocol):
    def __call__(self, asked: Asked) -> Any:
        """What came of it, as data. Raises a Refusal that names the field."""


class ActForm(forms.Form):
    """Fields are named as in the body of the API's row, so that a refusal finds its field."""

    comment = forms.CharField(
        label=_("Comment"),
        help_text=_("Why you do it. It is kept in the operation log."),
        required=False,
        max_length=LONGEST_COMMENT,
        widget=widgets.UnfoldAdminTextareaWidget(attrs={"rows": 2}),
    )
    field_order: ClassVar[list[str]] = []  # type: ignore[misc]  # Django's own is an instance's

    def __init__(self, *args: Any, target: Any = None, caller: Caller | None = None, **kwargs: Any) -> None:
        """`target` and `caller` are there for forms that offer choices; the comment comes last."""
        self.target, self.caller = target, caller
        super().__init__(*args, **kwargs)
        self.fields["comment"] = self.fields.pop("comment")

    def given(self) -> dict[str, Any]:
        return {
            name: value
            for name, value in self.cleaned_data.items()
            if name != "comment" and value not in (None, "", [])
        }

    def refuse(self, refusal: Refusal) -> None:
        """Each complaint at its field; what has none, above the form."""
        named, _, why = refusal.message.partition(": ")
        alone: FieldError = {"field": "", "message": refusal.message}
        if named in self.fields:
            alone = {"field": named, "message": why}
        errors: list[FieldError] = refusal.errors or [alone]
        for error in errors:
            name = error["field"].partition(".")[0].partition("[")[0]
            within = error["field"][len(name) :].lstrip(".")
            if name in self.fields:
                self.add_error(name, f"{within}: {error['message']}" if within else error["message"])
            else:
                self.add_error(None, f"{error['field']}: {error['message']}" if name else error["message"])


def _anything(target: Any) -> bool:
    return True


def _nothing(target: Any) -> dict[str, Any]:
    return {}


@dataclass(frozen=True)
class Act:
    """`name` stands in the URL, `label` on the button, `said` above the form: what will happen.

    `needs` is the role that an operator must have in the app; a `Row` knows it itself. `fits`: whether it
    makes sense for a row. `initial`: what the form starts with. `many`: it can be done to several rows of a
    list. `answer`: a template that shows what came of it (`data`), for what can be seen only once; else one
    goes back to the row.
    """

    name: str
    label: Text
    said: Text
    deed: Deed
    form: type[ActForm] = ActForm
    needs: OperatorRole | None = None
    done: Text = DONE
    danger: bool = False
    many: bool = False
    icon: str = "bolt"
    fits: Callable[[Any], bool] = _anything
    initial: Callable[[Any], Mapping[str, Any]] = _nothing
    answer: str = ""
    needs_app: bool = True

    @property
    def role(self) -> OperatorRole:
        if self.needs is not None:
            return self.needs
        assert isinstance(self.deed, Row)  # noqa: S101  an act of another kind names its role
        return self.deed.role


def _given(asked: Asked) -> dict[str, Any]:
    return asked.given


@dataclass(frozen=True)
class Row:
    """A deed that is a row of the API. `path` may name the target: `/api/im/messages/{row.pk}/revoke`, and
    what was typed: `{given[appKey]}`.

    `body` makes the JSON body of what was asked (the form's fields, usually), None sends none; `query`
    likewise.
    """

    method: str
    path: str
    body: Callable[[Asked], Any] | None = _given
    query: Callable[[Asked], Mapping[str, Any]] | None = None

    def __call__(self, asked: Asked) -> Any:
        return call(
            asked.caller,
            self.method,
            self.path.format(row=asked.target, given=asked.given),
            body=self.body(asked) if self.body else None,
            query=self.query(asked) if self.query else None,
            key=asked.key,
        )

    @property
    def role(self) -> OperatorRole:
        return needed_role(self.method, self.path.format(row=_AnyRow(), given=_AnyRow()))


@dataclass(frozen=True)
class BatchRow(Row):
    """A row that answers item by item. Where every item failed, it is refused, and each says why."""

    def __call__(self, asked: Asked) -> Any:
        data = super().__call__(asked)
        if data["success"] or not data["total"]:
            return data
        errors: list[FieldError] = [
            {"field": "", "message": _outcome(item)} for item in data["results"][:SHOWN]
        ]
        raise Refusal(data["results"][0]["status"], errors[0]["message"], errors=errors)


def _outcome(item: Mapping[str, Any]) -> str:
    return f"{item.get('userId') or item.get('requestId', '')}: {item['message']}"


class _AnyRow:
    """Stands for a row where only the shape of a path matters."""

    def __getattr__(self, name: str) -> Any:
        return _AnyRow()

    def __getitem__(self, name: str) -> Any:
        return _AnyRow()

    def __str__(self) -> str:
        return "1"

    def __format__(self, spec: str) -> str:
        return "1"
