import Foundation

/// A running browser, and the two pipes that its protocol takes: messages of JSON, each ended by a
/// zero byte.
final class DevToolsPipe {
  /// A folder that is the browser's own and goes with it.
  let folder: URL
  private let process: pid_t
  private let input: Int32
  private let output: Int32
  private var pending = Data()

  init(program: String, size: (width: Int, height: Int)) throws {
    signal(SIGPIPE, SIG_IGN)
    folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("browser-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let (toBrowser, fromBrowser) = (try Self.makePipe(), try Self.makePipe())
    process = try Self.spawn(
      [
        program, "--headless=new", "--no-sandbox", "--disable-gpu", "--remote-debugging-pipe",
        "--user-data-dir=\(folder.path)", "--no-first-run", "--disable-background-networking",
        "--disable-dev-shm-usage", "--hide-scrollbars", "--force-color-profile=srgb",
        "--window-size=\(size.width),\(size.height)",
      ], reads: toBrowser.read, writes: fromBrowser.write)
    close(toBrowser.read)
    close(fromBrowser.write)
    (input, output) = (toBrowser.write, fromBrowser.read)
  }

  deinit {
    kill(process, SIGKILL)
    var status: Int32 = 0
    waitpid(process, &status, 0)
    close(input)
    close(output)
    try? FileManager.default.removeItem(at: folder)
  }

  func send(_ message: [String: Any]) throws {
    var data = try JSONSerialization.data(withJSONObject: message)
    data.append(0)
    try data.withUnsafeBytes { bytes in
      var sent = 0
      while sent < bytes.count {
        let count = write(input, bytes.baseAddress! + sent, bytes.count - sent)
        guard count > 0 else { throw Browser.Missing(description: "the browser is gone") }
        sent += count
      }
    }
  }

  /// The next message.
  /// - Parameter seconds: how long the browser may be silent.
  func receive(within seconds: Int32) throws -> [String: Any] {
    while true {
      if let end = pending.firstIndex(of: 0) {
        let message = pending[..<end]
        pending = Data(pending[(end + 1)...])
        return try JSONSerialization.jsonObject(with: message) as? [String: Any] ?? [:]
      }
      var descriptor = pollfd(fd: output, events: Int16(POLLIN), revents: 0)
      guard poll(&descriptor, 1, seconds * 1000) > 0 else {
        throw Browser.Missing(description: "the browser said nothing for \(seconds) s")
      }
      var buffer = [UInt8](repeating: 0, count: 1 << 16)
      let count = read(output, &buffer, buffer.count)
      guard count > 0 else { throw Browser.Missing(description: "the browser ended") }
      pending.append(contentsOf: buffer[..<count])
    }
  }

  private static func makePipe() throws -> (read: Int32, write: Int32) {
    var ends: [Int32] = [0, 0]
    guard pipe(&ends) == 0 else {
      throw Browser.Missing(description: String(cString: strerror(errno)))
    }
    // The browser wants descriptors three and four: ours lie above, so that neither is in the way.
    let high = ends.map { fcntl($0, F_DUPFD_CLOEXEC, 10) }
    ends.forEach { _ = close($0) }
    return (high[0], high[1])
  }

  private static func spawn(_ words: [String], reads: Int32, writes: Int32) throws -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, reads, 3)
    posix_spawn_file_actions_adddup2(&actions, writes, 4)
    for descriptor in [1, 2] as [Int32] {
      posix_spawn_file_actions_addopen(&actions, descriptor, "/dev/null", O_WRONLY, 0)
    }
    var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
    defer { arguments.forEach { free($0) } }
    var process: pid_t = 0
    let result = posix_spawn(&process, words[0], &actions, nil, &arguments, environ)
    guard result == 0 else { throw Browser.Missing(description: String(cString: strerror(result))) }
    return process
  }
}
