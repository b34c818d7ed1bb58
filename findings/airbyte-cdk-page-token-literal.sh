#!/usr/bin/env bash
# airbyte-cdk 7.39.1 (PyPI), CursorPagination of the declarative language
#
# Expected: a page token is opaque: what the API gave goes back to it letter by letter, and every token but null asks for another page.
# Behaviour: the text that the template gives is read as a Python literal first. A token that happens to look like a number comes back as another
# text (1e5 as 100000.0, 1_000 as 1000, 0x10 as 16, 1.10 as 1.1), one that looks like a list becomes several parameters, and None, False and 0
# count as no token: reading ends there, without a word, as if it were complete. 007 is no literal and stays.
# Who meets it: APIs whose tokens are random letters and digits, once in a while; APIs whose first offset is "0", always.
# Output seen: see the end of this file.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check airbyte-cdk==7.39.1
cat > seen.py <<'PY'
import json
import requests
from airbyte_cdk.sources.declarative.requesters.paginators.strategies import CursorPaginationStrategy

strategy = CursorPaginationStrategy(cursor_value="{{ response.next }}", page_size=None, config={}, parameters={})
for token in ["abc", "007", "1e5", "1_000", "0x10", "1.10", "[1,2]", "None", "False", "0"]:
    response = requests.Response()
    response.status_code = 200
    response._content = json.dumps({"next": token}).encode()
    print(token, "->", repr(strategy.next_page_token(response, 1, {"id": 1}, None)))
PY
venv/bin/python seen.py 2>/dev/null | tee seen
diff seen - <<'OUT'
abc -> 'abc'
007 -> '007'
1e5 -> 100000.0
1_000 -> 1000
0x10 -> 16
1.10 -> 1.1
[1,2] -> [1, 2]
None -> None
False -> None
0 -> None
OUT
echo 'as described'
