"""A reference that carries what both rows must have in common: no row of another app can be joined."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

CREATE = (
    "ALTER TABLE {table} ADD CONSTRAINT {name} FOREIGN KEY ({shared}, {column}) "
    "REFERENCES {parent} ({parent_shared}, {key}) DEFERRABLE INITIALLY DEFERRED"
)
REMOVE = "ALTER TABLE {table} DROP CONSTRAINT {name}"


class Tied(models.BaseConstraint):
    """`field` refers to a row whose `by` is this row's own: the database checks the two columns together.

    It stands for the field's own constraint, which is left out with `db_constraint=False`, so a row costs no
    more checks than before. The row referred to needs a unique constraint over `by` and its key.
    """

    def __init__(self, *, field: str, name: str, by: str = "app") -> None:
        super().__init__(name=name)
        self.field, self.by = field, by

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Tied) and self.deconstruct() == other.deconstruct()

    def __hash__(self) -> int:
        return hash(self.name)

    def deconstruct(self) -> tuple[str, Sequence[Any], dict[str, Any]]:
        path, positional, named = super().deconstruct()
        return path, positional, {**named, "field": self.field, "by": self.by}

    def constraint_sql(
        self, model: type[models.Model] | None, schema_editor: BaseDatabaseSchemaEditor | None
    ) -> str:
        """Nothing within CREATE TABLE: the tables may refer to each other."""
        if schema_editor is not None:
            schema_editor.deferred_sql.append(self.create_sql(model, schema_editor))
        return ""

    def create_sql(
        self, model: type[models.Model] | None, schema_editor: BaseDatabaseSchemaEditor | None
    ) -> str:
        return self._filled(CREATE, model, schema_editor)

    def remove_sql(
        self, model: type[models.Model] | None, schema_editor: BaseDatabaseSchemaEditor | None
    ) -> str:
        return self._filled(REMOVE, model, schema_editor)

    def validate(
        self,
        model: type[models.Model],
        instance: models.Model,
        exclude: set[str] | None = None,
        using: str = "default",
    ) -> None:
        if exclude and {self.field, self.by} & exclude:
            return
        other = getattr(instance, self.field)
        own = column(model, self.by).attname
        if other is not None and getattr(other, own) != getattr(instance, own):
            raise ValidationError({self.field: "belongs to another app"})

    def _filled(
        self, sql: str, model: type[models.Model] | None, editor: BaseDatabaseSchemaEditor | None
    ) -> str:
        if model is None or editor is None:
            raise TypeError("a model and its schema editor")
        field = model._meta.get_field(self.field)
        parent = field.related_model
        if not isinstance(field, models.ForeignKey) or not isinstance(parent, type):
            raise TypeError(f"{self.field} refers to nothing")
        names = {
            "table": model._meta.db_table,
            "name": self.name,
            "shared": column(model, self.by).column,
            "column": field.column,
            "parent": parent._meta.db_table,
            "parent_shared": column(parent, self.by).column,
            "key": field.target_field.column,
        }
        return sql.format(**{key: editor.quote_name(str(value)) for key, value in names.items()})


def column(model: type[models.Model], name: str) -> "models.Field[Any, Any]":
    field = model._meta.get_field(name)
    if not isinstance(field, models.Field):
        raise TypeError(f"{name} is no column of {model.__name__}")
    return field
