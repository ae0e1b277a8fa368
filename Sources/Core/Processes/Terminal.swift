import Foundation
import Synchronization

/// The door by which text reaches a terminal, or the log of a build service.
///
/// Lines may hold text out of files. What steers a terminal is spelled out, and no line passes for a command
/// of a build service: GitHub obeys lines that begin with `::`, and `##[` anywhere. What cannot be written
/// is remembered, and `check` says so: a command whose output is lost has failed.
public enum Terminal {
  private static let failure = Atomic<Int32>(0)

  /// Keeps the numbers of the standard files from other files where a parent has closed them. What is written
  /// to them then fails, as it should.
  public static func holdStandardFiles() {
    for file in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO] where fcntl(file, F_GETFD) == -1 {
      _ = open("/dev/null", O_RDONLY)
    }
  }

  /// Prints lines for people on standard output.
  public static func print(_ text: some CustomStringConvertible, terminator: String = "\n") {
    write(harmless(text.description + terminator))
  }

  /// Prints JSON; what has to be spelled out is in JSON's own spelling.
  public static func printJSON(_ data: Data) {
    write(harmlessJSON(String(decoding: data, as: UTF8.self)) + "\n")
  }

  /// Prints what another program reads, byte by byte: a file that standard output is redirected into. On a
  /// terminal it is shown as text for people is.
  public static func printFile(_ text: String) {
    write(isatty(STDOUT_FILENO) == 1 ? harmless(text) : text)
  }

  /// Prints what a build service is to obey.
  public static func command(_ text: String) { write(text) }

  /// A line on standard error. Where nobody can read it, nothing is lost but the line.
  public static func complain(_ text: some CustomStringConvertible) {
    _ = send(harmless("interleave: \(text)\n"), to: STDERR_FILENO)
  }

  /// Text on standard error that is known to be harmless: a line that changes as work goes on.
  public static func show(_ text: String) { _ = send(text, to: STDERR_FILENO) }

  /// - Throws: `Fault` where something that was printed did not get to where it goes.
  public static func check() throws {
    let code = failure.load(ordering: .relaxed)
    guard code != 0 else { return }
    throw Fault(
      "the output could not be written", at: "standard output",
      found: String(cString: strerror(code)), hint: "free some space, or send the output elsewhere")
  }

  /// Text as it may be sent to a terminal or a log.
  public static func harmless(_ text: String) -> String {
    var shown = VisibleText.of(text, keepingLines: true)
    if shown.contains("##[") { shown = shown.replacing("##[", with: "#\\u{23}[") }
    guard shown.contains("::") else { return shown }
    let lines = shown.split(separator: "\n", omittingEmptySubsequences: false)
    return lines.map { line -> String in
      guard line.drop(while: \.isWhitespace).hasPrefix("::") else { return String(line) }
      return String(line.replacing("::", with: "\\u{3A}:", maxReplacements: 1))
    }.joined(separator: "\n")
  }

  /// The same for JSON. Its strings stand between quotation marks, so no line begins with one.
  public static func harmlessJSON(_ text: String) -> String {
    VisibleText.of(text, keepingLines: true) { scalar in
      scalar.utf16.map { "\\u" + Self.fourDigits($0) }.joined()
    }.replacing("##[", with: "#\\u0023[")
  }

  private static func fourDigits(_ unit: UInt16) -> String {
    let digits = String(unit, radix: 16)
    return String(repeating: "0", count: 4 - digits.count) + digits
  }

  private static func write(_ text: String) {
    let code = send(text, to: STDOUT_FILENO)
    // A reader that has gone wants no more, and is not told.
    if code == EPIPE { exit(0) }
    if code != 0 { failure.store(code, ordering: .relaxed) }
  }

  /// - Returns: the system's error, 0 for none
  private static func send(_ text: String, to file: Int32) -> Int32 {
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Foundation.write(file, $0.baseAddress, $0.count) }
      if count > 0 {
        rest = rest.dropFirst(count)
      } else if count == 0 {
        return EIO
      } else if errno == EAGAIN {
        // A parent may have made the pipe one that does not block.
        var place = pollfd(fd: file, events: Int16(POLLOUT), revents: 0)
        poll(&place, 1, -1)
      } else if errno != EINTR {
        return errno
      }
    }
    return 0
  }
}
