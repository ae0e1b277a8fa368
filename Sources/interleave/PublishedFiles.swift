import ArgumentParser
import Core
import Foundation
import Report

/// `interleave verify --files`: whether the files of a report are those that were published.
struct PublishedFiles {
  let folder: URL
  let json: Bool

  /// Prints what is missing or changed.
  /// - Throws: `ExitCode` 1 where anything is, 2 where that could not be looked at.
  func check() throws {
    let (count, problems) = try Unchecked.run {
      try Publisher(folder: folder).reading {
        let list = try FileList.read(in: folder)
        return (list.files.count, list.problems(in: folder))
      }
    }
    if json {
      try JSONValue.array(problems.map(Self.json)).printed()
    } else {
      for problem in problems {
        Terminal.print("\(problem.kind.rawValue): \(VisibleText.of(problem.path))")
      }
      let outcome = problems.isEmpty ? "all as published" : "\(problems.count) missing or changed"
      Terminal.print("\(VisibleText.of(folder.path)): \(count) files compared, \(outcome)")
    }
    guard problems.isEmpty else { throw ExitCode(1) }
  }

  private static func json(_ problem: FileList.Problem) -> JSONValue {
    .object(["path": .string(problem.path), "problem": .string(problem.kind.rawValue)])
  }
}
