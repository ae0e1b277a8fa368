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
    Mirror(self, children: Fields.options.map { ($0.name, $0.type.option($0)) })
  }

  init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: FieldKey.self)
    for option in Fields.options {
      given[option.name] = try option.type.given(values, FieldKey(stringValue: option.name))
    }
  }
}

struct FieldKey: CodingKey {
  let stringValue: String
  var intValue: Int? { nil }
  init(stringValue: String) { self.stringValue = stringValue }
  init?(intValue: Int) { nil }
}

extension FieldValue {
  /// An option that takes a value of this type, or a switch.
  fileprivate static func option(_ field: FieldOption) -> Any {
    let help = ArgumentHelp(stringLiteral: field.help)
    return switch self {
    case is Bool.Type: Flag(wrappedValue: false, help: help)
    case is Double.Type: Option<Double?>(help: help.taking(field.placeholder))
    case is String.Type: Option<String?>(help: help.taking(field.placeholder))
    default: Option<Int?>(help: help.taking(field.placeholder))
    }
  }

  fileprivate static func given(_ values: KeyedDecodingContainer<FieldKey>, _ key: FieldKey) throws
    -> JSONValue?
  {
    switch self {
    case is Bool.Type:
      try values.decode(Flag<Bool>.self, forKey: key).wrappedValue ? .bool(true) : nil
    case is Double.Type:
      try values.decode(Option<Double?>.self, forKey: key).wrappedValue.map { .number($0) }
    case is String.Type:
      try values.decode(Option<String?>.self, forKey: key).wrappedValue.map { .string($0) }
    default: try values.decode(Option<Int?>.self, forKey: key).wrappedValue.map { .integer($0) }
    }
  }
}

extension ArgumentHelp {
  fileprivate func taking(_ placeholder: String?) -> ArgumentHelp {
    var help = self
    help.valueName = placeholder
    return help
  }
}
