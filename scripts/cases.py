#!/usr/bin/env python3
"""Imports cases of other people's files and prints, for each, what was expected and what came out.

usage: scripts/cases.py FOLDER [case...]

FOLDER holds a folder of input for each case. scripts/cases.json has the right outcome of each: the exit status, the
scores, and the points. With --write it is written anew from what came out, to be read before it is committed.
"""
import json
import pathlib
import sqlite3
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
EXPECTED = ROOT / "scripts/cases.json"
SCORES = """
  SELECT m.name, task, metric, filter, shots, settings, value, n, unit FROM score
  JOIN result_model m ON m.id = model_id JOIN result_key k ON k.id = key_id
  JOIN result_file f ON f.id = file_id
  ORDER BY m.name, task, metric, filter, settings, f.format, value"""
POINTS = """
  SELECT m.name, s.name, step, value FROM point JOIN result_model m ON m.id = model_id
  JOIN series s ON s.id = series_id ORDER BY m.name, s.name, step, value"""


def outcome(folder, case):
    """What an import of the case into an empty store gives."""
    with tempfile.TemporaryDirectory() as temporary:
        results = pathlib.Path(temporary) / "results.sqlite"
        command = [ROOT / ".build/release/interleave", "ingest", case, "--results", results, "--project", ROOT]
        done = subprocess.run(command, capture_output=True, cwd=folder)
        with sqlite3.connect(f"file:{results}?mode=ro", uri=True) as db:
            lines = [[" | ".join("-" if x is None else str(x) for x in row) for row in db.execute(query)]
                     for query in (SCORES, POINTS)]
        return {"status": done.returncode, "scores": lines[0], "points": lines[1]}


def summary(result):
    return f"exit {result['status']}, {len(result['scores'])} scores, {len(result['points'])} points"


def difference(wanted, got):
    """The first line that differs, in words."""
    for part in ("scores", "points"):
        for line in sorted(set(wanted[part]) ^ set(got[part])):
            return f"{'lacks' if line in wanted[part] else 'has'} {line}"
    return ""


def main(folder, names, write):
    cases = sorted(path.name for path in pathlib.Path(folder).iterdir() if path.is_dir())
    found = {case: outcome(folder, case) for case in cases if not names or case in names}
    if write:
        EXPECTED.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n")
        return 0
    expected = json.loads(EXPECTED.read_text())
    wrong = 0
    for case, got in found.items():
        wanted = expected.get(case, {"status": "unknown", "scores": [], "points": []})
        wrong += got != wanted
        print("\t".join(["ok" if got == wanted else "WRONG", case, summary(wanted), summary(got), difference(wanted, got)]))
    print(f"{wrong} of {len(found)} wrong")
    return 1 if wrong else 0


if __name__ == "__main__":
    arguments = [text for text in sys.argv[1:] if text != "--write"]
    if not arguments:
        sys.exit(__doc__)
    sys.exit(main(arguments[0], arguments[1:], "--write" in sys.argv))
