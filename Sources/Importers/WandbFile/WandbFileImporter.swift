import Core
import Results

/// The file `run-ID.wandb` that the client of Weights & Biases writes while a run goes on, online or
/// offline: its history, as points.
///
/// The file is read twice: which value is the step, and what the run is called, may stand anywhere in
/// it. Names that begin with `_` are the client's own and are left out. The summary is left out too:
/// `wandb-summary.json` has it.
public enum WandbFileImporter: ResultImporter {
  public static let format = "wandb-file"
  public static let title = "Weights & Biases run file (run-ID.wandb)"

  public static func recognises(_ file: ImportFile) -> Bool {
    file.head.starts(with: WandbLogReader.mark)
  }

  public static func read(
    _ file: ImportFile, into take: (ImportRecord) throws -> Void
  ) throws -> ImportSummary {
    var survey = WandbFileSurvey()
    try forEachRecord(of: file) { event in
      if case .record(let record, let offset) = event {
        try survey.take(record, at: "\(file.path): byte \(offset)")
      }
    }
    var points = WandbFilePoints(survey, path: file.path)
    try forEachRecord(of: file) { try points.take($0, take) }
    return try points.summary()
  }

  enum Event {
    case record(WandbFileRecord, offset: Int)
    /// Something that cannot be read and is left out.
    case leftOut(String)
  }

  private static func forEachRecord(
    of file: ImportFile, _ body: (Event) throws -> Void
  ) throws {
    var log = try WandbLogReader(file)
    while let record = try log.next() {
      switch record {
      case .data(let bytes, let offset):
        try bytes.withUnsafeBytes {
          try body(.record(try decoded($0, at: "\(file.path): byte \(offset)"), offset: offset))
        }
      case .tooLong(let offset):
        try body(.leftOut("left out a record of more than 64 MiB at byte \(offset)"))
      case .cutShort(let offset):
        try body(.leftOut("the file ends inside the record at byte \(offset): the run may go on"))
        return
      }
    }
  }

  private static func decoded(
    _ bytes: UnsafeRawBufferPointer, at place: String
  ) throws -> WandbFileRecord {
    do {
      return try WandbFileRecord(bytes)
    } catch let error as ProtoReader.Malformed {
      throw Fault(
        "a record is not valid", at: place, expected: "a Record message of W&B", found: error.what)
    }
  }
}

/// The first pass: what the run is called, and which value is its step.
private struct WandbFileSurvey {
  var run = ""
  var axis = StepAxis()
  var rows = 0

  mutating func take(_ record: WandbFileRecord, at place: String) throws {
    switch record {
    case .run(let about): run = about.name ?? run
    case .history(let history):
      rows += 1
      for item in history.items where StepAxis.names.contains(item.name) {
        if case .number = try item.value(at: place).cell { axis.note(item.name) }
      }
    case .other: break
    }
  }
}

extension WandbFileRecord.Item {
  fileprivate func value(at place: String) throws -> JSONNode {
    // Most values are plain numbers, which need no reader of JSON.
    if case .number(let value) = NumberCell(json) { return JSONNode(.number(value)) }
    return try JSONReader.read(json, at: place, limits: .init(depth: 128, values: 1_000_000))
  }
}

/// The second pass.
private struct WandbFilePoints {
  private let survey: WandbFileSurvey
  private let path: String
  private var notes = ImportNotes()
  private var taken = 0

  init(_ survey: WandbFileSurvey, path: String) {
    self.survey = survey
    self.path = path
    if survey.rows == 0 {
      notes.add("the run has logged nothing yet")
    } else if survey.axis.name == nil {
      notes.add(
        "the step is _step, which counts calls of wandb.log: no row has "
          + StepAxis.names.joined(separator: ", "))
    }
  }

  mutating func take(
    _ event: WandbFileImporter.Event, _ take: (ImportRecord) throws -> Void
  ) throws {
    switch event {
    case .leftOut(let text): notes.add(text)
    case .record(.history(let row), let offset): try points(row, offset, take)
    case .record: break
    }
  }

  /// - Throws: `Fault` where the run logged rows and none of them holds a value.
  func summary() throws -> ImportSummary {
    guard taken > 0 || survey.rows == 0 else { throw notes.nothingTaken(at: path) }
    return ImportSummary(warnings: notes.warnings)
  }

  private mutating func points(
    _ row: WandbFileRecord.History, _ offset: Int, _ take: (ImportRecord) throws -> Void
  ) throws {
    let place = "byte \(offset)"
    let values = try row.items.map { ($0.name, try $0.value(at: "\(path): \(place)")) }
    guard let step = step(row, values, place) else { return }
    for (name, value) in values where !name.hasPrefix("_") && name != survey.axis.name {
      guard value.object != nil, value["_type"] == nil else {
        try point(name, value.cell, step, place, take)
        continue
      }
      try value.forEachLeaf(prefix: name + ".") { try point($0, $1.cell, step, place, take) }
    }
  }

  private mutating func step(
    _ row: WandbFileRecord.History, _ values: [(String, JSONNode)], _ place: String
  ) -> Int? {
    let name = survey.axis.name ?? "_step"
    let said = values.last { $0.0 == name }?.1
    if let step = said?.natural { return step }
    if said == nil, survey.axis.name == nil, let step = row.step, step >= 0 { return step }
    let reason = said == nil ? "rows without" : "rows with a value that is not a whole number as"
    notes.add("\(reason) \(name) are left out", at: place)
    return nil
  }

  private mutating func point(
    _ name: String, _ cell: NumberCell, _ step: Int, _ place: String,
    _ take: (ImportRecord) throws -> Void
  ) throws {
    guard let value = notes.number(cell, of: name, at: place) else { return }
    taken += 1
    try take(
      .point(PointRecord(run: survey.run, series: name, step: step, value: value, locator: place)))
  }
}
