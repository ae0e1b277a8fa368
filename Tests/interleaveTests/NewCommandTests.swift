import Core
import Foundation
import Testing
import TestSupport

@testable import interleave

/// `interleave new` in a copy of the checkout. The notebook is compiled and linked by the recipe by which the
/// package manager built another analysis beside these tests, since a build of the whole copy takes minutes.
@Suite(.serialized) struct NewCommandTests {
  private let bench: EvidenceRun

  init() throws {
    bench = try EvidenceRun()
    EvidenceRun.lendTypst()
    for name in ["Package.swift", "data"] {
      try FileManager.default.copyItem(
        at: EvidenceRun.root.appendingPathComponent(name),
        to: bench.folder.appendingPathComponent(name))
    }
  }

  @Test func whatItWritesBuildsAndRuns() throws {
    let made = try bench.run("new", "draft-2", "--project", bench.folder.path, "--after", "costs")
    #expect(made.status == 0, "\(made.errors)")
    #expect(made.output.hasPrefix("analyses/draft-2/main.swift\n"))
    let names = try bench.run("list", "analyses", "--project", bench.folder.path).output
    #expect(names.contains("costs\ndraft-2\n"))
    let program = try AnalysisRecipe(like: "costs").build("draft-2", in: bench.folder)
    let out = bench.folder.appendingPathComponent("out")
    let run = try bench.run(["--out", out.path], executable: program)
    #expect(run.status == 0, "\(run.errors)")
    let report = try String(contentsOf: out.appendingPathComponent("report.md"), encoding: .utf8)
    #expect(report.contains("Recall by ratio, as printed"))
    #expect(report.contains("](figures/draft-2-curves.svg)"))
    let values = try String(contentsOf: out.appendingPathComponent("values.json"), encoding: .utf8)
    #expect(values.contains("\"draft-2.best\""))
  }

  @Test func aTakenNameChangesNothing() throws {
    let package = bench.folder.appendingPathComponent("Package.swift")
    let before = try Data(contentsOf: package)
    let result = try bench.run("new", "costs", "--project", bench.folder.path)
    #expect(result.status == 1)
    #expect(result.errors.contains("the name is taken"))
    #expect(try Data(contentsOf: package) == before)
    #expect(
      !FileManager.default.fileExists(atPath: bench.folder.appendingPathComponent("analyses").path))
  }
}

/// How the package manager compiles and links an analysis, as its own plan of the build says.
private struct AnalysisRecipe {
  private let model: String
  private let compile: [String]
  private let link: [String]
  private let objects: [String]

  init(like model: String) throws {
    self.model = model
    let products = EvidenceRun.executable.deletingLastPathComponent()
    let scratch = products.deletingLastPathComponent().deletingLastPathComponent()
    let plan = try String(
      contentsOf: scratch.appendingPathComponent("\(products.lastPathComponent).yaml"),
      encoding: .utf8)
    compile = try Self.arguments(in: plan, of: "C.\(model)-", ending: ".module\":")
    link = try Self.arguments(in: plan, of: "C.\(model)-", ending: ".exe\":")
    let list = products.appendingPathComponent("\(model).product/Objects.LinkFileList")
    objects = try String(contentsOf: list, encoding: .utf8).split(separator: "\n").map {
      $0.trimmingCharacters(in: ["'", "\""])
    }
  }

  private static func arguments(
    in plan: String, of start: String, ending: String
  ) throws -> [String] {
    let lines = plan.split(separator: "\n", omittingEmptySubsequences: false)
    let head = try #require(
      lines.firstIndex { $0.hasPrefix("  \"\(start)") && $0.hasSuffix(ending) })
    let line = try #require(lines[head...].first { $0.hasPrefix("    args: ") })
    return try JSONDecoder().decode([String].self, from: Data(line.dropFirst(10).utf8))
  }

  /// Builds a notebook in the model's place: under its module name, with all other objects as they are.
  /// - Returns: the program
  func build(_ name: String, in folder: URL) throws -> URL {
    let object = folder.appendingPathComponent("main.o")
    let program = folder.appendingPathComponent(name)
    let source = folder.appendingPathComponent("analyses/\(name)/main.swift")
    let words = without(
      compile, flags: ["-emit-dependencies", "-emit-module", "-incremental", "-parseable-output"],
      pairs: ["-emit-module-path", "-output-file-map", "-index-store-path"])
    try run(words + [source.path, "-o", object.path])
    let list = folder.appendingPathComponent("objects")
    let others = objects.filter { !$0.contains("/\(model).build/") } + [object.path]
    try AtomicFile.write(others.map { "'\($0)'" }.joined(separator: "\n") + "\n", to: list)
    try run(without(link, flags: [], pairs: ["-o"]) + ["@" + list.path, "-o", program.path])
    return program
  }

  /// Without some words, some words with their argument, and lists of files.
  private func without(_ words: [String], flags: [String], pairs: [String]) -> [String] {
    var (result, isArgument) = ([String](), false)
    for word in words {
      if !isArgument && !flags.contains(word) && !pairs.contains(word) && !word.hasPrefix("@") {
        result.append(word)
      }
      isArgument = pairs.contains(word)
    }
    return result
  }

  private func run(_ words: [String]) throws {
    let end = try ProgramRun(URL(fileURLWithPath: words[0]), Array(words.dropFirst())).end()
    try #require(end.status == 0, "\(end.output)\(end.errors)")
  }
}
