import Core
import Foundation
import Results

/// TensorBoard's event files: every scalar becomes a point of the series with its tag.
///
/// The files name no run. All event files of a folder are one run. What a restart made void is left out. A file
/// that ends inside a record, as that of a run that goes on does, gives what is before; a wrong checksum is a fault.
public enum TFEventsImporter: ResultImporter {
  public static let format = "tfevents"
  public static let title = "TensorBoard event file (TFRecord)"

  public static func recognises(_ file: ImportFile) -> Bool {
    guard !file.isLargeFilePointer else { return false }
    return EventFile.hasName(file.url) || startsWithVersion(file.head)
  }

  public static func members(with file: ImportFile) -> [URL] { EventFile.beside(file.url) }

  /// The files name no run, so the run is called by the path.
  public static func context(of file: ImportFile) -> String { file.path }

  public static func read(
    _ file: ImportFile, into take: (ImportRecord) throws -> Void
  ) throws -> ImportSummary {
    let files = file.members.isEmpty ? [file] : file.members
    var scalars = EventScalars(restarts: try EventRestarts.find(in: files))
    for part in files { try scalars.read(part, isAlone: files.count == 1, into: take) }
    return scalars.summary
  }

  /// Whether the first record has a good length and says which version of the format follows.
  private static func startsWithVersion(_ head: [UInt8]) -> Bool {
    guard head.count >= 12 else { return false }
    var crc = CRC32C()
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

  mutating func read(
    _ file: ImportFile, isAlone: Bool, into take: (ImportRecord) throws -> Void
  ) throws {
    let prefix = isAlone ? "" : "\(file.url.lastPathComponent): "
    if file.size == 0 { warnings.append("\(prefix)the file is empty") }
    try EventFile.forEach(in: file) { item in
      switch item {
      case .event(let event, let offset):
        try points(of: event, start + offset, "\(prefix)byte \(offset)", into: take)
      case .tooLong(let offset):
        warnings.append("\(prefix)left out a record of more than 64 MiB at byte \(offset)")
      case .cutShort(let offset):
        warnings.append(
          "\(prefix)the file ends inside the record at byte \(offset): the run may go on")
      }
    }
    start += file.size
  }

  private mutating func points(
    of event: EventMessage, _ position: Int, _ place: @autoclosure () -> String,
    into take: (ImportRecord) throws -> Void
  ) throws {
    if let text = event.fileVersion { version = text }
    for value in event.values {
      guard let number = try scalar(value) else { continue }
      guard restarts.isValid(event.step, at: position) else {
        _ = refuse(value, "the run resumed from an earlier step")
        continue
      }
      try take(
        .point(
          PointRecord(
            run: "", series: value.tag, step: event.step, value: number, locator: place())))
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
