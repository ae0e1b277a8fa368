import Core
import Foundation
import Results

/// TensorBoard's event files: every scalar becomes a point of the series with its tag.
///
/// The files name no run. All event files of a folder are one run. What a restart made void is left out. A file
/// that ends inside a record, as that of a run that goes on does, gives what is before; a wrong checksum is a fault.
enum TFEventsImporter: ResultImporter {
  static let format = "tfevents"
  static let title = "TensorBoard event file (TFRecord)"

  static func recognises(_ file: ImportFile) -> Bool {
    guard !file.isLargeFilePointer else { return false }
    return EventFile.hasName(file.url) || startsWithVersion(file.head)
  }

  static func members(with file: ImportFile) -> [URL] { EventFile.beside(file.url) }

  /// The files name no run, so the run is called by the path.
  static func context(of file: ImportFile) -> String { file.path }

  static func read(_ file: ImportFile, into take: ImportSink) throws -> ImportSummary {
    let files = file.members.isEmpty ? [file] : file.members
    var scalars = EventScalars(restarts: try EventRestarts.find(in: files))
    for part in files { try scalars.read(part, isAlone: files.count == 1, into: take) }
    return scalars.summary
  }

  /// Whether the first record has a good length and says which version of the format follows.
  private static func startsWithVersion(_ head: [UInt8]) -> Bool {
    guard head.count >= 12 else { return false }
    var crc = CRC32.castagnoli
    head.withUnsafeBytes { crc.update(UnsafeRawBufferPointer(rebasing: $0[..<8])) }
    let stored = head[8..<12].reversed().reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
    return stored == crc.masked
      && String(decoding: head.prefix(64), as: UTF8.self).contains("brain.Event:")
  }
}

/// What the events of a run hold, as they come.
private struct EventScalars {
  private let restarts: Restarts
  private var version = ""
  private var warnings: [String] = []
  private var leftOut = LeftOut()
  /// A writer may name the plugin only with the first value of a tag.
  private var plugins: [String: String] = [:]
  private var budget = NameBudget()
  /// Bytes of the files before this one.
  private var start = 0

  init(restarts: Restarts) { self.restarts = restarts }

  var summary: ImportSummary {
    ImportSummary(version: version, warnings: warnings + leftOut.warnings)
  }

  mutating func read(_ file: ImportFile, isAlone: Bool, into take: ImportSink) throws {
    let prefix = isAlone ? "" : "\(file.url.lastPathComponent): "
    if file.size == 0 { warnings.append("\(prefix)the file is empty") }
    var leftOut: [String] = []
    try EventFile.forEach(in: file) { event, offset in
      try points(of: event, start + offset, "\(prefix)byte \(offset)", into: take)
    } leftOut: {
      leftOut.append(prefix + $0)
    }
    warnings += leftOut
    start += file.size
  }

  private mutating func points(
    of event: EventMessage, _ position: Int, _ place: @autoclosure () -> String,
    into take: ImportSink
  ) throws {
    if let text = event.fileVersion { version = text }
    for value in event.values {
      guard let number = try scalar(value) else { continue }
      guard restarts.isValid(event.step, at: position) else {
        _ = refuse(value, "the run resumed from an earlier step")
        continue
      }
      try take(.point("", value.tag, event.step, number, at: place()))
    }
  }

  private mutating func scalar(_ value: EventMessage.Value) throws -> Double? {
    let plugin = plugin(of: value)
    guard plugin == nil || plugin == "scalars" else {
      return refuse(value, "it is shown by the plugin \(plugin?.clipped ?? "")")
    }
    guard let number = try number(of: value, plugin) else {
      return refuse(value, "it holds no single number")
    }
    guard !value.tag.isEmpty else { return refuse(value, "it has no tag") }
    guard number.isFinite else { return refuse(value, "it is not finite") }
    return number
  }

  private func number(of value: EventMessage.Value, _ plugin: String?) throws -> Double? {
    if let simple = value.simple { return simple }
    guard let tensor = value.tensor, plugin != nil else { return nil }
    return try TensorScalar.value(of: tensor)
  }

  private mutating func plugin(of value: EventMessage.Value) -> String? {
    guard let name = value.plugin else { return plugins[value.tag] }
    if plugins[value.tag] != name, plugins.count < EventFile.mostTags,
      budget.takes(value.tag.nameBytes + name.nameBytes)
    {
      plugins[value.tag] = name
    }
    return name
  }

  private mutating func refuse(_ value: EventMessage.Value, _ reason: String) -> Double? {
    leftOut.note(value.tag.isEmpty ? "(no tag)" : value.tag, reason)
    return nil
  }
}

/// Finds the restarts of a run in its event files: the first pass over them.
///
/// A writer says so with the status START of `SessionLog`. A file without one that goes back, in a series that an
/// earlier file tells too, is that of a run that was resumed at the file's first such step. Steps that go back
/// within a file are none: series may have steps of their own.
struct EventRestarts {
  private var restarts = Restarts()
  private var highest: [String: Int] = [:]
  private var budget = NameBudget()

  private init() {}

  /// The restarts in some files, in the order in which they were written; positions count their bytes.
  static func find(in files: [ImportFile]) throws -> Restarts {
    var scan = EventRestarts()
    var start = 0
    for file in files {
      try scan.read(file, from: start, isAlone: files.count == 1)
      start += file.size
    }
    return scan.restarts
  }

  private mutating func read(_ file: ImportFile, from start: Int, isAlone: Bool) throws {
    var steps: [String: (first: Int, highest: Int)] = [:]
    var saysStart = false
    try EventFile.forEach(in: file) { event, offset in
      if event.isStart {
        saysStart = true
        try note(event.step, at: start + offset, file, offset)
      }
      for value in event.values where !isAlone {
        if let known = steps[value.tag] {
          steps[value.tag] = (known.first, max(known.highest, event.step))
        } else if steps.count < EventFile.mostTags, budget.takes(value.tag.nameBytes) {
          steps[value.tag] = (event.step, event.step)
        }
      }
    }
    let back = steps.filter { tag, own in highest[tag].map { own.first < $0 } ?? false }
    if !saysStart, let first = back.values.map(\.first).min() {
      try note(first, at: start, file, 0)
    }
    highest.merge(steps.mapValues(\.highest)) { max($0, $1) }
  }

  private mutating func note(
    _ step: Int, at position: Int, _ file: ImportFile, _ offset: Int
  ) throws {
    guard !restarts.note(step: step, at: position) else { return }
    throw Fault(
      "the run has too many restarts", at: "\(file.path): byte \(offset)",
      expected: "\(Restarts.limit) at most")
  }
}

/// What an importer left out: a line of warning for each name and reason, with how often, in the
/// order in which they came. Names beyond a limit are counted together.
struct LeftOut {
  private struct Key: Hashable {
    let name: String
    let reason: String
  }

  private var counts: [Key: Int] = [:]
  private var order: [Key] = []
  private var others = 0
  private let limit: Int

  init(limit: Int = 100) { self.limit = limit }

  /// Notes one value of `name`.
  mutating func note(_ name: String, _ reason: String) {
    let key = Key(name: name.clipped, reason: reason)
    if counts[key] != nil {
      counts[key, default: 0] += 1
    } else if order.count < limit {
      counts[key] = 1
      order.append(key)
    } else {
      others += 1
    }
  }

  var warnings: [String] {
    let lines = order.map { key in
      let count = counts[key, default: 0]
      return "left out \(count) value\(count == 1 ? "" : "s") of \(key.name): \(key.reason)"
    }
    return others == 0 ? lines : lines + ["left out \(others) values of other names"]
  }
}
