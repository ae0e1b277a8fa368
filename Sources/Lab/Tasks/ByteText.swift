import Core
import Foundation

/// Text from a file of the user's, byte by byte, every next byte scored.
///
/// The file is cut into blocks of a fixed size, and a shorter rest is left away. A hash of its bytes
/// puts each block on one side, so that equal blocks are on the same one; a sequence lies inside one
/// block, so that no training sequence overlaps a validation sequence.
struct ByteText: SequenceTask {
  struct Options: Configuration {
    @Field("The file.") var path: String? = nil
    @Field("Bytes of a block.", .count) var block = 1024
    @Field("The file's SHA-256; empty for any.") var sha256 = ""
  }

  static let name = "bytes"
  static let summary = "Predict every next byte of a text file."

  /// With the SHA-256 of the file, so that a run's configuration says what it read.
  let options: Options
  private let text: Data
  private let length: Int
  /// Where the blocks of each side start.
  private let training: [Int]
  private let validation: [Int]

  init(_ options: Options, length: Int) throws {
    guard let path = options.path else { throw Fault("path is missing", at: Self.place) }
    let block = options.block
    try Self.require(
      "block", block, atLeast: length + 1, "a sequence and its next byte lie in one block")
    text = try InputFile.data(at: URL(fileURLWithPath: path))
    let digest = Digest.sha256(text)
    try demand(
      options.sha256.isEmpty || options.sha256 == digest,
      "the file does not have the expected SHA-256", at: path, expected: options.sha256,
      found: digest)
    var full = options
    full.sha256 = digest
    (self.options, self.length) = (full, length)
    (training, validation) = Self.divide(text, block: block)
    try demand(
      !training.isEmpty && !validation.isEmpty, "the text is too short for two sides", at: path,
      expected: "blocks of \(block) bytes on both sides",
      found: "\(text.count) bytes, \(training.count) blocks and \(validation.count)",
      hint: "one block in \(Split.share) is for validation; give more text or a smaller block")
  }

  private static func divide(_ text: Data, block: Int) -> (training: [Int], validation: [Int]) {
    var sides: (training: [Int], validation: [Int]) = ([], [])
    for start in stride(from: 0, through: text.count - block, by: block) {
      switch Split.side(of: text[start..<(start + block)]) {
      case .training: sides.training.append(start)
      case .validation: sides.validation.append(start)
      }
    }
    return sides
  }

  var vocabularySize: Int { 256 }

  func draw(_ stream: inout RandomStream) -> Example {
    let number = stream.index(below: training.count + validation.count)
    return sequence(
      in: number < training.count ? training[number] : validation[number - training.count], &stream)
  }

  func draw(_ stream: inout RandomStream, split: Split) -> Example {
    let side = split == .training ? training : validation
    return sequence(in: side[stream.index(below: side.count)], &stream)
  }

  private func sequence(in start: Int, _ stream: inout RandomStream) -> Example {
    let first = start + stream.index(below: options.block - length)
    let bytes = text[first...(first + length)].map { Int32($0) }
    return Example(inputs: Array(bytes.dropLast()), targets: Array(bytes.dropFirst()))
  }

  /// The byte as ASCII, with signs for space and line feed, or two hexadecimal digits.
  func text(of token: Int32) -> String {
    switch token {
    case 10: "⏎"
    case 32: "␣"
    case 33..<127: String(UnicodeScalar(UInt8(token)))
    default: "x" + (token < 16 ? "0" : "") + String(token, radix: 16)
    }
  }
}
