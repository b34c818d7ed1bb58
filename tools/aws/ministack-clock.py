"""ministack with a clock that tests can move on: see test_clock.py."""

import sys

import ministack.services.sqs as queues
from ministack.app import main
from test_clock import Clock

queues.time = Clock()

sys.exit(main())
