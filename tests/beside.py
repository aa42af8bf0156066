"""A command beside a server of ours: both end together, also when somebody ends the command's parent."""

import os
import signal
import subprocess


def run_beside(command: list[str], **variables: str) -> int:
    """Run `command` with further environment variables; its exit code. SIGTERM is passed on."""
    child = subprocess.Popen(command, env={**os.environ, **variables})
    signal.signal(signal.SIGTERM, lambda *_: child.terminate())
    return child.wait()
