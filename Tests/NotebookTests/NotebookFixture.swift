import Foundation

@testable import Notebook

/// A checkout in a temporary folder with one notebook, and the real data.
struct NotebookFixture {
  let root: URL
  let file: String

  /// - Parameter cells: the notebook's source.
  init(_ cells: String) throws {
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
  static let project = Project(
    root: URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent())

  func notebook() throws -> Notebook {
    let options = try NotebookOptions.parse([
      "--store", root.appendingPathComponent("store.sqlite").path,
      "--out", root.appendingPathComponent("out").path,
    ])
    return try Notebook(file: file, options: options)
  }

  func read(_ path: String) throws -> String {
    try String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)
  }

  /// Where the tests' products are: the folder with the built executables.
  static var products: URL {
    let test = Bundle.allBundles.map(\.bundleURL).first { $0.pathExtension == "xctest" }
    return test?.deletingLastPathComponent() ?? Bundle.main.bundleURL
  }
}
