import Core
import Foundation

/// The files of one run while it is computed: its configuration, its checkpoint, what it said on
/// standard error, and a lock, so that two sweeps never compute one run at a time.
struct RunFolder {
  let url: URL

  /// Runs of the store `runs.sqlite` are below `runs.sqlite.d`, each under its identity.
  init(store: URL, identity: String) {
    url = Self.parent(of: store).appendingPathComponent(identity)
  }

  static func parent(of store: URL) -> URL {
    store.deletingLastPathComponent().appendingPathComponent("\(store.lastPathComponent).d")
  }

  var config: URL { url.appendingPathComponent("config.json") }
  var checkpoint: URL { url.appendingPathComponent("checkpoint.safetensors") }
  var log: URL { url.appendingPathComponent("log.txt") }

  /// Takes the lock; nil where another process has it. Closing the file gives it back.
  func lock() throws -> RunLock? {
    try AtomicFile.makeFolder(url)
    let path = url.appendingPathComponent("lock").path
    let file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
    guard file >= 0 else {
      throw Fault("cannot write the file", at: path, found: String(cString: strerror(errno)))
    }
    guard flock(file, LOCK_EX | LOCK_NB) == 0 else {
      close(file)
      return nil
    }
    return RunLock(file: file)
  }

  /// Writes the configuration; takes an earlier checkpoint away unless it is to be continued.
  func prepare(_ run: SweepRun, resumes: Bool) throws {
    try AtomicFile.write(run.description.config + "\n", to: config)
    if !resumes { try? FileManager.default.removeItem(at: checkpoint) }
  }

  /// The run has its result: nothing of this is needed any more.
  func remove() {
    try? FileManager.default.removeItem(at: url)
    rmdir(url.deletingLastPathComponent().path)
  }

  /// The last lines of what the process said on standard error.
  func lastWords(lines: Int = 6) -> String {
    guard let data = try? InputFile.data(at: log) else { return "" }
    let text = String(decoding: data.suffix(4096), as: UTF8.self)
    return text.split(separator: "\n").suffix(lines).joined(separator: "\n")
  }
}

/// A lock that is held as long as this lives.
final class RunLock {
  private let file: Int32
  init(file: Int32) { self.file = file }
  deinit { close(file) }
}
