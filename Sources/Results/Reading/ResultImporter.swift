import Foundation

/// A format that other tools write results in. Adding one is a file that conforms to this and a line
/// in `ImporterRegistry`.
///
/// An importer decodes and nothing else: it opens no store, guesses no family, and keeps no more of
/// the file in memory than it must. What it cannot read is a `Fault` that names file, line or byte
/// offset, and field; what it leaves out on purpose is a warning.
public protocol ResultImporter: Sendable {
  /// The name in reports and errors: `lm-eval`.
  static var format: String { get }
  /// What it is, in words: `lm-evaluation-harness results (JSON)`.
  static var title: String { get }
  /// Whether a file is of this format, by its name and first bytes. Exactly one importer should say
  /// yes; the first in the registry wins.
  static func recognises(_ file: ImportFile) -> Bool
  /// What the importer takes from the file's path, in one text: model, task, length, the name of a run. Files
  /// of equal bytes are the same results only where this is equal too.
  static func context(of file: ImportFile) -> String
  /// Whether a file of the format may hold nothing: the export of an empty store does.
  static var mayBeEmpty: Bool { get }
  /// The files of the run that a file belongs to, itself among them, in the order in which they are read.
  /// They are imported as one: `ImportFile.members`.
  static func members(with file: ImportFile) -> [URL]
  /// Reads the file and hands over what it holds, in the order of the file.
  static func read(_ file: ImportFile, into take: ImportSink) throws -> ImportSummary
}

extension ResultImporter {
  /// Nothing: the file says it all.
  public static func context(of file: ImportFile) -> String { "" }
  /// A file without values is none of the format.
  public static var mayBeEmpty: Bool { false }
  /// The file alone.
  public static func members(with file: ImportFile) -> [URL] { [file.url] }
}
