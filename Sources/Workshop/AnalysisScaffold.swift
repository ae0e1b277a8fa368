import Core
import Foundation
import Notebook
import Plot
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

/// What a new analysis begins with: one of everything that an analysis is made of.
enum AnalysisTemplate {
  /// The notebook's source.
  /// - Parameter name: the analysis' name; its values, tables and figures begin with it
  static func source(_ name: String) -> String { text.replacing("NAME", with: name) }

  private static let text = #"""
    import Core
    import Notebook
    import Plot
    import Studies

    // %% [markdown]
    // # Recall by ratio, as printed
    //
    // **Of {{NAME.count}} printed averages the highest is {{NAME.best:.3}}, by {{NAME.stack}}.** Say here what
    // the section finds. Numerals are never typed: bind them below, and name them in double braces.
    // {{figure:NAME-curves}} draws what {{table:NAME-averages}} lists [@wang2025systematic].

    // %%
    let notebook = try Notebook.open()
    let store = notebook.store
    let families = try store.families()
    // A query: each observation carries the file and the line that it was read from.
    let studied = families.filter { $0.role == .studied }.map(\.key)
    let rows = try store.observations(task: "ruler_average", path: "data/paper/table7.csv")
      .filter { studied.contains($0.model.family) }
    guard let best = rows.max(by: { $0.value < $1.value }) else {
      throw Fault("the table has no averages", at: "data/paper/table7.csv")
    }
    let family = families.display(best.model.family)

    // Values: a name for the prose, the number at full precision, and its sources. An observation
    // knows its source.
    try notebook.bind("NAME.count", rows.count.of("averages"), from: rows)
    try notebook.bind("NAME.best", best)
    try notebook.bind("NAME.stack", "\(family) \(best.model.ratioLabel)", from: best)

    // %%
    try notebook.show(
      rows.tableByRatio(
        ["pure", "24:1", "12:1", "6:1", "3:1"], families: families, id: "NAME-averages",
        title: "Recall by ratio, as printed",
        caption: "Mean RULER accuracy (fraction; ↑ higher is better), one run a cell."))

    // %%
    let frame = try rows.frame()
    try notebook.show(
      Chart(
        title: "Recall by ratio, as printed",
        subtitle: try notebook.text("{{NAME.count}} averages, one run each."),
        panels: [
          Panel(
            x: HouseStyle.ratioAxis, y: Axis("mean RULER accuracy", LinearAxis()),
            marks: [
              LineMark(frame, x: "fraction", y: "accuracy", series: "family"),
              PointMark(frame, x: "fraction", y: "accuracy", series: "family", n: "n"),
            ])
        ], styles: HouseStyle.styles(families), panelHeight: 160),
      id: "NAME-curves", caption: "Hollow: a single run. The best is {{NAME.stack}}.")
    // What the prose says in words is required of the data: where it no longer holds, the run stops.
    try notebook.require("the best stack is a hybrid", best.model.ratio != .pure)

    // %%
    try notebook.finish()

    """#
}
