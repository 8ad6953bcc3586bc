"""Many rows at once, without what peewee does for each value: it would build one long statement of new rows (0.9 of
1.2 ms a job), and some objects for each key that is asked for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from peewee import SQL
from peewee import __exception_wrapper__ as in_words_of_peewee  # type: ignore[attr-defined]


def insert_rows(driver: Any, table: Any, rows: Sequence[Mapping[str, Any]], *, newest_of: Iterable[str] = ()) -> None:
    """All rows name the same columns. `newest_of`: columns of a unique index; a row that holds the same there takes the
    new values. Raises what peewee would."""
    if not rows:
        return
    fields = [getattr(table, name) for name in rows[0]]
    columns = [f'"{field.column_name}"' for field in fields]
    sql = _insert(table._meta.table_name, columns, driver.param)
    if keys := [f'"{name}"' for name in newest_of]:
        news = [f"{column} = excluded.{column}" for column in columns if column not in keys]
        sql += f" on conflict ({', '.join(keys)}) do update set {', '.join(news)}"
    values = [tuple(field.db_value(row[field.name]) for field in fields) for row in rows]
    with in_words_of_peewee:
        driver.cursor().executemany(sql, values)


def _insert(table: str, columns: Sequence[str], mark: str) -> str:
    return f'insert into "{table}" ({", ".join(columns)}) values ({", ".join([mark] * len(columns))})'


def among(field: Any, values: Sequence[Any]) -> SQL:
    """`field.in_(values)` in a select from the field's table alone, or from that first: it is t1 there."""
    marks = ", ".join([field.model._meta.database.param] * len(values))
    return SQL(f'"t1"."{field.column_name}" in ({marks})', [field.db_value(value) for value in values])
