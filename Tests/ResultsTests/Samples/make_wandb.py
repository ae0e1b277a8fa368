"""Writes the sample of the file that the client of Weights & Biases keeps, with nothing but Python's standard library.

    python3 make_wandb.py

A file is a header and blocks of 32 KiB. A record is one chunk or several, and no chunk crosses a block: checksum
(zlib's, of type and data), length, type, data. The data is a protocol buffer of the message Record. Here a long
line of console output puts the second row of the history across two blocks.
"""

import json
import pathlib
import struct
import zlib

FILE = pathlib.Path(__file__).parent / "wandb/offline-run-20260203_040506-b2c3d4e5/run-b2c3d4e5.wandb"
BLOCK, HEADER = 32768, 7
FULL, FIRST, MIDDLE, LAST = 1, 2, 3, 4


def varint(number):
    out = bytearray()
    while number > 0x7F:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes(out + bytes([number]))


def field(number, data):
    """A field with a length: a message, a text or bytes."""
    data = data.encode() if isinstance(data, str) else data
    return varint(number << 3 | 2) + varint(len(data)) + data


def item(keys, value):
    return field(1, b"".join(field(2, key) for key in keys) + field(16, json.dumps(value)))


def history(step, **values):
    rows = [item(name.split("__"), value) for name, value in values.items()] + [item(["_step"], step)]
    return field(2, b"".join(rows) + field(2, varint(1 << 3) + varint(step)))


def run(name):
    return field(17, field(1, "b2c3d4e5") + field(3, "hybrids") + field(8, name))


def output(text):
    return field(13, field(3, text))


class Log:
    def __init__(self):
        self.data = b":W&B" + struct.pack("<HB", 0xBEE1, 0)
        self.count = 0

    def write(self, message):
        self.count += 1
        rest = varint(1 << 3) + varint(self.count) + message
        isFirst = True
        while True:
            room = BLOCK - len(self.data) % BLOCK
            if room < HEADER:
                self.data += bytes(room)
                room = BLOCK
            part, rest = rest[: room - HEADER], rest[room - HEADER :]
            kind = (LAST if not isFirst else FULL) if not rest else (FIRST if isFirst else MIDDLE)
            self.data += struct.pack("<IHB", zlib.crc32(bytes([kind]) + part), len(part), kind) + part
            isFirst = False
            if not rest:
                return


log = Log()
log.write(run("gla-340M-offline"))
log.write(history(0, **{"train/loss": 5.5, "train/global_step": 100, "eval__acc": 0.25}))
log.write(output("x" * (BLOCK - len(log.data) - 60)))
log.write(history(1, **{"train/loss": 4.75, "train/global_step": 200, "note": "halfway", "lr": float("nan")}))
log.write(history(2, **{"train/loss": 4.5}))
log.write(field(18, b""))
FILE.parent.mkdir(parents=True, exist_ok=True)
FILE.write_bytes(log.data)
