import Foundation
import Testing

@testable import Notebook

@Suite struct NotebookOptionsTests {
  @Test func theSourceIsReadFromTheNamedCheckout() throws {
    let checkout = FileManager.default.temporaryDirectory
      .appendingPathComponent("checkout-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: checkout) }
    let folder = checkout.appendingPathComponent("analyses/here")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let source = folder.appendingPathComponent("main.swift")
    try Data("// %%\n".utf8).write(to: source)

    let options = try NotebookOptions.parse(["--project", checkout.path])
    #expect(options.source(builtFrom: "/built/analyses/here/main.swift") == source.path)
    let missing = "/built/analyses/missing/main.swift"
    #expect(options.source(builtFrom: missing) == missing)
    #expect(try NotebookOptions.parse([]).source(builtFrom: missing) == missing)
  }
}
