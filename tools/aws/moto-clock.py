"""moto's server with a clock that tests can move on: see test_clock.py."""

import sys

import moto.sqs.models as queues
from moto.server import main
from test_clock import ahead

real_seconds = queues.unix_time


def seconds(*args, **kwargs) -> float:
    return real_seconds(*args, **kwargs) + ahead()


queues.unix_time = seconds
queues.unix_time_millis = lambda *args, **kwargs: seconds(*args, **kwargs) * 1000

sys.exit(main(sys.argv[1:]))
