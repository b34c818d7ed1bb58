#!/usr/bin/env bash
# airbyte-cdk 7.39.1 (PyPI), DatetimeBasedCursor with a `cursor_granularity` finer than `datetime_format`
#
# Expected: a stream that is read in slices of a day saves how far it came: the next run asks for the last day alone. A granularity that the format
# cannot write would be refused when the manifest is loaded, or cost nothing but precision.
# Behaviour: with `%S` and PT0.001S the manifest is accepted and each run reads every slice, for ever: the state stays at the newest record of the
# first slice. The end of a slice is the next start less a millisecond, is written in whole seconds (23:59:59) and read back from there, so that
# one more millisecond does not reach 00:00:00, the slices are never joined, and only the first one counts as read. No message says so.
# Who meets it: an author who copies `cursor_granularity` from another stream; records come, so nothing looks wrong but the bill of requests.
# Output seen: see the end of this file.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check airbyte-cdk==7.39.1
cat > seen.py <<'PY'
import json
import logging
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlparse

from airbyte_cdk.models import ConfiguredAirbyteCatalogSerializer, Type
from airbyte_cdk.sources.declarative.concurrent_declarative_source import ConcurrentDeclarativeSource

asked = []


class Api(BaseHTTPRequestHandler):
    """Each day has one record, at noon."""

    def do_GET(self):
        query = parse_qs(urlparse(self.path).query)
        asked.append(query["from"][0])
        body = json.dumps([{"id": query["from"][0], "at": query["from"][0][:10] + "T12:00:00Z"}]).encode()
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


def manifest(url, granularity):
    bound = {"type": "RequestOption", "inject_into": "request_parameter"}
    stream = {
        "type": "DeclarativeStream",
        "name": "things",
        "primary_key": ["id"],
        "retriever": {
            "type": "SimpleRetriever",
            "requester": {"type": "HttpRequester", "url_base": url, "path": "/things", "http_method": "GET"},
            "record_selector": {"type": "RecordSelector", "extractor": {"type": "DpathExtractor", "field_path": []}},
        },
        "incremental_sync": {
            "type": "DatetimeBasedCursor",
            "cursor_field": "at",
            "datetime_format": "%Y-%m-%dT%H:%M:%SZ",
            "cursor_granularity": granularity,
            "step": "P1D",
            "start_datetime": "2026-01-01T00:00:00Z",
            "end_datetime": "2026-01-11T00:00:00Z",
            "start_time_option": {**bound, "field_name": "from"},
            "end_time_option": {**bound, "field_name": "to"},
        },
        "schema_loader": {"type": "InlineSchemaLoader", "schema": {"type": "object", "properties": {}}},
    }
    return {"version": "7.39.1", "type": "DeclarativeSource", "check": {"type": "CheckStream", "stream_names": ["things"]},
            "streams": [stream], "spec": {"type": "Spec", "connection_specification": {"type": "object"}}}


catalog = ConfiguredAirbyteCatalogSerializer.load({"streams": [{
    "stream": {"name": "things", "json_schema": {}, "supported_sync_modes": ["full_refresh", "incremental"]},
    "sync_mode": "incremental", "destination_sync_mode": "append"}]})
server = ThreadingHTTPServer(("127.0.0.1", 0), Api)
threading.Thread(target=server.serve_forever, daemon=True).start()
for granularity in ["PT1S", "PT0.001S"]:
    source_config = manifest(f"http://127.0.0.1:{server.server_port}", granularity)
    state = []
    for run in [1, 2, 3]:
        asked.clear()
        source = ConcurrentDeclarativeSource(catalog=catalog, config={}, state=state, source_config=source_config)
        messages = list(source.read(logging.getLogger("airbyte"), {}, catalog, state))
        state = [message.state for message in messages if message.type == Type.STATE][-1:]
        print(f"{granularity}, run {run}: {len(asked)} requests, state {state[0].stream.stream_state.at}")
PY
venv/bin/python seen.py 2>/dev/null | grep ^PT | tee seen
diff seen - <<'OUT'
PT1S, run 1: 10 requests, state 2026-01-10T12:00:00Z
PT1S, run 2: 1 requests, state 2026-01-10T12:00:00Z
PT1S, run 3: 1 requests, state 2026-01-10T12:00:00Z
PT0.001S, run 1: 10 requests, state 2026-01-01T12:00:00Z
PT0.001S, run 2: 10 requests, state 2026-01-01T12:00:00Z
PT0.001S, run 3: 10 requests, state 2026-01-01T12:00:00Z
OUT
echo 'as described'
