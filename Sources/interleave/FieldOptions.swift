import ArgumentParser
import Core
import Lab

/// The fields of a configuration as options of a command. Each field is declared once, in the
/// configuration; this reads names, help and types from there.
struct FieldOptions<Fields: Configuration>: ParsableArguments, CustomReflectable {
  /// What was given, by the fields' names.
  private(set) var given: [String: JSONValue] = [:]

  init() {}

  /// ArgumentParser finds a command's options by reflection.
  var customMirror: Mirror {
    Mirror(self, children: Fields.options.map { ($0.name, Self.option($0)) })
  }

  private static func option(_ field: FieldOption) -> Any {
    var help = ArgumentHelp(stringLiteral: field.help)
    if field.kind != .flag { help.valueName = field.placeholder }
    return switch field.kind {
    case .integer: Option<Int?>(help: help)
    case .number: Option<Double?>(help: help)
    case .text: Option<String?>(help: help)
    case .flag: Flag(wrappedValue: false, help: help)
    }
  }

  init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: FieldKey.self)
    func value<Value: Decodable>(_ type: Option<Value?>.Type, _ name: String) throws -> Value? {
      try values.decode(type, forKey: FieldKey(stringValue: name)).wrappedValue
    }
    for field in Fields.options {
      given[field.name] =
        switch field.kind {
        case .integer: try value(Option<Int?>.self, field.name).map { .integer($0) }
        case .number: try value(Option<Double?>.self, field.name).map { .number($0) }
        case .text: try value(Option<String?>.self, field.name).map { .string($0) }
        case .flag:
          try values.decode(Flag<Bool>.self, forKey: FieldKey(stringValue: field.name))
            .wrappedValue ? .bool(true) : nil
        }
    }
  }
}

struct FieldKey: CodingKey {
  let stringValue: String
  var intValue: Int? { nil }
  init(stringValue: String) { self.stringValue = stringValue }
  init?(intValue: Int) { nil }
}
