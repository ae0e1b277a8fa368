"""Writes the sample of TensorBoard's format, with nothing but Python's standard library.

    python3 make_tfevents.py

A file of events is a row of records: the length of the data (8 bytes), its checksum, the data, its checksum. The
data is a protocol buffer of the message Event. Tags are in both forms that writers use: TensorBoard's own writer
stores a number as `simple_value`, PyTorch Lightning and TensorFlow 2 store a tensor with the plugin `scalars`.
"""

import pathlib
import struct

FILE = pathlib.Path(__file__).parent / "tensorboard/gla-340M/events.out.tfevents.1767323045.host.1.0"


def crc32c(data):
    crc = 0xFFFFFFFF
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = (crc >> 1) ^ (0x82F63B78 if crc & 1 else 0)
    return crc ^ 0xFFFFFFFF


def masked(data):
    crc = crc32c(data)
    return struct.pack("<I", ((crc >> 15 | crc << 17) + 0xA282EAD8) & 0xFFFFFFFF)


def record(data):
    length = struct.pack("<Q", len(data))
    return length + masked(length) + data + masked(data)


def varint(number):
    out = bytearray()
    while number > 0x7F:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes(out + bytes([number]))


def field(number, data):
    """A field with a length: a message, a text or bytes."""
    return varint(number << 3 | 2) + varint(len(data)) + data


def event(seconds, step, content):
    return record(varint(1 << 3 | 1) + struct.pack("<d", seconds) + varint(2 << 3) + varint(step) + content)


def value(tag, content):
    """An event's summary with one value."""
    return field(5, field(1, field(1, tag.encode()) + content))


def simple(tag, number):
    return value(tag, varint(2 << 3 | 5) + struct.pack("<f", number))


def tensor(tag, number):
    plugin = field(9, field(1, field(1, b"scalars")))
    # A tensor of one float: its type, a shape without dimensions, the bytes.
    return value(tag, plugin + field(8, varint(1 << 3) + varint(1) + field(2, b"") + field(4, struct.pack("<f", number))))


def text(tag, content):
    plugin = field(9, field(1, field(1, b"text")))
    return value(tag, plugin + field(8, varint(1 << 3) + varint(7) + field(2, b"") + field(8, content.encode())))


START = 1767323045.0
FILE.parent.mkdir(parents=True, exist_ok=True)
FILE.write_bytes(
    record(varint(1 << 3 | 1) + struct.pack("<d", START) + field(3, b"brain.Event:2"))
    + event(START + 1, 0, text("config", "mixer: gla"))
    + event(START + 2, 10, simple("train/loss", 5.5))
    + event(START + 2, 10, simple("train/learning_rate", 0.0009765625))
    + event(START + 3, 20, simple("train/loss", 4.75))
    + event(START + 3, 20, tensor("eval/loss", 4.625))
)
