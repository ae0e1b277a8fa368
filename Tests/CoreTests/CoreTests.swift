import Foundation
import Testing

@testable import Core

@Suite struct RatioTests {
  @Test func labelsAreReadInBothSpellings() {
    #expect(RatioLabel("24:1") == .ratio(24))
    #expect(RatioLabel("3-1") == .ratio(3))
    #expect(RatioLabel("pure") == .pure)
    #expect(RatioLabel("full") == .full)
    #expect(RatioLabel("24-1")?.description == "24:1")
  }

  @Test(arguments: [
    "", "24", "24:2", "0:1", "-1", "a:1", "nan:1", "inf:1", "Pure", "-3:1", "+3:1", "3:-1", "3--1",
    ":3:1", "3:1:", "3::1", " 3:1", "3:1 ", "3e0:1", "1e300:1", "0x3:1", "3:1.0", "3:0x1", "-0:1",
    "0.0:1", ".5:1", "3.:1", "1000001:1", "9223372036854775808:1", "3:1\u{0}", "٣:1",
  ])
  func otherTextIsNotALabel(_ text: String) { #expect(RatioLabel(text) == nil) }

  @Test func aRatioMayHaveAFraction() {
    #expect(RatioLabel("0.5:1") == .ratio(0.5))
    #expect(RatioLabel("0.5:1")?.description == "0.5:1")
    #expect(RatioLabel("1000000:1")?.description == "1000000:1")
    #expect("\(RatioLabel.ratio(1e300))" == "1e+300:1")
  }

  @Test func conventionsDisagreeAboutTheSameLabel() {
    #expect(RatioConvention.oneInR.attentionFraction(of: .ratio(3)) == 1.0 / 3)
    #expect(RatioConvention.linearToFull.attentionFraction(of: .ratio(3)) == 0.25)
    #expect(RatioConvention.stated.attentionFraction(of: .ratio(3)) == nil)
    for convention in RatioConvention.allCases {
      #expect(convention.attentionFraction(of: .pure) == 0)
      #expect(convention.attentionFraction(of: .full) == 1)
    }
  }
}

@Suite struct NumberTextTests {
  @Test func numbersAreSetWithATrueMinus() {
    #expect(NumberText.fixed(-0.1234, 2) == "−0.12")
    #expect(NumberText.fixed(-0.0001, 2) == "0.00")
    #expect(NumberText.signed(0.5, 1) == "+0.5")
    #expect(NumberText.signed(-0.5, 1) == "−0.5")
    #expect(NumberText.signed(0.0001, 2) == "0.00")
    #expect(NumberText.percent(0.416, 1) == "41.6\u{2009}%")
    #expect(NumberText.fixed(.infinity, 2) == "∞")
  }

  @Test func exactNumbersReadBack() {
    for x in [0.1, 1.0 / 3, 12, -3, 1e-12, 123456.789] {
      #expect(Double(NumberText.exact(x)) == x)
    }
    #expect(NumberText.exact(24) == "24")
  }
}

@Suite struct DigestTests {
  /// FIPS 180-2, appendix B.
  @Test func aStreamGivesTheDigestOfTheWhole() {
    let bytes = Array("a text that comes in pieces".utf8)
    for split in 0...bytes.count {
      let stream = DigestStream()
      bytes[..<split].withUnsafeBytes { stream.update($0) }
      bytes[split...].withUnsafeBytes { stream.update($0) }
      #expect(stream.finish() == Digest.sha256(Data(bytes)))
    }
  }

  @Test func sha256GivesThePublishedDigest() {
    #expect(
      Digest.sha256("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    #expect(
      Digest.sha256(Data()) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
  }
}

@Suite struct FaultTests {
  @Test func aFaultSaysWhereWhatAndWhy() {
    let fault = Fault(
      "value is out of range", at: "a.csv:3", expected: "0 to 1", found: "42", hint: "x")
    #expect(
      fault.description == """
        a.csv:3: value is out of range
          expected: 0 to 1
          found:    42
          hint:     x
        """)
    #expect(Fault("bad").located(at: "here").description == "here: bad")
    #expect(fault.located(at: "there") == fault)
  }
}

@Suite struct AtomicFileTests {
  @Test func piecesThatEndInAnErrorLeaveTheEarlierFile() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: folder) }
    let url = folder.appendingPathComponent("pieces")
    try AtomicFile.write(to: url) { sink in
      for piece in ["one", "", " two"] {
        try Array(piece.utf8).withUnsafeBytes { try sink.write($0) }
      }
    }
    #expect(throws: Fault.self) {
      try AtomicFile.write(to: url) { sink in
        try [1, 2, 3].withUnsafeBytes { try sink.write($0) }
        throw Fault("no more")
      }
    }
    #expect(try String(contentsOf: url, encoding: .utf8) == "one two")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["pieces"])
  }

  private func folder() throws -> URL {
    let url = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    return url
  }

  @Test func filesAreReplacedWhole() throws {
    let url = try folder().appendingPathComponent("deep/er/file.txt")
    try AtomicFile.write("one", to: url)
    try AtomicFile.write("two", to: url)
    #expect(try String(contentsOf: url, encoding: .utf8) == "two")
    let neighbours = try FileManager.default.contentsOfDirectory(
      atPath: url.deletingLastPathComponent().path)
    #expect(neighbours == ["file.txt"])
  }

  @Test func aFailedWriteLeavesTheEarlierFileAndNoScraps() throws {
    let folder = try folder()
    let target = folder.appendingPathComponent("taken")
    try FileManager.default.createDirectory(
      at: target.appendingPathComponent("inside"), withIntermediateDirectories: true)
    #expect(throws: Fault.self) { try AtomicFile.write("x", to: target) }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["taken"])
  }

  @Test func anImpossibleFolderIsNamed() {
    #expect(throws: Fault.self) {
      try AtomicFile.write("x", to: URL(fileURLWithPath: "/dev/null/folder/file"))
    }
  }
}
