import Core
import Foundation

extension DataFolder {
  /// Writes the hash and the number of records of every listed file into the manifest, after a
  /// change that is meant; and a mark of every line into `lines.txt`. Nothing is written if a file cannot be read as its kind.
  /// - Returns: the files whose entry changed.
  @discardableResult
  public func seal() throws -> [String] {
    let old = try manifest()
    var new = old
    let files = try files(of: old, verifying: false)
    for (index, file) in files.enumerated() {
      new.files[index].sha256 = Digest.sha256(file.content.data)
      new.files[index].rows = file.rows.count
    }
    let marks = LineMarks(files.map { ($0.entry.file, $0.content.data) })
    if marks != lineMarks() {
      try AtomicFile.write(marks.text, to: root.appendingPathComponent(LineMarks.fileName))
    }
    guard new != old else { return [] }
    try AtomicFile.write(new.text, to: root.appendingPathComponent(Manifest.fileName))
    return zip(old.files, new.files).filter { $0 != $1 }.map(\.1.file)
  }
}
