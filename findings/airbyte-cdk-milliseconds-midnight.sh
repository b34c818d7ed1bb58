#!/usr/bin/env bash
# airbyte-cdk 7.39.1 (PyPI), DatetimeParser.format with the format code %_ms (milliseconds)
#
# Expected: %_ms becomes three digits of milliseconds, and the rest of the text is what strftime gives.
# Behaviour: the text is made with six digits of microseconds, and then every occurrence of these six digits becomes three, not only that of %_ms.
# On a whole second they are 000000, so that a compact format loses hour, minute and second at midnight: T000000.000 comes out as T000.000.
# Any time with other digits is right, and so is a format with colons.
# Who meets it: an incremental stream whose API takes compact timestamps: bounds of daily slices lie on midnight, every one of them.
# Output seen: see the end of this file.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check airbyte-cdk==7.39.1
cat > seen.py <<'PY'
from datetime import datetime, timezone
from airbyte_cdk.sources.declarative.datetime.datetime_parser import DatetimeParser

for at in [(2026, 1, 31, 12, 30, 45, 123456), (2026, 1, 31)]:
    for form in ["%Y-%m-%dT%H:%M:%S.%_msZ", "%Y%m%dT%H%M%S.%_msZ"]:
        print(form, "->", DatetimeParser().format(datetime(*at, tzinfo=timezone.utc), form))
PY
venv/bin/python seen.py 2>/dev/null | tee seen
diff seen - <<'OUT'
%Y-%m-%dT%H:%M:%S.%_msZ -> 2026-01-31T12:30:45.123Z
%Y%m%dT%H%M%S.%_msZ -> 20260131T123045.123Z
%Y-%m-%dT%H:%M:%S.%_msZ -> 2026-01-31T00:00:00.000Z
%Y%m%dT%H%M%S.%_msZ -> 20260131T000.000Z
OUT
echo 'as described'
