import Core
import Foundation
import Testing
import TestSupport

@testable import Notebook
@testable import Workshop

@Suite struct AnalysisScaffoldTests {
  private let project: Project

  /// A checkout with nothing but the package's description.
  init() throws {
    project = Project(
      root: FileManager.default.temporaryDirectory
        .appendingPathComponent("scaffold-\(UUID().uuidString)"))
    try AtomicFile.makeFolder(project.analyses)
    try FileManager.default.copyItem(at: Self.package(of: NotebookFixture.project), to: package)
  }

  private static func package(of project: Project) -> URL {
    project.root.appendingPathComponent("Package.swift")
  }
  private var package: URL { Self.package(of: project) }

  private func text() throws -> String { try String(contentsOf: package, encoding: .utf8) }

  private func fault(_ name: String, after: String? = nil) -> Fault? {
    do {
      _ = try AnalysisScaffold(name, after: after, in: project)
      return nil
    } catch { return error as? Fault }
  }

  @Test func aNotebookAndItsLineAreWritten() throws {
    let before = try text()
    let file = try AnalysisScaffold("scan-2", in: project).write()
    #expect(file.path == project.root.path + "/analyses/scan-2/main.swift")
    let names = try NotebookFixture.project.analysisNames()
    #expect(try project.analysisNames() == names + ["scan-2"])
    let after = try text()
    #expect(after.replacingOccurrences(of: "  \"scan-2\",\n", with: "") == before)
  }

  @Test func itsPlaceCanBeNamed() throws {
    _ = try AnalysisScaffold("second", after: "summary", in: project).write()
    #expect(try project.analysisNames().prefix(2) == ["summary", "second"])
    #expect(fault("third", after: "nothing")?.found == "nothing")
  }

  @Test(arguments: [
    "", "-a", "a-", "a--b", "2nd", "Upper", "a_b", "a b", "../a", "a/b", "é", "a\u{1B}",
    String(repeating: "a", count: 41),
  ])
  func aBadNameIsRefused(_ name: String) throws {
    #expect(fault(name)?.what == "this is not a name for an analysis")
  }

  /// Names of analyses, targets and products, and of modules from elsewhere.
  @Test(arguments: ["summary", "core", "notebook", "interleave", "labtests", "foundation", "swift"])
  func aTakenNameIsRefused(_ name: String) throws {
    #expect(fault(name)?.what == "the name is taken")
  }

  @Test func aFolderThatIsThereIsLeftAlone() throws {
    try AtomicFile.write("mine", to: project.analyses.appendingPathComponent("draft/notes"))
    #expect(fault("draft")?.what == "there is such a folder")
  }

  @Test func aListThatCannotBeFoundLeavesNothingBehind() throws {
    try AtomicFile.write("let analyses = [\"summary\"]\n", to: package)
    #expect(fault("draft")?.what == "cannot add to the list of analyses")
    #expect(try FileManager.default.contentsOfDirectory(atPath: project.analyses.path).isEmpty)
  }

  @Test func whatCannotBeWrittenLeavesNothingBehind() throws {
    let scaffold = try AnalysisScaffold("draft", in: project)
    // A folder in the file's place cannot be replaced.
    try FileManager.default.removeItem(at: package)
    try AtomicFile.makeFolder(package.appendingPathComponent("x"))
    #expect(throws: Fault.self) { try scaffold.write() }
    #expect(try FileManager.default.contentsOfDirectory(atPath: project.analyses.path).isEmpty)
  }
}
