import Core
import Foundation
import Testing

@testable import Lab

/// Golden cases that are damaged, or meant to do harm: each fails by its own name, and the others are run.
@Suite(.timeLimit(.minutes(2))) struct HostileParityTests {
  private static let golden = Bundle.module.resourceURL!.appendingPathComponent("Golden")
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func place(_ name: String) -> URL { folder.url.appendingPathComponent(name) }

  /// The case `gla` under another name, changed.
  private func write(
    _ name: String, text: (String) -> String = { $0 },
    tensors: (inout Safetensors) -> Void = { _ in }
  ) throws -> ParityResult {
    let source = Self.golden.appendingPathComponent("gla.json")
    let json = try String(contentsOf: source, encoding: .utf8)
    try AtomicFile.write(text(json), to: place("\(name).json"))
    var file = try Safetensors.read(from: Self.golden.appendingPathComponent("gla.safetensors"))
    tensors(&file)
    try file.write(to: place("\(name).safetensors"))
    return ParityCheck.run(place("\(name).json"))
  }

  private func replaced(_ old: String, _ new: String) -> (String) -> String {
    { text in
      #expect(text.contains(old))
      return text.replacingOccurrences(of: old, with: new)
    }
  }

  @Test func aCaseThatIsWholePasses() throws { #expect(try write("whole").pass) }

  static let numbers = [
    "9223372036854775807", "9223372036854775808", "-1", "0", "1e300", "\"all\"", "null", "[]",
    "65536", "1048576",
  ]

  @Test(arguments: numbers) func hostileSizesAreErrors(_ number: String) throws {
    for name in ["hidden_size", "num_heads", "num_hidden_layers"] {
      let field = "\"\(name)\": "
      let result = try write("size") { text in
        text.replacing(try! Regex("\"\(name)\": *[0-9]+")) { _ in field + number }
      }
      // A null is a default, which may be what the case says.
      #expect(!result.pass || number == "null", "\(name) \(number)")
      #expect(result.case == "gla" || result.case == "size")
      #expect(result.error != nil || number == "null", "\(name) \(number)")
    }
  }

  @Test func whatIsNotJSONIsAnError() throws {
    for text in [
      "", "{", "[]", "7", String(repeating: "[", count: 100_000), "{\"a\": 1, \"a\": 2}",
    ] {
      let result = try write("text", text: { _ in text })
      #expect(result.case == "text" && result.error != nil && !result.pass)
    }
  }

  @Test func tensorsThatAreMissingAreErrors() throws {
    for name in ["param.model.embeddings.weight", "param.lm_head.weight"] {
      let result = try write("missing", tensors: { $0.tensors[name] = nil })
      #expect(result.error?.contains(name) == true)
    }
    let none = try write(
      "none",
      tensors: {
        $0.tensors["input_ids"] = nil
        $0.tensors["long_input_ids"] = nil
      })
    #expect(none.error?.contains("the case has no input_ids") == true)
  }

  @Test func idsOfAnyShapeAreErrors() throws {
    let shapes: [([Int32], [Int])] = [
      ([], [0, 0]), ([1], [1]), ([1], [1, 1, 1]), ([-1], [1, 1]), ([.max], [1, 1]),
      (Array(repeating: 1, count: 20_000), [1, 20_000]),
      (Array(repeating: 1, count: 20_000), [20_000, 1]),
    ]
    for (ids, shape) in shapes {
      let result = try write("ids", tensors: { $0.tensors["input_ids"] = .init(ids, shape: shape) })
      #expect(result.error != nil && !result.pass, "\(shape)")
    }
    let one = try write(
      "ids", tensors: { $0.tensors["input_ids"] = .init([1] as [Int32], shape: [1, 1]) })
    #expect(!one.pass)
  }

  @Test func differencesThatAreNotNumbersCanBeWritten() throws {
    let results = [
      try write("loss", text: { $0.replacing(/"loss": *[-0-9.e]+/) { _ in "\"loss\": 0" } }),
      try write(
        "logits",
        tensors: {
          guard let logits = $0.tensors["logits"], var values = logits.floats else { return }
          values[0] = .nan
          $0.tensors["logits"] = .init(values, shape: logits.shape)
        }),
      try write(
        "weights",
        tensors: {
          let name = "param.lm_head.weight"
          guard let weight = $0.tensors[name] else { return }
          let values = [Float](repeating: .infinity, count: weight.floats?.count ?? 0)
          $0.tensors[name] = .init(values, shape: weight.shape)
        }),
    ]
    for result in results {
      #expect(!result.pass && result.error?.contains("not a finite number") == true, "\(result)")
      #expect(throws: Never.self) { try JSONEncoder().encode(result) }
    }
  }

  @Test func namesAreShownAsText() throws {
    let result = try write(
      "name", text: replaced("\"case\": \"gla\"", "\"case\": \"x\\u001b[31m\\n\""))
    #expect(result.case == "x\\u{1B}[31m\\n")
  }

  @Test func aCaseWithoutItsOtherFileFailsAndHidesNone() throws {
    #expect(try write("b").pass)
    try AtomicFile.write("{}", to: place("a.json"))
    try Safetensors().write(to: place("c.safetensors"))
    try AtomicFile.write("not a case", to: place("README.md"))
    #expect(mkfifo(place("d.json").path, 0o644) == 0)
    #expect(mkfifo(place("e.safetensors").path, 0o644) == 0)
    let results = try GoldenCase.all(in: folder.url).map(ParityCheck.run)
    #expect(results.map(\.case) == ["a", "gla", "c", "d", "e"])
    #expect(results.map(\.pass) == [false, true, false, false, false])
    #expect(results.filter { !$0.pass }.allSatisfy { $0.error != nil })
  }

  /// A header may name the same bytes a million times.
  @Test func tensorsDoNotShareBytes() throws {
    let one = #""dtype":"F32","shape":[256],"data_offsets":[0,1024]"#
    let entries = (0..<2000).map { "\"t\($0)\":{\(one)}" }.joined(separator: ",")
    var data = Data()
    let header = "{\(entries)}"
    withUnsafeBytes(of: UInt64(header.utf8.count).littleEndian) { data.append(contentsOf: $0) }
    data.append(Data(header.utf8) + Data(repeating: 0, count: 1024))
    #expect(throws: Fault.self) { try Safetensors.decode(data, at: "bomb") }
  }
}
