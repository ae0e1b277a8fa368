#!/usr/bin/env python3
"""The part of Typst's command line that Interleave calls, over the PyPI package `typst`.

    typst --version
    typst compile [--root DIR] [--font-path DIR]... [--ignore-system-fonts]
                  [--creation-timestamp SECONDS] [--pdf-standard NAME] INPUT OUTPUT
"""
import argparse
import importlib.metadata
import sys

import typst


def main():
    parser = argparse.ArgumentParser(prog="typst")
    version = "typst " + importlib.metadata.version("typst")
    parser.add_argument("--version", action="version", version=version)
    compile_ = parser.add_subparsers(dest="command", required=True).add_parser("compile")
    compile_.add_argument("--root")
    compile_.add_argument("--font-path", action="append", default=[])
    compile_.add_argument("--ignore-system-fonts", action="store_true")
    compile_.add_argument("--creation-timestamp", type=int)
    compile_.add_argument("--pdf-standard", action="append", default=[])
    compile_.add_argument("input")
    compile_.add_argument("output")
    options = parser.parse_args()
    try:
        _, warnings = typst.compile_with_warnings(
            options.input, output=options.output, root=options.root,
            font_paths=options.font_path, ignore_system_fonts=options.ignore_system_fonts,
            pdf_standards=options.pdf_standard, timestamp=options.creation_timestamp)
    except typst.TypstError as error:
        sys.exit(f"error: {error.diagnostic or error.message}")
    for warning in warnings:
        print(f"warning: {warning.diagnostic or warning.message}", file=sys.stderr)


if __name__ == "__main__":
    main()
