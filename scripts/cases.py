#!/usr/bin/env python3
"""Imports cases of other people's files and prints, for each, what was expected and what came out.

usage: scripts/cases.py FOLDER EXPECTED [case...]

FOLDER holds a folder of input for each case. EXPECTED is a JSON file: for each case a list of checks, each with
words for the table and a query on the file of results (or the exit status of the import, or a text in what it
printed) with its right answer.
"""
import json
import pathlib
import sqlite3
import subprocess
import sys
import tempfile

PROGRAM = pathlib.Path(__file__).resolve().parent.parent / ".build/release/interleave"


def ingest(case, results):
    """Runs the import; its exit status and all that it printed."""
    command = [PROGRAM, "ingest", case, "--results", results, "--verbose"]
    done = subprocess.run(command, capture_output=True, text=True, errors="replace", cwd=PROGRAM.parents[2])
    return done.returncode, done.stdout + done.stderr


def got(check, status, printed, results):
    """What came out, in the form of the check's right answer."""
    if "status" in check:
        return status
    if "printed" in check:
        return check["printed"] if check["printed"] in printed else "not printed"
    with sqlite3.connect(f"file:{results}?mode=ro", uri=True) as db:
        return [list(row) for row in db.execute(check["query"])]


def wanted(check):
    return check.get("status", check.get("printed", check.get("rows")))


def main(folder, expected, names):
    cases = json.loads(pathlib.Path(expected).read_text())
    wrong = 0
    for name, checks in cases.items():
        if names and name not in names:
            continue
        with tempfile.TemporaryDirectory() as temporary:
            results = pathlib.Path(temporary) / "results.sqlite"
            status, printed = ingest(pathlib.Path(folder) / name, results)
            for check in checks:
                try:
                    found = got(check, status, printed, results)
                except sqlite3.Error as error:
                    found = f"{error}"
                right = found == wanted(check)
                wrong += not right
                print("\t".join(["ok" if right else "WRONG", name, check["what"], f"{wanted(check)}", f"{found}"]))
    print(f"{wrong} wrong")
    return 1 if wrong else 0


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1], sys.argv[2], sys.argv[3:]))
