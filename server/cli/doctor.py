"""`rushes doctor`."""

from __future__ import annotations

from server.cli.checks import run_checks
from server.cli.session import Session, command


@command("doctor", short_help="Check this machine and home, and say what to do.", examples=("doctor", "doctor --json"))
def doctor(session: Session) -> int:
    """Checks FFmpeg, disk, databases and home; exit 1 where something is wrong."""
    with session.open() as app:
        checks = run_checks(app)
    output = session.output
    output.document({"checks": [check.as_dict() for check in checks]})
    for check in checks:
        output.say(f"{'ok   ' if check.ok else 'WRONG'}  {check.name}: {check.message}")
        if not check.ok and check.hint:
            output.say(f"       {check.hint}")
    return 0 if all(check.ok for check in checks) else 1
