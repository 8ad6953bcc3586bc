"""Clips in the order in which they were seen, and which of them the catalogue has to be told of."""

from __future__ import annotations

from typing import Any

# Each clip once, with the number of its last change: who knows one number asks for those after it. Kept by triggers,
# so whoever changes a clip, or does a job that told something of it, need not think of the catalogue.
_TOLD = """
        delete from clip_change where clip_id = new.{clip};
        insert into clip_change (clip_id) values (new.{clip});
"""
_DONE = "new.status = 'completed' and new.kind in ('analysis', 'proxy')"
_STATEMENTS = (
    "create index clip_seen on clip (first_seen_at, id)",
    "create table clip_change (number integer primary key autoincrement, clip_id text not null)",
    "insert into clip_change (clip_id) select id from clip order by first_seen_at, id",
    "create unique index clip_change_clip on clip_change (clip_id)",
    f"create trigger clip_new after insert on clip begin {_TOLD.format(clip='id')} end",
    f"""
    create trigger clip_anew after update of source, metadata, state on clip
    when old.source is not new.source or old.metadata is not new.metadata or old.state is not new.state
    begin {_TOLD.format(clip="id")} end
    """,
    f"""
    create trigger clip_done after update of status on job when old.status != new.status and {_DONE}
    begin {_TOLD.format(clip="clip_id")} end
    """,
    f"create trigger clip_done_before after insert on job when {_DONE} begin {_TOLD.format(clip='clip_id')} end",
)


def up(database: Any) -> None:
    for statement in _STATEMENTS:
        database.execute_sql(statement)
