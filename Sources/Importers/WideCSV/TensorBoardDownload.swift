import Foundation
import Results

/// The CSV that TensorBoard downloads for one curve. Its run and series stand in its name alone:
/// `run-gla_340M-tag-train_loss.csv`.
struct TensorBoardDownload {
  let run: String
  let series: String
  private let isNamed: Bool

  static func fits(_ header: [String]) -> Bool { header == ["Wall time", "Step", "Value"] }

  /// A file that was given another name is called by that, in a run that its folder names.
  init(_ file: ImportFile) {
    let stem = file.url.deletingPathExtension().lastPathComponent
    let parts = Self.withoutCopy(stem).components(separatedBy: "-tag-")
    let run = parts.dropLast().joined(separator: "-tag-")
    isNamed = parts.count > 1 && run.hasPrefix("run-") && !(parts.last ?? "").isEmpty
    series = isNamed ? parts.last ?? "" : stem
    // The run of TensorBoard's own folder is called by a point.
    let name = run.dropFirst(4)
    self.run = isNamed && !["", "."].contains(name) ? String(name) : file.folderRunName
  }

  func columns(_ notes: inout ImportNotes) -> CurveColumns {
    if !isNamed {
      notes.add(
        "the file's name is not run-NAME-tag-TAG.csv, so the series is called by the file and the run by "
          + "its folder: \(series.clipped), \(run.clipped)")
    }
    return CurveColumns(
      step: 1, series: [CurveColumns.Series(index: 2, run: run, name: series)])
  }

  /// The name without the number that a browser gives to a second download: ` (1)`.
  private static func withoutCopy(_ stem: String) -> String {
    guard stem.hasSuffix(")"), let start = stem.range(of: " (", options: .backwards),
      stem[start.upperBound...].dropLast().allSatisfy(\.isNumber)
    else { return stem }
    return String(stem[..<start.lowerBound])
  }
}
