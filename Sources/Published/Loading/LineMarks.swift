import Core
import Foundation

/// A short mark of every line of every sealed file, so that a file with another hash can be told
/// which of its lines changed.
///
/// `lines.txt` has one line a file: its path, a space, and four hexadecimal digits for each of its
/// lines, the first of the line's SHA-256. It helps to find a change; what decides is the hash.
struct LineMarks: Equatable {
  static let fileName = "lines.txt"
  private static let digits = 4

  /// Marks by file, in the order of the manifest.
  private(set) var files: [(file: String, marks: [String])] = []

  static func == (a: LineMarks, b: LineMarks) -> Bool { a.text == b.text }

  init(_ files: [(file: String, data: Data)]) {
    self.files = files.map { ($0.file, Self.marks(of: $0.data)) }
  }

  /// Reads `lines.txt`. A line that is no such line is passed over: the marks are only a help.
  init(text: String) {
    files = text.split(separator: "\n").compactMap { line in
      let parts = line.split(separator: " ")
      guard parts.count == 2 else { return nil }
      return (String(parts[0]), Self.cut(String(parts[1])))
    }
  }

  var text: String { files.map { "\($0.file) \($0.marks.joined())\n" }.joined() }

  /// What became of the lines of a file since it was sealed.
  struct Change: Equatable {
    /// Lines of the file as it is now that were not there, counted from 1.
    var new: [Int]
    /// Lines of the sealed file that are gone.
    var gone: [Int]
  }

  /// - Returns: `nil` where the file was never sealed, or no mark tells the difference.
  func change(of file: String, to data: Data) -> Change? {
    guard let sealed = files.first(where: { $0.file == file })?.marks else { return nil }
    let difference = Self.marks(of: data).difference(from: sealed)
    let change = Change(
      new: difference.insertions.map { Self.line(of: $0) },
      gone: difference.removals.map { Self.line(of: $0) })
    return change.new.isEmpty && change.gone.isEmpty ? nil : change
  }

  private static func line(of change: CollectionDifference<String>.Change) -> Int {
    switch change {
    case .insert(let offset, _, _), .remove(let offset, _, _): offset + 1
    }
  }

  private static func marks(of data: Data) -> [String] {
    var lines = data.split(separator: 0x0A, omittingEmptySubsequences: false)
    if lines.last?.isEmpty == true { lines.removeLast() }
    return lines.map { String(Digest.sha256(Data($0)).prefix(digits)) }
  }

  private static func cut(_ text: String) -> [String] {
    stride(from: 0, to: text.utf8.count, by: digits).map { start in
      let from = text.utf8.index(text.startIndex, offsetBy: start)
      return String(text[from...].prefix(digits))
    }
  }
}

extension LineMarks.Change {
  /// The line to look at first: a changed one, else the place of a missing one.
  var first: Int { new.first ?? gone.first ?? 1 }

  /// `changed: line 4`, `missing: line 26`.
  var words: String {
    let changed = new.filter(gone.contains)
    let parts = [
      ("changed", changed), ("new", new.filter { !gone.contains($0) }),
      ("missing", gone.filter { !new.contains($0) }),
    ]
    return parts.filter { !$0.1.isEmpty }.map { kind, lines in
      let shown = lines.prefix(5).map(String.init).joined(separator: ", ")
      return "\(kind): line \(shown)\(lines.count > 5 ? " and \(lines.count - 5) more" : "")"
    }.joined(separator: "; ")
  }
}
