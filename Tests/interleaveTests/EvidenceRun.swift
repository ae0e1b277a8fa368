import Core
import Foundation
import Testing
import TestSupport

@testable import interleave

/// The built command line on the project's data, or on a copy of it that a test changes.
final class EvidenceRun: Sendable {
  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  /// Goes with the object.
  let folder = FileManager.default.temporaryDirectory
    .appendingPathComponent("evidence-\(UUID().uuidString)")

  /// Lends this checkout's Typst to programs that run from another folder.
  static func lendTypst() {
    let typst = root.appendingPathComponent(".build/typst/bin/typst").path
    if FileManager.default.isExecutableFile(atPath: typst) { setenv("INTERLEAVE_TYPST", typst, 1) }
  }

  init() throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  static var executable: URL { ProgramRun.built("interleave") }

  /// Runs `interleave` in the checkout, with a store of the test's own.
  func run(_ arguments: String...) throws -> ProgramRun.End { try run(arguments) }

  /// - Parameter executable: the program, where it is not the one beside the tests
  func run(
    _ arguments: [String], executable: URL = EvidenceRun.executable
  ) throws -> ProgramRun.End {
    try ProgramRun(executable, arguments, in: Self.root).end()
  }

  /// A copy of data/ under a name of its own with one replacement in one file.
  func data(replacing old: String, with new: String, in file: String, sealed: Bool) throws -> String
  {
    let copy = folder.appendingPathComponent("mine")
    try FileManager.default.copyItem(at: Self.root.appendingPathComponent("data"), to: copy)
    let url = copy.appendingPathComponent(file)
    let parts = try String(contentsOf: url, encoding: .utf8).components(separatedBy: old)
    try #require(parts.count == 2, "\(old) occurs \(parts.count - 1) times in \(file)")
    try parts.joined(separator: new).write(to: url, atomically: true, encoding: .utf8)
    if sealed { try #require(try run("seal", copy.path).status == 0) }
    return copy.path
  }
}

extension ProgramRun.End {
  /// The output as a list of objects.
  func entries() throws -> [[String: JSONValue]] {
    guard case .array(let list) = try JSONValue(data: Data(output.utf8), at: "output") else {
      throw Fault("the output is not a list", found: output)
    }
    return list.compactMap { if case .object(let fields) = $0 { fields } else { nil } }
  }

  /// The output as one object.
  func object() throws -> [String: JSONValue] {
    guard case .object(let fields) = try JSONValue(data: Data(output.utf8), at: "output") else {
      throw Fault("the output is not an object", found: output)
    }
    return fields
  }
}
