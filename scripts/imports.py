#!/usr/bin/env python3
"""Prints imports of the package's own targets that Package.swift does not declare; exit status 1 where any is.

The build refuses an import only where no path of dependencies leads to it. But a target is compiled again only when
one of its own dependencies changes, so that one which imports more than it declares may be linked as it was
compiled for another layout of a type.
"""
import json
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
IMPORT = re.compile(r"^(?:@testable )?(?:public |internal )?import (\w+)", re.MULTILINE)


def folder(target):
    usual = "Tests" if target["type"] == "test" else "Sources"
    return ROOT / (target.get("path") or f"{usual}/{target['name']}")


def declared(target):
    return {dependency[kind][0] for dependency in target["dependencies"] for kind in dependency}


def main():
    dump = subprocess.run(
        ["swift", "package", "dump-package", "--package-path", ROOT], capture_output=True, text=True, check=True)
    targets = json.loads(dump.stdout)["targets"]
    own = {target["name"] for target in targets}
    missing = []
    for target in targets:
        imports = {name for file in sorted(folder(target).rglob("*.swift")) for name in IMPORT.findall(file.read_text())}
        for name in sorted((imports & own) - declared(target)):
            missing.append(f"{target['name']} imports {name}, which it does not declare in Package.swift")
    print("\n".join(missing), end="\n" if missing else "")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
