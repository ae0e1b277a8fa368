import Core
import Foundation
import Results

/// The files of MLflow's own store, `mlruns/EXPERIMENT/RUN/metrics/NAME`: a line for each value, with
/// time, value and step. All metrics of a run are imported as one.
///
/// The run is called as `tags/mlflow.runName` or `meta.yaml` in its folder say, or else as the folder;
/// the folder's name tells runs of one name in an experiment apart. Parameters and the other tags are left out, and so are the copies below `models`.
enum MLRunsImporter: ResultImporter {
  static let format = "mlflow-files"
  static let title = "MLflow metric files (mlruns)"

  static func recognises(_ file: ImportFile) -> Bool {
    guard MLRunsPath(file.url) != nil else { return false }
    let line = file.head.prefix(200).prefix { $0 != 0x0A && $0 != 0x0D }
    return MLRunsLine(line)?.isDated == true
  }

  static func context(of file: ImportFile) -> String { MLRunsPath(file.url)?.run ?? "" }

  static func members(with file: ImportFile) -> [URL] {
    guard let path = MLRunsPath(file.url) else { return [file.url] }
    let found = path.metricFiles
    return found.isEmpty ? [file.url] : found
  }

  static func read(_ file: ImportFile, into take: ImportSink) throws -> ImportSummary {
    let run = context(of: file)
    var tally = RunTally()
    for member in file.members.isEmpty ? [file] : file.members {
      guard let path = MLRunsPath(member.url) else {
        throw Fault(
          "the path is not that of a metric", at: member.path, expected: "RUN/metrics/NAME")
      }
      try read(member, path.metric, of: run, &tally, take)
    }
    return try tally.summary(of: file, "lines of time, value and step")
  }

  private static func read(
    _ file: ImportFile, _ metric: String, of run: String, _ tally: inout RunTally,
    _ take: ImportSink
  ) throws {
    let isCut = try !file.endsWithNewline()
    var held: (line: MLRunsLine, number: Int)?
    func put() throws {
      guard let (line, number) = held else { return }
      let place = "\(metric): line \(number)"
      if line.step == nil { tally.notes.add("values without a step stand at step 0", at: place) }
      try tally.point(line.value, metric, line.step ?? 0, of: run, at: place, take)
    }
    try file.forEachLine(atMost: 1 << 16) { bytes, number in
      guard bytes.contains(where: { $0 > 0x20 }) else { return }
      try put()
      guard let line = MLRunsLine(bytes) else {
        throw Fault(
          "the line is not that of a metric", at: "\(file.path):\(number)",
          expected: "time in milliseconds, value and step between spaces",
          found: String(decoding: bytes.prefix(60), as: UTF8.self))
      }
      held = (line, number)
    }
    guard isCut else { return try put() }
    tally.notes.add("the file ends in the middle of a line, which is left out", at: metric)
  }
}

/// A line of a metric file: time, value, step, and in newer versions a data set and its digest.
struct MLRunsLine {
  let value: NumberCell
  /// Nil in files of the first versions.
  let step: Int?
  /// Whether the first number can be a time in seconds or milliseconds of these decades.
  let isDated: Bool

  /// Nil where the bytes are something else.
  init?(_ bytes: some Collection<UInt8>) {
    let words = bytes.split(separator: 0x20, omittingEmptySubsequences: false).map {
      String(decoding: $0, as: UTF8.self)
    }
    guard words.count == 2 || words.count == 3 || words.count == 5, Int(words[0]) != nil else {
      return nil
    }
    value = NumberCell(words[1])
    guard value != .text, value != .blank else { return nil }
    isDated = (10...16).contains(words[0].utf8.count)
    step = words.count > 2 ? Int(words[2]) : nil
    if words.count > 2, step == nil { return nil }
  }
}

/// What the path of a metric file says.
struct MLRunsPath {
  /// The folder of the run.
  let folder: URL
  /// The name of the metric, which may have folders of its own: `val/loss`.
  let metric: String

  /// Nil where the path has no `RUN/metrics/NAME`.
  init?(_ url: URL) {
    let parts = url.standardizedFileURL.pathComponents
    guard let place = parts.dropLast().lastIndex(of: "metrics"), place > 1 else { return nil }
    if place > 2, parts[place - 2] == "models" { return nil }
    metric = parts[(place + 1)...].joined(separator: "/")
    folder = (place..<parts.count).reduce(url.standardizedFileURL) { url, _ in
      url.deletingLastPathComponent()
    }
  }

  /// What the run is called; with the beginning of its id where another run of the experiment has its name.
  var run: String {
    guard let name = Self.name(of: folder) else { return folder.lastPathComponent }
    let others = try? FileManager.default.contentsOfDirectory(
      at: folder.deletingLastPathComponent(), includingPropertiesForKeys: nil,
      options: [.skipsHiddenFiles])
    let id = folder.lastPathComponent
    let isShared = (others ?? []).contains {
      $0.lastPathComponent != id && Self.name(of: $0) == name
    }
    return isShared ? "\(name) (\(id.prefix(8)))" : name
  }

  /// What the files in a run's folder call it; nil where they do not.
  private static func name(of folder: URL) -> String? {
    if let name = head(folder.appendingPathComponent("tags/mlflow.runName")), !name.isEmpty {
      return name
    }
    let lines = head(folder.appendingPathComponent("meta.yaml"))?.split(whereSeparator: \.isNewline)
    let line = lines?.first { $0.hasPrefix("run_name:") }
    let name = line.flatMap {
      try? YAMLReader.scalar($0.dropFirst("run_name:".count), at: "meta.yaml", line: 1).string
    }
    return name.flatMap { $0.isEmpty ? nil : $0 }
  }

  /// All files below the folder of metrics, by path.
  var metricFiles: [URL] {
    let walk = FileManager.default.enumerator(
      at: folder.appendingPathComponent("metrics"), includingPropertiesForKeys: [.isRegularFileKey],
      options: [.skipsHiddenFiles])
    var found: [URL] = []
    while let item = walk?.nextObject() as? URL {
      let isFile = (try? item.resourceValues(forKeys: [.isRegularFileKey]))?.isRegularFile
      if isFile == true { found.append(item.standardizedFileURL) }
    }
    return found.sorted { $0.path < $1.path }
  }

  /// The beginning of a small file, without spaces around it.
  private static func head(_ url: URL) -> String? {
    guard let file = try? ImportFile(url) else { return nil }
    return file.headText.trimmingCharacters(in: .whitespacesAndNewlines)
  }
}
