import Foundation
import Synchronization

/// A process of ours: its output comes through a pipe, its errors go to a file, and its input is a
/// pipe that closes when this process ends, however it ends (see `Lifeline`). It is the head of a
/// process group of its own, so that Ctrl-C on the terminal reaches its parent alone.
package final class ChildProcess {
  let pid: pid_t
  /// Where its output comes from; reading does not block.
  package let output: Int32
  private let lifeline: Int32
  private var status: Int32?

  package init(
    executable: URL, arguments: [String], environment: [String: String], errors: URL
  ) throws {
    let log = open(errors.path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard log >= 0 else {
      throw Fault("cannot write the file", at: errors.path, found: String(cString: strerror(errno)))
    }
    defer { close(log) }
    let program = Spawn(executable: executable, arguments: arguments, environment: environment)
    (pid, output, lifeline) = try PipeEnds.spawning.withLock { _ in
      let (input, output) = (try PipeEnds(), try PipeEnds())
      defer {
        close(input.reading)
        close(output.writing)
      }
      let pid = try program.start(input: input.reading, output: output.writing, errors: log)
      return (pid, output.reading, input.writing)
    }
    PipeEnds.neverBlock(output)
  }

  deinit {
    close(output)
    close(lifeline)
  }

  /// Sends a signal to the process and its own children.
  package func signal(_ number: Int32) { if status == nil { kill(-pid, number) } }

  /// How the process ended; nil while it runs.
  package func ending() -> Ending? {
    if status == nil {
      var word: Int32 = 0
      guard waitpid(pid, &word, WNOHANG) == pid else { return nil }
      status = word
    }
    return status.map(Ending.init)
  }

  /// Kills the process and takes notice of its end.
  package func destroy() {
    guard status == nil else { return }
    signal(SIGKILL)
    var word: Int32 = 0
    while waitpid(pid, &word, 0) == -1 && errno == EINTR {}
    status = word
  }

  /// Takes what it has written since this was last asked.
  /// - Returns: whether more may come: it has not closed its output
  @discardableResult
  package func read(into data: inout Data) -> Bool {
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = Foundation.read(output, &buffer, buffer.count)
      if count > 0 {
        data.append(contentsOf: buffer[..<count])
      } else if count == 0 || errno != EINTR {
        return count < 0 && errno == EAGAIN
      }
    }
  }

  /// Waits for its end.
  /// - Returns: how it ended, and what it wrote
  /// - Throws: `Interrupted` where a signal came first; then it has been ended.
  package func finish(_ interruption: Interruption?) throws -> (ending: Ending, said: Data) {
    var said = Data()
    while true {
      if !read(into: &said), let ending = ending() { return (ending, said) }
      var files = [output, interruption?.file ?? -1].map {
        pollfd(fd: $0, events: Int16(POLLIN), revents: 0)
      }
      poll(&files, 2, 500)
      // A closed output is ready at once, a moment before the process can be waited for.
      if files[0].revents & Int16(POLLHUP) != 0 { usleep(1_000) }
      if let signal = interruption?.received {
        end(within: 3)
        throw Interrupted(signal: signal)
      }
    }
  }

  /// Asks it to end, and ends it where it does not.
  func end(within seconds: Double) {
    signal(SIGTERM)
    let until = ProcessInfo.processInfo.systemUptime + seconds
    while ending() == nil, ProcessInfo.processInfo.systemUptime < until { usleep(20_000) }
    destroy()
  }

  /// How a process ended.
  package enum Ending: Equatable, CustomStringConvertible {
    case exit(Int32)
    case signal(Int32)

    init(_ word: Int32) {
      let number = word & 0x7f
      self = number == 0 ? .exit((word >> 8) & 0xff) : .signal(number)
    }

    package var description: String {
      switch self {
      case .exit(let status): "exit status \(status)"
      case .signal(let number): "killed by signal \(number) (\(String(cString: strsignal(number))))"
      }
    }
  }
}

/// What `posix_spawn` wants to know.
private struct Spawn {
  let executable: URL
  let arguments: [String]
  let environment: [String: String]

  func start(input: Int32, output: Int32, errors: Int32) throws -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    for (place, file) in [input, output, errors].enumerated() {
      posix_spawn_file_actions_adddup2(&actions, file, Int32(place))
    }
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // Signals that this process ignores or blocks are not so in the child.
    var (usual, none) = (sigset_t(), sigset_t())
    sigemptyset(&none)
    sigemptyset(&usual)
    for number in [SIGINT, SIGTERM, SIGHUP, SIGPIPE] { sigaddset(&usual, number) }
    posix_spawnattr_setsigdefault(&attributes, &usual)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setpgroup(&attributes, 0)
    posix_spawnattr_setflags(
      &attributes,
      Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK))
    return try run(&actions, &attributes)
  }

  private func run(
    _ actions: inout posix_spawn_file_actions_t, _ attributes: inout posix_spawnattr_t
  ) throws -> pid_t {
    let words = ([executable.path] + arguments).map { strdup($0) } + [nil]
    let values = environment.sorted { $0.key < $1.key }.map { strdup("\($0.key)=\($0.value)") }
    defer { for text in words + values { free(text) } }
    var pid: pid_t = 0
    let code = posix_spawn(&pid, executable.path, &actions, &attributes, words, values + [nil])
    guard code == 0 else {
      throw Fault(
        "cannot start the program", at: executable.path, found: String(cString: strerror(code)),
        hint: "make build, or scripts/build.sh")
    }
    return pid
  }
}

/// The two ends of a pipe. Programs that are started from here do not inherit them.
struct PipeEnds: Sendable {
  let reading: Int32
  let writing: Int32

  /// Held while ends are made and while a program is started, since for a moment a new end could be
  /// inherited.
  static let spawning = Mutex(())

  /// - Throws: `Fault` where the process has too many files open.
  init() throws {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else {
      throw Fault("cannot make a pipe", found: String(cString: strerror(errno)))
    }
    (reading, writing) = (ends[0], ends[1])
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
  }

  /// Makes reading and writing return at once, whatever there is.
  static func neverBlock(_ end: Int32) { _ = fcntl(end, F_SETFL, O_NONBLOCK) }
}
