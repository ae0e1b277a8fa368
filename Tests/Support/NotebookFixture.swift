@testable import Core
import Foundation

@testable import Notebook

/// A checkout in a temporary folder with one notebook, and the real data.
package struct NotebookFixture {
  package let root: URL
  package let file: String

  /// - Parameter cells: the notebook's source.
  package init(_ cells: String) throws {
    root = FileManager.default.temporaryDirectory
      .appendingPathComponent("notebook-\(UUID().uuidString)")
    let folder = root.appendingPathComponent("analyses/toy")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try FileManager.default.createSymbolicLink(
      at: root.appendingPathComponent("data"), withDestinationURL: Self.project.data)
    file = folder.appendingPathComponent("main.swift").path
    try cells.write(toFile: file, atomically: true, encoding: .utf8)
  }

  /// This repository.
  package static let project = Project(
    root: URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent())

  package func notebook() throws -> Notebook {
    let options = try NotebookOptions.parse([
      "--store", root.appendingPathComponent("store.sqlite").path,
      "--out", root.appendingPathComponent("out").path,
    ])
    return try Notebook(file: file, options: options)
  }

  package func read(_ path: String) throws -> String {
    try String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)
  }

  /// Where the tests' products are: the folder with the built executables.
  package static var products: URL {
    let test = Bundle.allBundles.map(\.bundleURL).first { $0.pathExtension == "xctest" }
    return test?.deletingLastPathComponent() ?? Bundle.main.bundleURL
  }
}
