"""What keeps a million jobs quick to read: counts that are kept, a text index, an order by name."""

from __future__ import annotations

from typing import Any

from server.store.fields import file_name

# Each job gets a whole number of its own, because the text index knows rows by number and VACUUM may renumber
# SQLite's own. Numbers, `job_tally` and `job_search` are written by triggers: whoever changes a job keeps them right.
# No statement in a trigger may meet a conflict: the policy of the statement that fired it would decide.
_COUNTED = """
        insert into job_tally select new.queue, new.kind, new.status, 0 where not exists
            (select 1 from job_tally where queue = new.queue and kind = new.kind and status = new.status);
        update job_tally set jobs = jobs + 1 where queue = new.queue and kind = new.kind and status = new.status;
"""
_STATEMENTS = (
    "alter table job add column number bigint",
    "alter table job add column name text not null default ''",
    "update job set number = rowid, name = file_name(source)",
    "create index job_number on job (number)",
    "create index job_name on job (name, id)",
    "create index job_completed on job (completed_at, id)",
    "drop index job_status",
    "create index job_status on job (status, id, kind, queue)",
    """
    create table job_tally (
        queue text not null, kind text not null, status text not null, jobs integer not null,
        primary key (queue, kind, status)
    ) without rowid
    """,
    "insert into job_tally select queue, kind, status, count(*) from job group by queue, kind, status",
    """
    create trigger job_tally_out after delete on job begin
        update job_tally set jobs = jobs - 1 where queue = old.queue and kind = old.kind and status = old.status;
    end
    """,
    f"""
    create trigger job_tally_move after update of status on job when old.status != new.status begin
        update job_tally set jobs = jobs - 1 where queue = old.queue and kind = old.kind and status = old.status;
        {_COUNTED}
    end
    """,
    "create virtual table job_search using fts5(text, content='', tokenize='trigram case_sensitive 1')",
    "insert into job_search (rowid, text) select number, search_text from job",
    f"""
    create trigger job_in after insert on job begin
        update job set number = (select coalesce(max(number), 0) + 1 from job) where id = new.id;
        insert into job_search (rowid, text) select number, search_text from job where id = new.id;
        {_COUNTED}
    end
    """,
    """
    create trigger job_search_out after delete on job begin
        insert into job_search (job_search, rowid, text) values ('delete', old.number, old.search_text);
    end
    """,
    """
    create trigger job_search_anew after update of search_text on job when old.search_text != new.search_text begin
        insert into job_search (job_search, rowid, text) values ('delete', old.number, old.search_text);
        insert into job_search (rowid, text) values (new.number, new.search_text);
    end
    """,
)


def up(database: Any) -> None:
    database.connection().create_function("file_name", 1, file_name)
    for statement in _STATEMENTS:
        database.execute_sql(statement)
