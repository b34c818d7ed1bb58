"""Compares an export with the canonical export of the same store, by readers that are not ours.

usage: compare-export.py CANONICAL FILE     (FILE: .csv, .ndjson, .json or .parquet; pip install duckdb pyarrow)

Parquet is read by DuckDB and by pyarrow, and both must agree. Absent is the same as null in CSV and Parquet.
"""

import csv
import json
import sys
from datetime import datetime, timezone

TIMES = ("occurredAt", "firstSeenAt", "updatedAt", "deletedAt")


def without_nulls(value):
    if isinstance(value, dict):
        return {key: without_nulls(one) for key, one in value.items() if one is not None}
    return [without_nulls(one) for one in value] if isinstance(value, list) else value


def micros(value):
    if isinstance(value, str):
        value = datetime.fromisoformat(value.replace("Z", "+00:00"))
    return round((value - datetime(1970, 1, 1, tzinfo=timezone.utc)).total_seconds() * 1_000_000)


def is_same(was, found):
    """Whether a value that was read is the one that was written; a text may be the JSON of another value."""
    if isinstance(was, bool) or isinstance(found, bool) or was is None:
        return was is found or (isinstance(found, str) and not isinstance(was, str) and json.loads(found) == was)
    if isinstance(found, str):
        if found == was:
            return True
        try:
            return without_nulls(json.loads(found)) == without_nulls(was)
        except ValueError:
            return False
    if isinstance(was, dict) and isinstance(found, dict):
        names = {name for of in (was, found) for name, one in of.items() if one is not None}
        return all(is_same(was.get(name), found.get(name)) for name in names)
    if isinstance(was, list) and isinstance(found, list):
        return len(was) == len(found) and all(is_same(a, b) for a, b in zip(was, found))
    return was == found


def of_parquet(path):
    import duckdb
    import pyarrow.parquet

    with duckdb.connect() as db:
        db.execute("SET TimeZone = 'UTC'")
        result = db.execute("SELECT * FROM read_parquet(?)", [path])
        names = [column[0] for column in result.description]
        by_duckdb = [dict(zip(names, row)) for row in result.fetchall()]
    by_pyarrow = pyarrow.parquet.read_table(path).to_pylist()
    if [without_nulls(one) for one in by_pyarrow] != [without_nulls(one) for one in by_duckdb]:
        sys.exit("DuckDB and pyarrow read different records")
    return by_duckdb


def of_csv(path):
    with open(path, newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            cells = {name: cell[1:] if cell.startswith("'") else cell for name, cell in row.items() if cell != ""}
            record = {"data": {}, "rawRef": {}}
            for name, cell in cells.items():
                part, _, rest = name.partition(".")
                (record[part] if rest and part in record else record).__setitem__(rest if rest and part in ("data", "rawRef") else name, cell)
            yield record


def of_json(path):
    with open(path, encoding="utf-8") as file:
        return [json.loads(line) for line in file] if path.endswith(".ndjson") else json.load(file)


def differences(was, found, is_csv):
    for name in sorted({*was, *found}):
        a, b = was.get(name), found.get(name)
        if name in TIMES and a is not None and b is not None:
            if micros(a) != micros(b):
                yield name
        elif is_csv and name == "data":
            # The empty text and null are told apart in CSV by quotes, which Python's reader does not tell.
            data = {key: one for key, one in a.items() if one is not None and one != ""}
            yield from (f"data.{key}" for key in {*data, *b} if not is_same(data.get(key), b.get(key)))
        elif not is_same(a, b):
            yield name


def main():
    canonical, path = sys.argv[1:]
    with open(canonical, encoding="utf-8") as file:
        expected = {record["id"]: record for record in map(json.loads, file)}
    records = of_parquet(path) if path.endswith(".parquet") else of_csv(path) if path.endswith(".csv") else of_json(path)
    found = {record["id"]: record for record in records}
    if found.keys() != expected.keys():
        sys.exit(f"{path}: {len(found)} records, not {len(expected)}")
    wrong = {id: names for id, was in expected.items() if (names := list(differences(was, found[id], path.endswith(".csv"))))}
    for id, names in list(wrong.items())[:5]:
        print(f"{id}: {', '.join(names)}")
    if wrong:
        sys.exit(f"{path}: {len(wrong)} of {len(found)} records differ")
    print(f"{path}: {len(found)} records, all equal")


main()
