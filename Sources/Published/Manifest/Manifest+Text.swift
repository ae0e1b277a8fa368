import Foundation

extension Manifest {
  /// The manifest as JSON in this project's layout: one key a line, in a fixed order, so that a
  /// change of one file is a change of two lines.
  public var text: String {
    let entries = files.map(\.text).joined(separator: ",\n")
    return "{\n  \"format\": \(Manifest.format),\n  \"files\": [\n\(entries)\n  ]\n}\n"
  }
}

extension Manifest.Entry {
  /// The entry as JSON; also what decides whether the store has this entry already.
  var text: String {
    let lines = members.map { "      \(quoted($0.key.rawValue)): \($0.json)" }
    return "    {\n" + lines.joined(separator: ",\n") + "\n    }"
  }

  private var members: [(key: CodingKeys, json: String)] {
    var members: [(CodingKeys, String)] = [
      (.file, quoted(file)), (.kind, quoted(kind.rawValue)), (.title, quoted(title)),
      (.citation, quoted(citation)), (.version, quoted(version)), (.locator, quoted(locator)),
    ]
    if let ratioConvention {
      members.append((.ratioConvention, quoted(ratioConvention.rawValue)))
    }
    members += [
      (.scope, quoted(scope.rawValue)), (.licence, quoted(licence)), (.sha256, quoted(sha256)),
      (.rows, String(rows)),
    ]
    if !units.isEmpty {
      let list = units.map { quoted($0.rawValue) }.joined(separator: ", ")
      members.append((.units, "[\(list)]"))
    }
    if !fractions.isEmpty {
      let sorted = fractions.sorted { $0.key < $1.key }
      let list = sorted.map { "\(quoted($0.key)): \(quoted($0.value))" }.joined(separator: ", ")
      members.append((.fractions, "{\(list)}"))
    }
    return members + [(.note, quoted(note))]
  }
}

/// A JSON string.
private func quoted(_ text: String) -> String {
  var result = "\""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "\"": result += "\\\""
    case "\\": result += "\\\\"
    case "\n": result += "\\n"
    case "\t": result += "\\t"
    case "\r": result += "\\r"
    case "\u{0}"..<"\u{20}": result += String(format: "\\u%04x", scalar.value)
    default: result.unicodeScalars.append(scalar)
    }
  }
  return result + "\""
}
