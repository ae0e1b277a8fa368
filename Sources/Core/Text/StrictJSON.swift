import Foundation

/// Any key of a JSON object.
private struct AnyKey: CodingKey {
  let stringValue: String
  let intValue: Int?
  init(stringValue: String) { (self.stringValue, intValue) = (stringValue, nil) }
  init(intValue: Int) { (stringValue, self.intValue) = (String(intValue), intValue) }
}

extension Decoder {
  /// Throws if the object has a key that is not among `known`: a misspelt key would be dropped
  /// without a word otherwise.
  package func refuseKeys(otherThan known: [String]) throws {
    let keys = try container(keyedBy: AnyKey.self).allKeys.map(\.stringValue)
    guard let stranger = keys.sorted().first(where: { !known.contains($0) }) else { return }
    throw DecodingError.dataCorrupted(
      .init(
        codingPath: codingPath + [AnyKey(stringValue: stranger)],
        debugDescription: "the key is not known; known are \(known.joined(separator: ", "))"))
  }
}

extension Data {
  /// Throws if an object has a key twice: decoders take one of the two without a word. What else is wrong
  /// with the text is left to them, except for nesting that they might not survive.
  package func refuseRepeatedKeys(path: String) throws {
    do {
      _ = try JSONReader.read(self, at: path, limits: .init(depth: JSONValue.deepest))
    } catch let fault as Fault where Self.refused.contains(fault.what) {
      throw fault
    } catch {}
  }

  private static let refused = [JSONReader.repeatedKey, JSONReader.tooDeep]
}

extension Fault {
  /// A decoding error as a fault that names the place inside the JSON text.
  package init(decoding error: DecodingError, path: String) {
    switch error {
    case .keyNotFound(let key, let context):
      let place = Fault.place(context.codingPath + [key])
      self.init("a key is missing", at: "\(path): \(place)")
    case .typeMismatch(let type, let context):
      let place = Fault.place(context.codingPath)
      self.init("a value has another type", at: "\(path): \(place)", expected: "\(type)")
    case .valueNotFound(let type, let context):
      let place = Fault.place(context.codingPath)
      self.init("a value is null", at: "\(path): \(place)", expected: "\(type)")
    case .dataCorrupted(let context) where context.codingPath.isEmpty:
      self.init("the text is not JSON", at: path, found: "\(context.reason)")
    case .dataCorrupted(let context):
      let place = Fault.place(context.codingPath)
      self.init("a value is not allowed", at: "\(path): \(place)", found: context.debugDescription)
    @unknown default:
      self.init("the text cannot be read", at: path, found: "\(error)")
    }
  }

  /// `files[3].sha256`, as one writes it.
  private static func place(_ keys: [any CodingKey]) -> String {
    keys.reduce("") { text, key in
      if let index = key.intValue { return "\(text)[\(index)]" }
      return text.isEmpty ? key.stringValue : "\(text).\(key.stringValue)"
    }
  }
}

extension DecodingError.Context {
  fileprivate var reason: String {
    underlyingError.map { ($0 as NSError).debugDescriptionText } ?? debugDescription
  }
}

extension NSError {
  fileprivate var debugDescriptionText: String {
    userInfo["NSDebugDescription"] as? String ?? localizedDescription
  }
}
