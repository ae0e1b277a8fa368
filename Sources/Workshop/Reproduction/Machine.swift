import Core
import Foundation

/// What a program's results depend on besides its own bytes: the same binary may give other bits on another
/// CPU, or with other libraries.
enum Machine {
  /// A hash over the CPU, the shared libraries that this process has loaded (the analyses load the same
  /// ones), and the variables that choose kernels.
  static let state = Digest.sha256(
    (cpu + libraries + variables(ProcessInfo.processInfo.environment)).joined(separator: "\n"))

  /// Model and instruction sets, by which libraries choose among variants of a function.
  private static var cpu: [String] {
    let first = text("/proc/cpuinfo").split(separator: "\n\n", maxSplits: 1).first ?? ""
    return first.split(separator: "\n").map(String.init)
      .filter { $0.hasPrefix("model name") || $0.hasPrefix("flags") || $0.hasPrefix("Features") }
  }

  private static var libraries: [String] {
    let paths = Set(
      text("/proc/self/maps").split(separator: "\n").compactMap { line in
        line.firstIndex(of: "/").map { String(line[$0...]) }
      })
    return paths.filter { $0.contains(".so") }.sorted().map { path in
      var facts = stat()
      guard stat(path, &facts) == 0 else { return "\(path) gone" }
      return "\(path) \(facts.st_size) \(facts.st_mtim.tv_sec)"
    }
  }

  /// A file of the kernel's. The list of mappings changes with each allocation, so none is made while it is
  /// read: it comes in pieces.
  private static func text(_ path: String) -> String {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return "" }
    defer { close(file) }
    var length = 0
    var bytes = [UInt8](repeating: 0, count: 1 << 20)
    bytes.withUnsafeMutableBytes { buffer in
      while length < buffer.count {
        let count = read(file, buffer.baseAddress?.advanced(by: length), buffer.count - length)
        guard count > 0 else { return }
        length += count
      }
    }
    return String(decoding: bytes[..<length], as: UTF8.self)
  }

  static func variables(_ environment: [String: String]) -> [String] {
    let prefixes = ["OPENBLAS_", "INTERLEAVE_CORETYPE", "GLIBC_TUNABLES"]
    return environment.filter { entry in prefixes.contains { entry.key.hasPrefix($0) } }
      .map { "\($0.key)=\($0.value)" }.sorted()
  }
}
