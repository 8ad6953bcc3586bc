"""How a child process ends with its parent where the system has no word for it."""

from __future__ import annotations

import os
import threading
import time


def follow_parent() -> None:
    """Ends this process soon after its parent has gone, even while it is stuck in a demuxer."""
    parent = os.getppid()

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(1.0)
        os._exit(1)

    threading.Thread(target=watch, name="follow-parent", daemon=True).start()
