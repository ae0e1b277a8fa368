import Core
import Foundation

/// A list as JSON text, for a column that SQLite's `json_each` can take apart.
package func jsonText(_ list: [some Encodable]) throws -> String {
  String(decoding: try JSONEncoder().encode(list), as: UTF8.self)
}

/// The list in a JSON column.
package func jsonList<Element: Decodable>(_ text: String, of: Element.Type) throws -> [Element] {
  try JSONDecoder().decode([Element].self, from: Data(text.utf8))
}
