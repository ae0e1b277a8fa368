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
    let text = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
    let first = text.split(separator: "\n\n", maxSplits: 1).first ?? ""
    return first.split(separator: "\n").map(String.init)
      .filter { $0.hasPrefix("model name") || $0.hasPrefix("flags") || $0.hasPrefix("Features") }
  }

  private static var libraries: [String] {
    let maps = (try? String(contentsOfFile: "/proc/self/maps", encoding: .utf8)) ?? ""
    let paths = Set(
      maps.split(separator: "\n").compactMap { line in
        line.firstIndex(of: "/").map { String(line[$0...]) }
      })
    return paths.filter { $0.contains(".so") }.sorted().map { path in
      var facts = stat()
      guard stat(path, &facts) == 0 else { return "\(path) gone" }
      return "\(path) \(facts.st_size) \(facts.st_mtim.tv_sec)"
    }
  }

  static func variables(_ environment: [String: String]) -> [String] {
    let prefixes = ["OPENBLAS_", "INTERLEAVE_CORETYPE", "GLIBC_TUNABLES"]
    return environment.filter { entry in prefixes.contains { entry.key.hasPrefix($0) } }
      .map { "\($0.key)=\($0.value)" }.sorted()
  }
}
