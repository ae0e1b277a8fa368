import Core
import Foundation

/// What a file's directory entry says: two equal ones are of a file that was not written in between.
struct FileStamp: Equatable, Codable {
  private let size: Int
  private let inode: UInt64
  /// Modification and change: an editor may set the first, nobody the second.
  private let times: [Int]

  /// Whether the file may have been written within the last seconds: a further write could leave the same
  /// stamp.
  var isFresh: Bool { Double(times[2]) > Date().timeIntervalSince1970 - 2 }

  /// - Returns: nil where there is no plain file.
  init?(_ path: String) {
    var facts = stat()
    guard stat(path, &facts) == 0, facts.st_mode & S_IFMT == S_IFREG else { return nil }
    size = Int(facts.st_size)
    inode = UInt64(facts.st_ino)
    times = [
      facts.st_mtim.tv_sec, facts.st_mtim.tv_nsec, facts.st_ctim.tv_sec, facts.st_ctim.tv_nsec,
    ]
  }
}

/// Hashes of files, each computed again only where the file's stamp has changed.
final class FileHashes {
  private struct Entry: Codable {
    var stamp: FileStamp
    var hash: String
  }

  private var known: [String: Entry] = [:]
  private let file: URL?
  private var hasNew = false

  /// - Parameter file: keeps the hashes from one process to the next
  init(keptIn file: URL? = nil) {
    self.file = file
    guard let file, let data = try? InputFile.data(at: file) else { return }
    known = (try? JSONDecoder().decode([String: Entry].self, from: data)) ?? [:]
  }

  /// SHA-256 of a file's bytes; nil where there is no readable plain file.
  func hash(_ path: String) -> String? {
    guard let stamp = FileStamp(path) else {
      known[path] = nil
      return nil
    }
    if let entry = known[path], entry.stamp == stamp { return entry.hash }
    let url = URL(fileURLWithPath: path)
    guard let data = try? InputFile.data(at: url) else { return nil }
    let hash = Digest.sha256(data)
    known[path] = Entry(stamp: stamp, hash: hash)
    hasNew = true
    return hash
  }

  /// Keeps what is known. What cannot be kept is computed again.
  func keep() {
    guard let file, hasNew,
      let data = try? JSONEncoder().encode(known.filter { !$0.value.stamp.isFresh })
    else { return }
    try? AtomicFile.write(data, to: file)
    hasNew = false
  }
}
