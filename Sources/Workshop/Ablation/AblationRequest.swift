import Core
import Foundation
import Lab

/// A user's own question: what to take as it is, and what to change.
public struct AblationRequest: Sendable {
  /// A profile: its name in `data/profiles`, or its file.
  public var base: String
  /// FLA's `model_type`, or a name of the mixer's.
  public var family: String
  public var layout: String
  /// `field=value,value...` each; the first value is the baseline.
  public var changes: [String]
  public var seeds: Int
  /// Names the folder of its results; nil to make one of family and fields.
  public var name: String?

  public init(
    base: String, family: String, layout: String, changes: [String], seeds: Int, name: String? = nil
  ) {
    (self.base, self.family, self.layout) = (base, family, layout)
    (self.changes, self.seeds, self.name) = (changes, seeds, name)
  }

  /// The question as a profile of ablations, which `sweep --profile` reads as well.
  /// - Throws: `Fault` quoting what cannot be read.
  public func profile() throws -> JSONValue {
    let type = try MixerRegistry.standard.description(family).modelType
    let parts = try changes.map(Self.change)
    let title = name ?? ([family] + parts.map(\.field)).joined(separator: "-")
    guard seeds > 0, seeds <= 1000 else {
      throw Fault("seeds cannot be used", expected: "1 to 1000", found: "\(seeds)")
    }
    return [
      "name": .string(Self.slug(title)), "base": .string(basePath),
      "description": .string(
        "One change at a time to \(family), \(layout), of the profile \(base): "
          + parts.map(\.field).joined(separator: ", ")),
      "seeds": .array((1...seeds).map { .integer($0) }),
      "ablations": .array(
        try parts.map { part in
          [
            "id": .string(Self.slug("\(family)-\(part.field)")), "topic": .string(part.field),
            "question": .string("What does \(part.field) change?"), "family": .string(type),
            "layout": try StackLayout.json(layout), "vary": .string(part.field),
            "values": .array(part.values),
          ]
        }),
    ]
  }

  /// A file is named so that it is found from any folder.
  private var basePath: String {
    base.hasSuffix(".json") ? URL(fileURLWithPath: base).absoluteURL.path : base
  }

  /// Letters and digits stay.
  static func slug(_ text: String) -> String {
    text.split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }.joined(separator: "-")
  }

  private static func change(_ text: String) throws -> (field: String, values: [JSONValue]) {
    let halves = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    guard halves.count == 2, !halves[0].isEmpty else {
      throw Fault(
        "this is not a change", at: "--vary",
        expected: "field=value,value such as use_short_conv=false,true",
        found: text)
    }
    let values = pieces(halves[1]).map { piece -> JSONValue in
      (try? JSONValue(data: Data(piece.utf8), at: "--vary")) ?? .string(piece)
    }
    guard values.count > 1, !values.contains(.string("")) else {
      throw Fault(
        "a change needs a baseline and at least one other value", at: "--vary",
        expected: "\(halves[0])=value,value", found: text)
    }
    return (String(halves[0]), values)
  }

  /// What stands between commas; those within brackets do not count.
  private static func pieces(_ text: Substring) -> [String] {
    var (pieces, depth) = ([""], 0)
    for character in text {
      depth += "[{".contains(character) ? 1 : "]}".contains(character) ? -1 : 0
      if character == ",", depth == 0 {
        pieces.append("")
      } else {
        pieces[pieces.count - 1].append(character)
      }
    }
    return pieces.map { $0.trimmingCharacters(in: .whitespaces) }
  }
}

extension StackLayout {
  /// A layout as a command line says it: a word as profiles have it, or a list such as `[1, 3]`.
  static func json(_ text: String) throws -> JSONValue {
    let json = (try? JSONValue(data: Data(text.utf8), at: "--layout")) ?? .string(text)
    _ = try StackLayout(json: json, at: "--layout")
    return json
  }
}
