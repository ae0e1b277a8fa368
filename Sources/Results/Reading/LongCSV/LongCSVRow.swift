import Core
import Foundation
import Published

/// Turns the fields of one line into a record.
struct LongCSVRow: ~Copyable {
  private let path: String
  private var texts = FieldTexts()
  private var units = LongCSVUnits()
  /// Values outside of the range of their unit: how many, and the line of the first.
  private(set) var strangeValues = (count: 0, line: 0)

  init(path: String) { self.path = path }

  mutating func record(
    _ fields: [UnsafeRawBufferPointer], line: Int
  ) throws -> ImportRecord {
    let kind = fields[LongCSVColumn.kind]
    if kind.equals("score") { return .score(try score(fields, line)) }
    if kind.equals("point") { return .point(try point(fields, line)) }
    throw fault("the kind is unknown", LongCSVColumn.kind, fields, line, "score or point")
  }

  private mutating func point(
    _ fields: [UnsafeRawBufferPointer], _ line: Int
  ) throws -> PointRecord {
    for column in LongCSVColumn.ofScoresAlone
    where column < fields.count && !fields[column].isEmpty {
      throw fault("a point has no such field", column, fields, line, "nothing")
    }
    return PointRecord(
      run: try text(LongCSVColumn.model, fields, line),
      series: try name(LongCSVColumn.task, fields, line),
      step: try integer(LongCSVColumn.step, fields, line),
      value: try number(LongCSVColumn.value, fields, line), locator: locator(line))
  }

  private mutating func score(
    _ fields: [UnsafeRawBufferPointer], _ line: Int
  ) throws -> ScoreRecord {
    guard fields[LongCSVColumn.step].isEmpty else {
      throw fault("a score has no step", LongCSVColumn.step, fields, line, "nothing")
    }
    let value = try number(LongCSVColumn.value, fields, line)
    return ScoreRecord(
      model: try text(LongCSVColumn.model, fields, line),
      task: try name(LongCSVColumn.task, fields, line),
      metric: try name(LongCSVColumn.metric, fields, line),
      filter: try text(LongCSVColumn.filter, fields, line),
      shots: try natural(LongCSVColumn.shots, fields, line),
      taskVersion: fields[LongCSVColumn.taskVersion].isEmpty
        ? nil : try text(LongCSVColumn.taskVersion, fields, line),
      settings: try settings(fields, line),
      seed: fields.count > LongCSVColumn.seed ? try natural(LongCSVColumn.seed, fields, line) : nil,
      value: value, unit: try unit(of: value, fields, line),
      standardError: try standardError(fields, line),
      n: try natural(LongCSVColumn.n, fields, line),
      higherIsBetter: try flag(LongCSVColumn.higherIsBetter, fields, line),
      locator: locator(line))
  }

  private mutating func unit(
    of value: Double, _ fields: [UnsafeRawBufferPointer], _ line: Int
  ) throws -> MetricUnit {
    guard let unit = units.unit(fields[LongCSVColumn.unit]) else {
      throw fault(
        "the unit is unknown", LongCSVColumn.unit, fields, line,
        MetricUnit.allCases.map(\.rawValue).joined(separator: ", "))
    }
    guard !unit.allows(value) else { return unit }
    if strangeValues.count == 0 { strangeValues.line = line }
    strangeValues.count += 1
    return .score
  }

  private mutating func settings(
    _ fields: [UnsafeRawBufferPointer], _ line: Int
  ) throws -> EvaluationSettings {
    guard fields.count > LongCSVColumn.settings, !fields[LongCSVColumn.settings].isEmpty else {
      return .none
    }
    let text = try text(LongCSVColumn.settings, fields, line)
    guard let settings = EvaluationSettings(text) else {
      throw fault(
        "the settings cannot be read", LongCSVColumn.settings, fields, line,
        #"a JSON object of texts, such as {"limit":"10"}"#)
    }
    return settings
  }

  private func standardError(
    _ fields: [UnsafeRawBufferPointer], _ line: Int
  ) throws -> Double? {
    guard !fields[LongCSVColumn.stderr].isEmpty else { return nil }
    let value = try number(LongCSVColumn.stderr, fields, line)
    guard value >= 0 else {
      throw fault(
        "the standard error is negative", LongCSVColumn.stderr, fields, line, "at least 0")
    }
    return value
  }

  private mutating func text(
    _ column: Int, _ fields: [UnsafeRawBufferPointer], _ line: Int
  ) throws -> String {
    guard let text = texts.text(fields[column]) else {
      throw fault("the field is not UTF-8", column, fields, line)
    }
    return text
  }

  private mutating func name(
    _ column: Int, _ fields: [UnsafeRawBufferPointer], _ line: Int
  ) throws -> String {
    guard !fields[column].isEmpty else { throw fault("the field is empty", column, fields, line) }
    return try text(column, fields, line)
  }

  private func number(
    _ column: Int, _ fields: [UnsafeRawBufferPointer], _ line: Int
  ) throws -> Double {
    guard let value = DecimalText.double(fields[column]) else {
      throw fault("this is not a number", column, fields, line, "a decimal number")
    }
    return value
  }

  private func integer(
    _ column: Int, _ fields: [UnsafeRawBufferPointer], _ line: Int
  ) throws -> Int {
    guard let value = DecimalText.integer(fields[column]) else {
      throw fault("this is not a whole number", column, fields, line, "a whole number")
    }
    return value
  }

  private func natural(
    _ column: Int, _ fields: [UnsafeRawBufferPointer], _ line: Int
  ) throws -> Int? {
    guard !fields[column].isEmpty else { return nil }
    let value = try integer(column, fields, line)
    guard value >= 0 else {
      throw fault("the number is negative", column, fields, line, "at least 0, or nothing")
    }
    return value
  }

  private func flag(
    _ column: Int, _ fields: [UnsafeRawBufferPointer], _ line: Int
  ) throws -> Bool? {
    if fields[column].isEmpty { return nil }
    if fields[column].equals("true") { return true }
    if fields[column].equals("false") { return false }
    throw fault("this is neither true nor false", column, fields, line, "true, false or nothing")
  }

  private func fault(
    _ what: String, _ column: Int, _ fields: [UnsafeRawBufferPointer], _ line: Int,
    _ expected: String? = nil
  ) -> Fault {
    Fault(
      what, at: "\(path):\(line): \(LongCSVColumn.names[column])", expected: expected,
      found: String(decoding: fields[column].prefix(80), as: UTF8.self))
  }

  private static let line = Array("line ".utf8)

  /// `line 12`, without going through a format.
  private func locator(_ line: Int) -> String {
    String(unsafeUninitializedCapacity: 24) { text in
      var digits = 1
      var rest = line / 10
      while rest > 0 { (digits, rest) = (digits + 1, rest / 10) }
      for (place, byte) in Self.line.enumerated() { text[place] = byte }
      rest = line
      for place in stride(from: 4 + digits, through: 5, by: -1) {
        text[place] = UInt8(0x30 + rest % 10)
        rest /= 10
      }
      return 5 + digits
    }
  }
}
