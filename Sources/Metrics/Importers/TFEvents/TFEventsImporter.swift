import Core

/// TensorBoard's event files: every scalar becomes a point of the series with its tag.
///
/// The file names no run. A file that ends inside a record, as that of a run that goes on does, gives
/// what is before; a wrong checksum is a fault.
public enum TFEventsImporter: ResultImporter {
  public static let format = "tfevents"
  public static let title = "TensorBoard event file (TFRecord)"

  public static func recognises(_ file: ImportFile) -> Bool {
    guard !file.isLargeFilePointer else { return false }
    return file.name.contains("out.tfevents") || startsWithVersion(file.head)
  }

  public static func read(
    _ file: ImportFile, into take: (ImportRecord) throws -> Void
  ) throws -> ImportSummary {
    var records = try TFRecordReader(file)
    var scalars = EventScalars()
    var warnings = file.size == 0 ? ["the file is empty"] : []
    while let record = try records.next() {
      switch record {
      case .data(let bytes, let offset):
        try bytes.withUnsafeBytes { try scalars.read($0, at: offset, of: file, into: take) }
      case .tooLong(let offset):
        warnings.append("left out a record of more than 64 MiB at byte \(offset)")
      case .cutShort(let offset):
        warnings.append("the file ends inside the record at byte \(offset): the run may go on")
        return scalars.summary(warnings)
      }
    }
    return scalars.summary(warnings)
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

/// What the events of one file hold, as they come.
private struct EventScalars {
  private var version = ""
  private var leftOut = LeftOut()
  /// A writer may name the plugin only with the first value of a tag.
  private var plugins: [String: String] = [:]
  private var budget = NameBudget()

  /// More tags than this are no curves that anybody looks at.
  private static let mostTags = 1 << 17

  mutating func read(
    _ bytes: UnsafeRawBufferPointer, at offset: Int, of file: ImportFile,
    into take: (ImportRecord) throws -> Void
  ) throws {
    do {
      let event = try EventMessage(bytes)
      if let text = event.fileVersion { version = text }
      for value in event.values {
        guard let number = try scalar(value) else { continue }
        try take(
          .point(
            PointRecord(
              run: "", series: value.tag, step: event.step, value: number,
              locator: "byte \(offset)")))
      }
    } catch let error as ProtoReader.Malformed {
      throw Fault(
        "a record is no event", at: "\(file.path): byte \(offset)",
        expected: "an Event message of TensorBoard", found: error.what)
    }
  }

  func summary(_ warnings: [String]) -> ImportSummary {
    ImportSummary(version: version, warnings: warnings + leftOut.warnings)
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
    if plugins[value.tag] != name, plugins.count < Self.mostTags,
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
