"""moto's server with a clock that tests can move on: the milliseconds in the file TWL_CLOCK_FILE are added to the time of the queues."""

import os
import sys

import moto.sqs.models as queues
from moto.server import main

clock_file = os.environ.get("TWL_CLOCK_FILE")
real_seconds = queues.unix_time


def ahead() -> float:
    try:
        with open(clock_file) as file:
            return float(file.read() or 0)
    except (OSError, TypeError, ValueError):
        return 0.0


def seconds(*args, **kwargs) -> float:
    return real_seconds(*args, **kwargs) + ahead() / 1000


queues.unix_time = seconds
queues.unix_time_millis = lambda *args, **kwargs: seconds(*args, **kwargs) * 1000

sys.exit(main(sys.argv[1:]))
