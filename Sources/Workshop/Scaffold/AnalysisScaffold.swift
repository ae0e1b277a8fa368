import Core
import Foundation
import Notebook
import Published

/// A new analysis: its notebook, and its line in `Package.swift`.
public struct AnalysisScaffold {
  let name: String
  private let project: Project
  private let package: String
  private var packageFile: URL { project.root.appendingPathComponent("Package.swift") }

  /// - Parameter after: the analysis that it follows; the last one where nil
  /// - Throws: `Fault` where the name is bad or taken, or the list of analyses cannot be found.
  public init(_ name: String, after: String? = nil, in project: Project) throws {
    (self.name, self.project) = (name, project)
    let file = project.root.appendingPathComponent("Package.swift")
    let names = try project.analysisNames()
    guard let text = try? InputFile.text(at: file) else {
      throw Fault("the file cannot be read", at: file.path)
    }
    try Self.check(name, targets: names + Self.targets(of: text), at: file.path)
    guard
      !FileManager.default.fileExists(atPath: project.analyses.appendingPathComponent(name).path)
    else {
      throw Fault("there is such a folder", at: "analyses/\(name)", hint: "choose another name")
    }
    package = try Self.listing(name, after: after, among: names, in: text, at: file.path)
  }

  /// Writes the notebook and its line; where the line cannot be written, the notebook goes again.
  /// - Returns: the notebook's file.
  public func write() throws -> URL {
    let folder = project.analyses.appendingPathComponent(name)
    let file = folder.appendingPathComponent("main.swift")
    do {
      try AtomicFile.write(AnalysisTemplate.source(name), to: file)
      try AtomicFile.write(package, to: packageFile)
    } catch {
      try? FileManager.default.removeItem(at: folder)
      throw error
    }
    return file
  }

  private static func check(_ name: String, targets: [String], at place: String) throws {
    guard name.wholeMatch(of: /[a-z][a-z0-9]*(-[a-z0-9]+)*/) != nil, name.utf8.count <= 40 else {
      throw Fault(
        "this is not a name for an analysis", at: "new",
        expected: "at most 40 lower-case letters, digits and hyphens, a letter first", found: name)
    }
    // A target is a module too, and modules of one name, in whatever case, are in each other's way.
    let module = { (name: String) in name.lowercased().replacing("-", with: "_") }
    let taken = (targets + modules).first { module($0) == module(name) }
    if let taken {
      throw Fault("the name is taken", at: place, expected: "a name of its own", found: taken)
    }
  }

  /// Modules that an analysis may import from elsewhere.
  private static let modules = [
    "Swift", "Foundation", "Glibc", "Dispatch", "Synchronization", "Observation", "Testing",
    "XCTest", "GRDB", "ArgumentParser", "main",
  ]

  /// The names of all targets and products.
  private static func targets(of package: String) -> [String] {
    package.matches(of: /name:\s*"([^"]+)"/).map { String($0.output.1) }
  }

  /// The package's text with the name in the list of analyses.
  private static func listing(
    _ name: String, after: String?, among names: [String], in text: String, at place: String
  ) throws -> String {
    if let after, !names.contains(after) {
      throw Fault.unknown("analysis", after, among: names, at: "--after")
    }
    guard let start = text.firstRange(of: "let analyses = [\n"), let last = after ?? names.last,
      let line = text[start.upperBound...].firstRange(of: "  \"\(last)\",\n")
    else {
      throw Fault(
        "cannot add to the list of analyses", at: place,
        expected: "let analyses = [, and a line for each", hint: "add \"\(name)\" by hand")
    }
    var result = text
    result.insert(contentsOf: "  \"\(name)\",\n", at: line.upperBound)
    return result
  }
}
