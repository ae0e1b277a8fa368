"""Prints the comparison: `table.py FOLDER MIXER...`, with MIXER.a.json of interleave and MIXER.b.json of JAX."""

import json
import pathlib
import sys


def read(folder, mixer, side):
    path = pathlib.Path(folder) / f"{mixer}.{side}.json"
    try:
        (row,) = (row for row in json.loads(path.read_text()) if row["mixer"] == mixer)
        return row | {"tokens_per_second": float(row["tokens_per_second"])}
    except (ValueError, KeyError, TypeError) as error:
        sys.exit(f"bench-peers: no JSON list with one {mixer} and its tokens_per_second: {error!r}")


def main(folder, *mixers):
    rows = [(mixer, read(folder, mixer, "a"), read(folder, mixer, "b")) for mixer in mixers]
    print("| mixer | interleave tokens/s | jax tokens/s | ratio |\n|---|--:|--:|--:|")
    for mixer, ours, peer in rows:
        a, b = ours["tokens_per_second"], peer["tokens_per_second"]
        print(f"| {mixer} | {a:.0f} | {b:.0f} | {a / b:.2f} |")
    ours, peer = rows[0][1:]
    print(
        f"\ninterleave: OpenBLAS {ours.get('core_type', 'unknown')}, threads {ours.get('threads', 'unknown')};"
        f" {peer['peer']}, threads {peer['threads']}."
    )


main(*sys.argv[1:])
