import Foundation

/// What the path of a RULER summary says: `mistral-7b/synthetic/4096/pred/summary.csv`, or the same
/// in one name, `mistral-7b_4096_summary.csv`.
struct RulerPath {
  /// Empty where the path names none.
  var model = ""
  /// In tokens.
  var length: Int?

  init(_ url: URL) {
    let folders = url.deletingLastPathComponent().pathComponents
    if let found = Self.fromFolders(folders) {
      length = found.length
      model = found.model
    } else if let found = Self.fromName(url.deletingPathExtension().lastPathComponent) {
      length = found.length
      model = found.model
    }
  }

  private static func fromFolders(_ folders: [String]) -> (length: Int, model: String)? {
    let isInside = folders.last == "pred"
    let outer = isInside ? folders.dropLast() : folders[...]
    guard let name = outer.last, let length = number(name), isInside || isUsual(length) else {
      return nil
    }
    let above = outer.dropLast()
    guard above.last == "synthetic", let model = above.dropLast().last, model != "/" else {
      return (length, "")
    }
    return (length, model)
  }

  private static func fromName(_ name: String) -> (length: Int, model: String)? {
    let parts = name.split(separator: "_", omittingEmptySubsequences: false).map(String.init)
    guard let place = parts.lastIndex(where: { number($0).map(isUsual) ?? false }),
      let length = number(parts[place])
    else { return nil }
    return (length, parts[..<place].joined(separator: "_"))
  }

  private static func number(_ text: String) -> Int? {
    guard text.utf8.count <= 9, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
      return nil
    }
    return Int(text).flatMap { $0 > 0 ? $0 : nil }
  }

  /// Whether a number by itself is likely a length, and no year or date.
  private static func isUsual(_ number: Int) -> Bool { number >= 256 && number % 256 == 0 }
}
