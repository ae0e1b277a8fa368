import Core
import Foundation
import Lab
import Notebook
import Published
import Report

extension Reproduction {
  /// Publishes a report from data and recorded runs where other runs have to be trained first, which takes
  /// minutes, and says where it is.
  /// - Throws: `Fault` where it cannot be made; `Interrupted` after Ctrl-C.
  func publishFirstEdition(_ store: Store, _ progress: ProgressLog) throws {
    // A report from scratch is to show trained runs alone.
    guard trained.isEmpty else { return }
    var first = self
    first.isFirstEdition = true
    first.reruns = 0
    let waiting = first.notTrainedYet()
    guard !waiting.isEmpty, waiting.count < analyses.count else { return }
    let made = try first.make(store, progress)
    let outcome = try first.publish(made, store, progress, step: "first edition")
    guard !outcome.files.isEmpty else { return }
    progress.note(
      "  next: training \(Wording.list(waiting.map(\.profile))), then the whole report; "
        + "Ctrl-C leaves the first edition as it is")
  }

  /// The analyses that show runs which are trained for the report and have no result yet.
  func notTrainedYet() -> [Placeholder] {
    Self.profiles.filter { analyses.contains($0.analysis) }.compactMap { analysis, profile in
      // What cannot be read is named when the runs are trained.
      guard let sweep = try? Profile.named(profile, in: project).sweep() else { return nil }
      let count = resultsThere(of: sweep)
      guard count < sweep.count else { return nil }
      return Placeholder(
        analysis: analysis, profile: profile, isBegun: count > 0, title: sectionTitle(analysis))
    }
  }

  /// The title that an analysis' section has.
  private func sectionTitle(_ name: String) -> String {
    let file = project.analyses.appendingPathComponent("\(name)/main.swift")
    let text = (try? InputFile.text(at: file)) ?? ""
    let heading = text.split(separator: "\n").first { $0.hasPrefix("// # ") }
    return heading.map { String($0.dropFirst(5)) } ?? name
  }
}
