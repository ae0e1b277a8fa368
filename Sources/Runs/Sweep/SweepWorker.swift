import Core
import Foundation
import Lab

/// The process that computes one run, and what it has said.
final class SweepWorker {
  let run: SweepRun
  let folder: RunFolder
  let child: ChildProcess
  /// The result, once the process has told it.
  var record: RunRecord?
  /// Whether the process has closed its output: it has ended, or is about to.
  private(set) var isSilent = false
  private let lock: RunLock
  private var rest = Data()
  private var fault: String?

  init(_ run: SweepRun, executable: URL, folder: RunFolder, lock: RunLock) throws {
    self.run = run
    self.folder = folder
    self.lock = lock
    // One thread a run; which kernels OpenBLAS takes is for the environment to say.
    let environment = ProcessInfo.processInfo.environment.merging([
      "OPENBLAS_NUM_THREADS": "1", "SWIFT_BACKTRACE": "enable=no", Lifeline.variable: "1",
    ]) { $1 }
    child = try ChildProcess(
      executable: executable,
      arguments: [
        "train", "--config", folder.config.path, "--checkpoint", folder.checkpoint.path, "--json",
      ],
      environment: environment, errors: folder.log)
  }

  /// What the process has said since this was asked. After something that makes no sense it is
  /// killed, and nothing more is read.
  func readEvents() -> [TrainingEvent] {
    var events: [TrainingEvent] = []
    for line in readLines() where fault == nil && record == nil {
      do {
        let event = try JSONDecoder().decode(TrainingEvent.self, from: line)
        try check(event)
        events.append(event)
      } catch {
        let text = String(decoding: line.prefix(200), as: UTF8.self)
        fault =
          (error as? Fault).map { "\($0)" } ?? "it printed something that is not an event: \(text)"
        child.signal(SIGKILL)
      }
    }
    return events
  }

  /// The results of another run, or of the same one by another engine, are not taken.
  private func check(_ event: TrainingEvent) throws {
    guard event.identity == run.identity else {
      throw Fault("it computes another run", expected: run.identity, found: event.identity)
    }
  }

  private func readLines() -> [Data] {
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = read(child.output, &buffer, buffer.count)
      if count > 0 {
        rest.append(contentsOf: buffer[..<count])
      } else if count == 0 || (errno != EINTR && errno != EAGAIN) {
        isSilent = true
        break
      } else if errno == EAGAIN {
        break
      }
    }
    var lines = rest.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    rest = lines.popLast().map { Data($0) } ?? Data()
    return lines.filter { !$0.isEmpty }.map { Data($0) }
  }

  /// Why there is no result.
  func reason(_ ending: ChildProcess.Ending) -> String {
    if let fault { return fault }
    let words = folder.lastWords()
    let end = ending == .exit(0) ? "it ended without a result" : "\(ending)"
    return words.isEmpty ? end : "\(end): \(words)"
  }
}

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
