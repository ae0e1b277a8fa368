import Foundation
import Testing

/// The tutorial's notebook is one that runs, and the pages show what stands in it.
@Suite struct TutorialTests {
  static let pages = ["docs/tutorial.md", "docs/reference/notebook.md"]

  @Test(arguments: pages) func thePageShowsWhatStandsInTheFile(_ path: String) throws {
    let excerpts = try Page(path).excerpts
    #expect(excerpts.count > 3)
    for excerpt in excerpts {
      let file = Page.root.appendingPathComponent(excerpt.file)
      let text = try String(contentsOf: file, encoding: .utf8)
      #expect(text.contains(excerpt.code), "\(excerpt.file): \(excerpt.code)")
    }
  }

  /// As a newcomer runs it: by itself, with a report of its own.
  @Test func theNotebookRuns() throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("tutorial-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let process = Process()
    process.executableURL = Self.products.appendingPathComponent("tutorial")
    process.arguments = [
      "--store", folder.appendingPathComponent("store.sqlite").path,
      "--out", folder.appendingPathComponent("out").path,
    ]
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    process.standardOutput = FileHandle.nullDevice
    let messages = Pipe()
    process.standardError = messages
    try process.run()
    let said = String(
      decoding: messages.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    #expect(process.terminationStatus == 0, "\(said)")
    for file in ["report.html", "report.pdf", "report.md", "figures/gain-curves.svg"] {
      let path = folder.appendingPathComponent("out/\(file)").path
      #expect(FileManager.default.fileExists(atPath: path), "\(file)")
    }
    let page = try String(
      contentsOf: folder.appendingPathComponent("out/report.md"), encoding: .utf8)
    #expect(page.contains("From pure to 3:1, recall rises by"))
  }

  /// The folder with the built programs.
  static var products: URL {
    let test = Bundle.allBundles.map(\.bundleURL).first { $0.pathExtension == "xctest" }
    return test?.deletingLastPathComponent() ?? Bundle.main.bundleURL
  }
}
