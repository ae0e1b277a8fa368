import Core
import Foundation
import Results

/// Event files as a writer leaves them in the folder of a run.
enum EventFile {
  /// More tags than this are no curves that anybody looks at.
  static let mostTags = 1 << 17

  enum Item {
    /// An event with the offset of its record. It is valid only while it is handed over.
    case event(EventMessage, offset: Int)
    /// A record that is too long to be an event of scalars.
    case tooLong(offset: Int)
    /// The file ends inside of this record.
    case cutShort(offset: Int)
  }

  /// Hands over what a file holds, in order.
  static func forEach(in file: ImportFile, _ body: (Item) throws -> Void) throws {
    guard !file.isLargeFilePointer else {
      throw Fault(
        "this is a Git LFS pointer, not an event file", at: file.path, hint: "run git lfs pull")
    }
    var records = try TFRecordReader(file)
    while let record = try records.next() {
      switch record {
      case .data(let bytes, let offset):
        try naming("\(file.path): byte \(offset)") {
          try bytes.withUnsafeBytes { try body(.event(EventMessage($0), offset: offset)) }
        }
      case .tooLong(let offset): try body(.tooLong(offset: offset))
      case .cutShort(let offset): return try body(.cutShort(offset: offset))
      }
    }
  }

  private static func naming(_ place: @autoclosure () -> String, _ body: () throws -> Void) throws {
    do {
      try body()
    } catch let error as ProtoReader.Malformed {
      throw Fault(
        "a record is not an event", at: place(), expected: "an Event message of TensorBoard",
        found: error.what)
    }
  }

  /// Whether a name is that of an event file: `events.out.tfevents.1764500000.node1.100.0`.
  static func hasName(_ url: URL) -> Bool {
    url.lastPathComponent.lowercased().contains(mark)
  }

  /// The event files in the folder of a file, in the order in which they were begun: by the time stamp in their
  /// names, then by name. The file alone where it is named in another way.
  static func beside(_ url: URL) -> [URL] {
    guard hasName(url) else { return [url] }
    let folder = url.deletingLastPathComponent()
    let all = try? FileManager.default.contentsOfDirectory(
      at: folder, includingPropertiesForKeys: [.isRegularFileKey], options: [.skipsHiddenFiles])
    let files = (all ?? []).filter { hasName($0) && (isRegular($0) || $0.path == url.path) }
    guard files.contains(where: { $0.lastPathComponent == url.lastPathComponent }) else {
      return [url]
    }
    return files.map { (time($0), $0.lastPathComponent, $0) }
      .sorted { ($0.0, $0.1) < ($1.0, $1.1) }.map { $0.2 }
  }

  private static func isRegular(_ url: URL) -> Bool {
    let target = url.resolvingSymlinksInPath()
    return (try? target.resourceValues(forKeys: [.isRegularFileKey]))?.isRegularFile == true
  }

  /// The seconds in the name; the end of all times where it has none.
  private static func time(_ url: URL) -> Int {
    guard let start = url.lastPathComponent.range(of: mark, options: .caseInsensitive) else {
      return .max
    }
    let rest = url.lastPathComponent[start.upperBound...].drop { $0 == "." }
    return Int(rest.prefix { $0.isASCII && $0.isNumber }) ?? .max
  }

  private static let mark = "out.tfevents"
}
