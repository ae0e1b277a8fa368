import Core

/// One line of a log without its colours, in words.
struct TrainingLogLine {
  /// A name with the text that stands behind it: `tps: 12,345`.
  struct Field {
    let name: String
    let value: ArraySlice<UInt8>
  }

  /// Which process wrote it: `[rank0]`; empty where the line does not say.
  let speaker: ArraySlice<UInt8>
  /// Whether the line begins as those of a diff do.
  let isDiff: Bool
  /// The fields from `start` on.
  let fields: [Field]
  /// The word before the first field: `validate`.
  let before: String

  /// - Parameters:
  ///   - plain: the line without colours.
  ///   - start: the name of the field that has to be there: `step`.
  /// - Returns: nil where the line has no such field.
  init?(_ plain: [UInt8], from start: String) {
    let words = Self.words(plain)
    let name = Array(start.utf8) + [0x3A]
    guard let first = words.firstIndex(where: { $0.starts(with: name) }) else { return nil }
    before = first > 0 ? String(decoding: words[first - 1], as: UTF8.self) : ""
    speaker = Self.speaker(plain)
    isDiff = plain.first.map { $0 == 0x2B || $0 == 0x2D } ?? false
    fields = Self.fields(words[first...])
  }

  /// The number in the first field, where that is a step.
  var step: Int? { fields.first.flatMap { TrainingLogValue.step($0.value) } }
  var loss: Field? { fields.first { $0.name == "loss" } }

  private static func words(_ plain: [UInt8]) -> [ArraySlice<UInt8>] {
    plain.split { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }
  }

  /// Which process wrote a line: `[rank0]`, or `0: [rank0]` as srun has it; empty where it does not say.
  static func speaker(_ plain: [UInt8]) -> ArraySlice<UInt8> {
    let words = words(plain)
    guard let first = words.first else { return [] }
    let isTask =
      first.count > 1 && first.last == 0x3A
      && first.dropLast().allSatisfy { (0x30...0x39).contains($0) }
    guard isTask else { return rank(first) }
    let end = words.count > 1 ? rank(words[1]).endIndex : 0
    return plain[first.startIndex..<max(first.endIndex, end)]
  }

  private static func rank(_ word: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    guard word.first == 0x5B, let end = word.firstIndex(of: 0x5D), end + 1 < word.endIndex,
      word[end + 1] == 0x3A
    else { return [] }
    return word[...end]
  }

  private static func fields(_ words: ArraySlice<ArraySlice<UInt8>>) -> [Field] {
    var fields: [Field] = []
    var name: String?
    for word in words {
      if let known = name {
        fields.append(Field(name: known, value: word))
        name = nil
      } else if let colon = word.firstIndex(of: 0x3A), isName(word[..<colon]) {
        let text = String(decoding: word[..<colon], as: UTF8.self)
        let value = word[(colon + 1)...]
        if value.isEmpty { name = text } else { fields.append(Field(name: text, value: value)) }
      }
    }
    return fields
  }

  private static func isName(_ bytes: ArraySlice<UInt8>) -> Bool {
    guard let first = bytes.first, bytes.count <= 80, isLetter(first) else { return false }
    return bytes.allSatisfy {
      isLetter($0) || (0x30...0x39).contains($0) || $0 == 0x2F || $0 == 0x2E
    }
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (0x61...0x7A).contains(byte | 0x20) || byte == 0x5F
  }
}

/// Terminal colours.
enum TerminalText {
  /// The bytes of `line` without escape sequences.
  static func plain(_ line: UnsafeRawBufferPointer) -> [UInt8] {
    var out: [UInt8] = []
    out.reserveCapacity(line.count)
    var index = 0
    while index < line.count {
      if line[index] == 0x1B {
        index = end(line, of: index)
      } else {
        out.append(line[index])
        index += 1
      }
    }
    return out
  }

  /// The index behind the escape sequence at `start`: `ESC [ … letter`, `ESC ] … BEL`, or two bytes.
  private static func end(_ line: UnsafeRawBufferPointer, of start: Int) -> Int {
    guard start + 1 < line.count else { return line.count }
    var index = start + 2
    switch line[start + 1] {
    case 0x5B:
      while index < line.count, !(0x40...0x7E).contains(line[index]) { index += 1 }
    case 0x5D:
      while index < line.count, line[index] != 0x07 { index += 1 }
    default: return index
    }
    return min(index + 1, line.count)
  }
}
