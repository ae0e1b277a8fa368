import Core
import Foundation
import Testing
import TestSupport

@testable import Importers
@testable import Results

/// Files packed by gzip are read as what they hold.
@Suite struct GzipImportTests {
  /// `{"a": {"acc,none": 0.5, "acc_stderr,none": 0.01}}` and a line end, packed by `gzip -9n`.
  private static let packed =
    Data(
      base64Encoded:
        "H4sIAAAAAAACA6tWSlSyUqhWSkxO1snLz0sFcgz0THUUQALxxSUpqUVFCHEDw9paLgDqw84pMgAAAA==")
    ?? Data()
  private static let plain = "{\"a\": {\"acc,none\": 0.5, \"acc_stderr,none\": 0.01}}\n"

  /// Opens bytes as a file of this name.
  private func with<T>(
    _ bytes: Data, as name: String, _ body: (ImportFile) throws -> T
  ) throws -> T {
    let trial = try ImportTrial(bytes, as: name)
    return try withExtendedLifetime(trial) { try body(trial.file) }
  }

  @Test func aPackedFileIsWhatItHolds() throws {
    try with(Self.packed, as: "m/results.json.gz") { file in
      #expect(file.name == "results.json" && file.size == Self.plain.utf8.count)
      #expect(file.path == "results.json.gz")
      #expect(file.headText == Self.plain)
      let data = try file.data()
      #expect(data == Data(Self.plain.utf8))
      let (isWhole, importer) = (
        try file.endsWithNewline(), try ImporterRegistry.importer(for: file)
      )
      #expect(isWhole && importer.format == "lm-eval")
      #expect(LMEvalImporter.context(of: file) == "m\n")
    }
  }

  @Test func itIsKnownWhereItWasImportedUnpacked() throws {
    try with(Self.packed, as: "m/results.json.gz") { packed in
      let plain = packed.url
      try Data(Self.plain.utf8).write(to: plain)
      let database = plain.deletingLastPathComponent().appendingPathComponent("results.sqlite")
      let store = try ResultStore.open(at: database)
      #expect(try store.importFile(ImportFile(plain)).new == 1)
      #expect(try store.importFile(packed).isKnown)
    }
  }

  /// Appending one gzip file to another is a gzip file; zeros fill the end of a block.
  @Test func membersStandOneAfterAnother() throws {
    let bytes = Self.packed + Self.packed + Data(count: 100)
    try with(bytes, as: "a.jsonl.gz") { file in
      #expect(file.size == 2 * Self.plain.utf8.count)
      var lines: [Int] = []
      try file.forEachLine { _, line in lines.append(line) }
      #expect(lines == [1, 2])
    }
  }

  @Test(arguments: ["a.tar.gz", "a.gz", "a.json"]) func otherNamesAreLeftPacked(_ name: String)
    throws
  {
    try with(Self.packed, as: name) { file in
      #expect(file.size == Self.packed.count)
      #expect(throws: Fault.self) { try ImporterRegistry.importer(for: file) }
    }
  }

  @Test func aFileThatIsCutShortIsAFault() throws {
    for length in 2..<Self.packed.count {
      let fault = try #require(throws: Fault.self) {
        try with(Self.packed.prefix(length), as: "a.json.gz") { $0.size }
      }
      #expect(fault.what == "the gzip file is cut short", "\(length) bytes: \(fault)")
    }
  }

  @Test func aDamagedFileIsAFaultOrTheSameText() throws {
    var random = RandomStream(seed: 3, named: "gzip")
    for _ in 0..<500 {
      var bytes = Self.packed
      bytes[2 + random.index(below: bytes.count - 2)] = UInt8(random.index(below: 256))
      do {
        let text = try with(bytes, as: "a.json.gz") { $0.headText }
        #expect(text == Self.plain)
      } catch { #expect(error is Fault) }
    }
  }

  @Test func readsAFileThatIsLargerThanItsBuffers() throws {
    let text = Data(repeating: 0x61, count: 3 << 20)
    let folder = try TemporaryFolder()
    let url = folder.url.appendingPathComponent("a.txt")
    try text.write(to: url)
    let gzip = Process()
    gzip.executableURL = URL(fileURLWithPath: "/bin/gzip")
    gzip.arguments = ["-n", url.path]
    try gzip.run()
    gzip.waitUntilExit()
    let file = try ImportFile(url.appendingPathExtension("gz"))
    #expect(file.size == text.count)
    #expect(try file.data() == text)
    #expect(throws: Fault.self) { try file.data(atMost: 1 << 20) }
  }
}
