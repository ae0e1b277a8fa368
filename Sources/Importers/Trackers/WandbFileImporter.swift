import Core
import Results

/// The file `run-ID.wandb` that the client of Weights & Biases writes while a run goes on, online or
/// offline: its history, as points.
///
/// The file is read twice: which value is the step, and what the run is called, may stand anywhere in
/// it. Names that begin with `_` are the client's own and are left out. The summary is left out too:
/// `wandb-summary.json` has it.
enum WandbFileImporter: ResultImporter {
  static let format = "wandb-file"
  static let title = "Weights & Biases run file (run-ID.wandb)"

  static func recognises(_ file: ImportFile) -> Bool { file.head.starts(with: WandbLogReader.mark) }

  static func read(_ file: ImportFile, into take: ImportSink) throws -> ImportSummary {
    var survey = WandbFileSurvey()
    try forEachRecord(of: file) { try survey.take($0, at: "\(file.path): byte \($1)") }
    var points = WandbFilePoints(survey, path: file.path)
    var leftOut: [String] = []
    try forEachRecord(of: file) { record, offset in
      if case .history(let row) = record { try points.take(row, offset, take) }
    } leftOut: {
      leftOut.append($0)
    }
    return try points.summary(of: file, leftOut)
  }

  private static func forEachRecord(
    of file: ImportFile, _ body: (WandbFileRecord, _ offset: Int) throws -> Void,
    leftOut: (String) -> Void = { _ in }
  ) throws {
    var log = try WandbLogReader(file)
    while let record = try log.next() {
      try record.open(
        in: file.path, as: "a Record message of W&B", wrong: "a record is not valid",
        { try body(WandbFileRecord($0), $1) }, leftOut: leftOut)
      if record.isLast { return }
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
        if try item.value(at: place).cell.number != nil { axis.note(item.name) }
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
  private var tally = RunTally()

  init(_ survey: WandbFileSurvey, path: String) {
    (self.survey, self.path) = (survey, path)
    if survey.rows == 0 {
      tally.notes.add("the run has logged nothing yet")
    } else {
      WandbSteps.note(survey.axis.name, &tally.notes)
    }
  }

  /// - Throws: `Fault` where the run logged rows and none of them holds a value.
  mutating func summary(of file: ImportFile, _ leftOut: [String]) throws -> ImportSummary {
    for text in leftOut { tally.notes.add(text) }
    guard survey.rows > 0 else { return ImportSummary(warnings: tally.notes.warnings) }
    return try tally.summary(of: file, "at least one number")
  }

  mutating func take(_ row: WandbFileRecord.History, _ offset: Int, _ take: ImportSink) throws {
    let place = "byte \(offset)"
    let values = try row.items.map { ($0.name, try $0.value(at: "\(path): \(place)")) }
    guard let step = step(row, values, place) else { return }
    for (name, value) in values where !name.hasPrefix("_") && name != survey.axis.name {
      guard value.object != nil, value["_type"] == nil else {
        try tally.point(value.cell, name, step, of: survey.run, at: place, take)
        continue
      }
      try value.forEachLeaf(prefix: name + ".") {
        try tally.point($1.cell, $0, step, of: survey.run, at: place, take)
      }
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
    tally.notes.add("\(reason) \(name) are left out", at: place)
    return nil
  }
}
