"""A ledger as long as one likes, laid by SQL in seconds: finished jobs of cards, some failed, some cancelled.

python -m tests.benchmarks.long_ledger HOME ROWS
"""

from __future__ import annotations

import sys
from pathlib import Path

from server.store.database import open_database
from server.store.fields import file_name

_RESULT = """{"proxy":"'||path||'","metadata":{"container":"mov","duration":12.5,"frames":300,"fps":"24000/1001",
"width":1920,"height":1080,"video_codec":"h264","pix_fmt":"yuv420p"},"conformance":{"conforms":true,"checks":[]},
"durable":true,"damaged":false}"""
_JOBS = f"""
with recursive n (i) as (select 1 union all select i + 1 from n where i < :rows)
insert into job (id, source, name, output, queued_at, kind, queue, status, clip_id, preset, request, counts,
                 search_text, started_at, completed_at, priority, attempt, max_attempts, paused, reused, rank, result)
select printf('01KA%022d', i), cast(path as blob), file_name(cast(path as blob)), cast(path || '.proxy' as blob),
       1760000000000000 + i * 1000000,
       case i % 5 when 0 then 'metadata' else 'proxy' end,
       case i % 5 when 0 then 'cv_analysis' else 'video_processing' end,
       case when i % 50 = 0 then 'failed' when i % 97 = 0 then 'cancelled' else 'completed' end,
       printf('01KB%022d', i), 'prores-proxy', '{{"root":"/mnt/cards","to":null}}',
       '{{"failures":0,"crashes":0,"interruptions":0}}', lower(path),
       1760000000000000 + i * 1000000 + 5000, 1760000000000000 + i * 1000000 + 900000 + i * 7919 % 1000003,
       5, 1, 4, 0, 0, 0.0, '{_RESULT}'
from (select i, printf('/mnt/cards/DAY%03d/A%03dC%04d_%06d.mov', i / 5000, i / 500 % 1000, i % 500,
                       i * 7919 % 1000003) as path from n)
"""


def fill(home: Path, rows: int) -> None:
    """Lays the ledger of `home`, which has none yet."""
    database = open_database(home / "jobs.db")
    connection = database.driver.connection()
    connection.create_function("file_name", 1, file_name)
    connection.execute("pragma synchronous = off")
    with database.transaction():
        connection.execute(_JOBS, {"rows": rows})
        connection.execute("insert into timeline (job_id, at, from_status, to_status) "
                           "select id, completed_at, 'running', status from job")  # fmt: skip
    database.close()


if __name__ == "__main__":
    fill(Path(sys.argv[1]), int(sys.argv[2]))
