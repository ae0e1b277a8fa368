import Core
import Foundation
import Notebook

/// One analysis in a process of its own, which leaves a record in a file.
final class AnalysisProcess {
  let name: String
  /// The file of the record.
  let record: URL
  let child: ChildProcess
  private let errors: URL
  private var said = Data()

  /// - Parameter arguments: what the analysis is told besides where its record goes
  /// - Throws: `Fault` where it is not built.
  init(_ name: String, in executables: URL, arguments: [String], record: URL) throws {
    let executable = executables.appendingPathComponent(name)
    guard FileManager.default.isExecutableFile(atPath: executable.path) else {
      throw Fault(
        "the analysis is not built", at: executable.path,
        hint: "make build, or scripts/build.sh")
    }
    (self.name, self.record) = (name, record)
    errors = record.appendingPathExtension("errors")
    // One thread for each analysis: several run at a time.
    let environment = ProcessInfo.processInfo.environment.merging([
      "OPENBLAS_NUM_THREADS": "1", "SWIFT_BACKTRACE": "enable=no", Lifeline.variable: "1",
    ]) { $1 }
    child = try ChildProcess(
      executable: executable, arguments: arguments + ["--record", record.path],
      environment: environment, errors: errors)
  }

  /// What came of it; nil while it runs.
  func outcome() -> Result<Record, any Error>? {
    guard !child.read(into: &said), let ending = child.ending() else { return nil }
    defer { try? FileManager.default.removeItem(at: errors) }
    return Result {
      guard ending == .exit(0) else { throw Fault(reason(ending)) }
      return try Record.read(from: record)
    }
  }

  /// The analysis' own words, without the runtime's prefix for uncaught errors.
  private func reason(_ ending: ChildProcess.Ending) -> String {
    let words = said + ((try? InputFile.data(at: errors)) ?? Data())
    let text = String(decoding: words, as: UTF8.self)
      .trimmingCharacters(in: .whitespacesAndNewlines)
    let prefix = "Error raised at top level: "
    let message = text.firstRange(of: prefix).map { String(text[$0.upperBound...]) } ?? text
    let reason = message.components(separatedBy: "\nCurrent stack trace:")[0]
    return reason.isEmpty ? "the analysis ended with \(ending) and said nothing" : reason
  }
}
