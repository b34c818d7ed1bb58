"""Failures of schemathesis that are no faults of the API: rules that JSON Schema cannot say, and answers that the tool does not expect.

Loaded by `npm run schemathesis`. Everything else that the tool finds counts.
"""

import atexit
import collections
import sys

import schemathesis

REJECTED = "RejectedPositiveData"
ACCEPTED = "AcceptedNegativeData"

# By failure and status: what the problem says, and why that is right.
EXPLAINED = [
    (REJECTED, 400, "the cursor is not one of this list", "a cursor is signed: one that was made up is refused"),
    (REJECTED, 400, "ids cannot be combined with a filter", "the schema cannot say that a filter is empty"),
    (REJECTED, 400, "is required unless it is a dry run", "the schema cannot say that one field depends on another"),
    (REJECTED, 400, "from must not be later than to", "the schema cannot compare two fields"),
    (REJECTED, 400, "to must be later than from", "the schema cannot compare two parameters"),
    (REJECTED, 400, "has the streams", "which streams a source has is no part of the schema"),
    (REJECTED, 410, "RECORD_DELETED", "the record was there, and its source deleted it; the tool does not expect 410"),
    (REJECTED, 413, "the body must not be larger than 2 MB", "the schema cannot say how large a body is as a whole"),
    (ACCEPTED, 413, "the body must not be larger than 2 MB", "refused, for its size, before it is looked at; the tool does not expect 413"),
    (ACCEPTED, 431, "request line and headers are too large", "refused, for its size, before it is looked at; the tool does not expect 431"),
    ("EnsureResourceAvailability", 404, "there is no bulk redrive", "the tool takes the ids of the failures that were sent for the id of the redrive"),
    ("UnsupportedMethodResponse", 431, "request line and headers are too large", "an address that is too long is refused whatever the method"),
]

seen = collections.Counter()


@schemathesis.hook
def filter_failure(context, failure, case, response):
    kind = type(failure).__name__
    for of, status, text, why in EXPLAINED:
        if kind == of and response.status_code == status and text in response.text:
            seen[f"{kind}, {status}: {why}"] += 1
            return False
    return True


@atexit.register
def tell():
    for what, times in sorted(seen.items()):
        print(f"explained {times} times: {what}", file=sys.stderr)
