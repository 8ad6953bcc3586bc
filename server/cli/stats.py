"""`rushes stats`."""

from __future__ import annotations

from server.cli.desk import lane_note
from server.cli.output import duration_text
from server.cli.session import Session, command
from server.schema import printable


@command("stats", short_help="Count jobs and show how long they take.", examples=("stats", "stats --json"))
def stats(session: Session) -> int:
    """Counts the jobs by state, kind and lane, and shows how long they take."""
    with session.desk() as desk:
        figures = {**printable(desk.jobs.stats()), "lanes": list(desk.lanes())}
    output = session.output
    output.document(figures)
    for title, key in (("state", "by_status"), ("kind", "by_kind"), ("lane", "by_queue")):
        counts = ", ".join(f"{name} {number}" for name, number in figures[key].items())
        output.say(f"by {title}: {counts or 'none'}")
    for lane in figures["lanes"]:
        if stop := lane_note(lane):
            output.say(stop)
    for kind, mean in figures["mean_seconds"].items():
        slow = figures["p95_seconds"].get(kind)
        output.say(f"{kind}: {duration_text(mean)} a job on average, 19 of 20 under {duration_text(slow)}")
    return 0
