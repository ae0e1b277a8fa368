import Core
import Foundation
import Notebook

/// Builds one analysis with Swift's package manager, where this program itself was built.
struct AnalysisBuilder {
  /// The program and its first arguments; the product's name comes last.
  let command: [String]

  /// - Parameters:
  ///   - executables: the folder that programs are built into: `<scratch>/<platform>/<configuration>`
  ///   - command: another program to call with the product's name, in place of `scripts/build.sh`
  init(_ project: Project, executables: URL, command: [String]? = nil) {
    let configuration = executables.lastPathComponent
    let scratch = executables.deletingLastPathComponent().deletingLastPathComponent()
    let build =
      configuration == "release"
      ? [project.root.appendingPathComponent("scripts/build.sh").path]
      : ["/usr/bin/env", "swift", "build", "--package-path", project.root.path]
    self.command = command ?? build + ["--scratch-path", scratch.path, "--product"]
  }

  /// Builds; returns where all is well.
  /// - Throws: `Fault` with what the compiler said; `Interrupted` after Ctrl-C.
  func build(_ name: String, _ interruption: Interruption) throws {
    let scratch = try ScratchFolder("build")
    defer { scratch.remove() }
    let log = scratch.url.appendingPathComponent("errors")
    let child = try ChildProcess(
      executable: URL(fileURLWithPath: command[0]), arguments: command.dropFirst() + [name],
      environment: ProcessInfo.processInfo.environment, errors: log)
    let (ending, said) = try child.finish(interruption)
    guard ending != .exit(0) else { return }
    let errors = (try? InputFile.data(at: log)) ?? Data()
    throw Fault(
      Self.errors(in: String(decoding: said + errors, as: UTF8.self), ending: "\(ending)"))
  }

  /// The compiler's errors with what it says under each; all that was said where there are none.
  static func errors(in said: String, ending: String) -> String {
    let lines = said.split(separator: "\n").map(String.init)
    var found: [String] = []
    for (index, line) in lines.enumerated() where line.contains(": error: ") {
      // The compiler says it once for the module and once for the file.
      guard !found.contains(line) else { continue }
      found.append(line)
      for other in lines[(index + 1)...].prefix(6) {
        guard other.first == " " || other.first?.isNumber == true else { break }
        found.append(other)
      }
    }
    let text = (found.isEmpty ? Array(lines.suffix(20)) : Array(found.prefix(40)))
      .joined(separator: "\n")
    return text.isEmpty ? "the build ended with \(ending) and said nothing" : text
  }
}
