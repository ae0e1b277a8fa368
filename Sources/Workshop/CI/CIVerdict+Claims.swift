import Core
import Foundation
import Notebook
import Paper
import Report

extension CIVerdict {
  /// - Parameters:
  ///   - label: what tables call the claim
  ///   - locate: the repository's line behind a place such as `data/paper/table7.csv:4`
  init(_ result: ClaimResult, label: String, locate: (String) -> CILocation?) {
    let claim = result.claim
    self.init(
      id: claim.id, label: label, statement: "\(claim.statement) (\(claim.section))",
      outcome: result.verdict.flatMap { Outcome(rawValue: $0.rawValue) } ?? .unreadable,
      effectText: result.effectCell.shown, intervalText: result.intervalCell.shown,
      reason: result.judgement?.sentence ?? result.failure ?? "",
      location: result.reads.lazy.compactMap(locate).first)
  }
}

extension CIDrift {
  /// What a review differs in from the verdicts on record, in the order of the claims.
  static func all(
    _ review: ClaimReview, recorded: Expectations, locate: (String) -> CILocation?
  ) -> [CIDrift] {
    let changed = review.results.compactMap { result -> CIDrift? in
      let id = result.claim.id
      let before = recorded.verdicts[id]
      guard let verdict = result.verdict, verdict != before else { return nil }
      return CIDrift(
        id: id, recorded: before?.rawValue, present: verdict.rawValue, location: locate(id))
    }
    let known = Set(review.results.map(\.claim.id))
    let gone = recorded.verdicts.keys.filter { !known.contains($0) }.sorted()
    return changed
      + gone.map {
        CIDrift(
          id: $0, recorded: recorded.verdicts[$0]?.rawValue, present: nil, location: locate($0))
      }
  }
}

/// Where in the repository things are.
struct CILocator {
  let project: Project
  let place: CIPlace

  /// The line behind a place of the project: `data/paper/table7.csv:4`, at the start of `text`; nil
  /// where there is no such file in the repository.
  func location(at text: String) -> CILocation? {
    guard let match = text.prefixMatch(of: /([^\s:]+):([0-9]+)/), let line = Int(match.2) else {
      return nil
    }
    return location(of: project.root.appendingPathComponent(String(match.1)), line: line)
  }

  /// The line of a file that is there and in the repository.
  func location(of url: URL, line: Int) -> CILocation? {
    guard FileManager.default.fileExists(atPath: url.path), let path = place.path(of: url) else {
      return nil
    }
    return CILocation(file: path, line: line)
  }

  /// The line of the file of verdicts that names a claim, or its first.
  func recorded(_ claim: String) -> CILocation? {
    let file = project.expectedClaims
    let text = (try? InputFile.text(at: file)) ?? ""
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let index = lines.firstIndex { $0.contains("\"\(claim)\"") } ?? 0
    return location(of: file, line: index + 1)
  }

  /// Where a step failed: what its message names, or the analysis' source.
  func failure(_ failure: ReportAssembly.Failure) -> CILocation? {
    let source = project.analyses.appendingPathComponent("\(failure.name)/main.swift")
    return location(at: failure.message) ?? location(of: source, line: 1)
  }
}
