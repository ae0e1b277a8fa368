/// UTF-16 that begins with a byte order mark, as spreadsheets on Windows save it, turned into UTF-8 piece by
/// piece.
package struct UTF16Text {
  private let path: String
  private let isBigEndian: Bool
  /// The first byte of a unit whose second byte is in the next piece.
  private var half: UInt8?
  /// The first unit of a pair whose second unit is still to come.
  private var lead: UInt16?
  private var offset = 0

  /// Nil where `head`, the first bytes of the file, has no mark of UTF-16.
  package init?(_ head: [UInt8], path: String) {
    switch head.prefix(2) {
    case [0xFE, 0xFF]: isBigEndian = true
    case [0xFF, 0xFE]: isBigEndian = false
    default: return nil
    }
    self.path = path
  }

  /// Appends the text of the next piece; what it cuts through comes with the piece after it.
  package mutating func append(_ chunk: UnsafeRawBufferPointer, to out: inout [UInt8]) throws {
    for byte in chunk {
      offset += 1
      guard let first = half else {
        half = byte
        continue
      }
      half = nil
      let (high, low) = isBigEndian ? (first, byte) : (byte, first)
      try take(UInt16(high) << 8 | UInt16(low), into: &out)
    }
  }

  /// - Throws: `Fault` where the text ends in the middle of a character.
  package func finish() throws {
    guard half == nil, lead == nil else {
      throw fault("the UTF-16 text ends in the middle of a character")
    }
  }

  private mutating func take(_ unit: UInt16, into out: inout [UInt8]) throws {
    guard let first = lead else {
      if UTF16.isLeadSurrogate(unit) {
        lead = unit
      } else {
        try append(UInt32(unit), to: &out)
      }
      return
    }
    lead = nil
    guard UTF16.isTrailSurrogate(unit) else { throw invalid }
    try append(0x10000 + (UInt32(first & 0x3FF) << 10 | UInt32(unit & 0x3FF)), to: &out)
  }

  private func append(_ code: UInt32, to out: inout [UInt8]) throws {
    guard let scalar = Unicode.Scalar(code) else { throw invalid }
    out.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
  }

  private var invalid: Fault { fault("the text is not valid UTF-16") }

  private func fault(_ what: String) -> Fault { Fault(what, at: "\(path): byte \(offset)") }
}
