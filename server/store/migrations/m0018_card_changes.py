"""Which cards something changed of: a list of all cards that is asked for every few seconds looks at those alone."""

from __future__ import annotations

from typing import Any

# Each card once, with the number of its last change; the empty name stands for the copies that were made. Kept by
# triggers, as `clip_change` is: what becomes of a clip's proxies changes its card, what becomes of a copy perhaps any.
_TOLD = """
        delete from card_change where card = {card};
        insert into card_change (card) select card from (select {card} as card) where card is not null;
"""
_OF_JOB = "case {row}.kind when 'copy' then '' else (select card from clip where id = {row}.clip_id) end"
_OF_NEW, _OF_OLD = (_TOLD.format(card=_OF_JOB.format(row=row)) for row in ("new", "old"))
_STATEMENTS = (
    "create index clip_card on clip (card) where card is not null",
    "create table card_change (number integer primary key autoincrement, card text not null)",
    "create unique index card_change_card on card_change (card)",
    "insert into card_change (card) select '' union select card from clip where card is not null",
    f"""
    create trigger card_clip_in after insert on clip when new.card is not null
    begin {_TOLD.format(card="new.card")} end
    """,
    f"""
    create trigger card_clip after update of card, source, state on clip
    when old.card is not new.card or old.source is not new.source or old.state is not new.state
    begin {_TOLD.format(card="old.card")} {_TOLD.format(card="new.card")} end
    """,
    f"create trigger card_job_in after insert on job when new.kind in ('proxy', 'copy') begin {_OF_NEW} end",
    f"create trigger card_job_out after delete on job when old.kind in ('proxy', 'copy') begin {_OF_OLD} end",
    f"""
    create trigger card_job after update of status on job
    when old.status != new.status and new.kind in ('proxy', 'copy') begin {_OF_NEW} end
    """,
)


def up(database: Any) -> None:
    for statement in _STATEMENTS:
        database.execute_sql(statement)
