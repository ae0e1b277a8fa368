import Foundation

/// What a file's directory entry says: two equal ones are of a file that was not written in between.
struct FileStamp: Equatable {
  private let size: Int
  private let inode: UInt64
  /// Modification and change: an editor may set the first, nobody the second.
  private let times: [Int]

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
  private var known: [String: (stamp: FileStamp, hash: String)] = [:]

  /// XXH64 of a file's bytes; nil where there is no readable plain file.
  func hash(_ path: String) -> String? {
    guard let stamp = FileStamp(path) else {
      known[path] = nil
      return nil
    }
    if let entry = known[path], entry.stamp == stamp { return entry.hash }
    let url = URL(fileURLWithPath: path)
    guard let data = try? Data(contentsOf: url, options: .mappedIfSafe) else { return nil }
    let hash = XXHash64.hex(data)
    known[path] = (stamp, hash)
    return hash
  }
}
