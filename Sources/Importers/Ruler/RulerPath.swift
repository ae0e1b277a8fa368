import Foundation
import Results

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

  /// What an importer takes from the path; a model without a name is called by the whole of it.
  func context(of file: ImportFile) -> String {
    "\(model.isEmpty ? file.path : model)\n\(length.map(String.init) ?? "")"
  }

  private static func fromFolders(_ folders: [String]) -> (length: Int, model: String)? {
    let isInside = folders.last == "pred"
    let outer = isInside ? folders.dropLast() : folders[...]
    guard let name = outer.last, let length = RulerLength.tokens(name), isInside || isUsual(length)
    else {
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
    guard let place = parts.lastIndex(where: { RulerLength.tokens($0).map(isUsual) ?? false }),
      let length = RulerLength.tokens(parts[place])
    else { return nil }
    return (length, parts[..<place].joined(separator: "_"))
  }

  /// Whether a number by itself is likely a length, and no year or date.
  private static func isUsual(_ number: Int) -> Bool { number >= 256 && number % 256 == 0 }
}

/// Lengths of context as people write them.
enum RulerLength {
  /// `4096`, or `4k` for as many; nil for anything else.
  static func tokens(_ text: some StringProtocol) -> Int? {
    let isThousands = text.last == "k" || text.last == "K"
    let digits = text.utf8.dropLast(isThousands ? 1 : 0)
    guard (1...9).contains(digits.count), digits.allSatisfy({ (0x30...0x39).contains($0) }),
      let number = Int(String(decoding: digits, as: UTF8.self)), number > 0
    else { return nil }
    return isThousands ? number * 1024 : number
  }

  /// The metric of RULER at a length: `score@4096`.
  static func metric(_ length: Int?) -> String { length.map { "score@\($0)" } ?? "score" }
}

extension ImportNotes {
  /// RULER counts in percent. Values that are all at most 1, and not all 0, may be fractions.
  mutating func doubtPercent(_ values: [Double], at place: String = "") {
    guard values.contains(where: { $0 > 0 }), values.allSatisfy({ $0 <= 1 }) else { return }
    add(
      "all values are at most 1, but RULER counts in percent: they may be fractions from 0 to 1; they are "
        + "kept as percentages, as written", at: place)
  }
}
