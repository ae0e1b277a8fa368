import COpenBLAS
import Core
import Foundation

/// Where a run was computed. Bits are promised for the same binary and the same of these.
public struct RunEnvironment: Sendable, Codable, Hashable {
  /// `Engine.version` of the binary.
  public var engine: String
  /// OpenBLAS's kernels: `Haswell`, `Zen`, `Cooperlake`...
  public var coreType: String
  /// The CPU's own name.
  public var cpu: String

  /// This process on this machine.
  public static func current() -> RunEnvironment {
    RunEnvironment(engine: Engine.version, coreType: coreType, cpu: cpuName(in: cpuinfo))
  }

  static var coreType: String {
    openblas_get_corename().map { String(cString: $0) } ?? "unknown"
  }

  private static var cpuinfo: String {
    (try? InputFile.text(at: URL(fileURLWithPath: "/proc/cpuinfo"))) ?? ""
  }

  /// Kernels that suit this CPU better than those that OpenBLAS took; nil where there are none.
  public static func betterKernels() -> String? {
    KernelAdvice.better(than: coreType, flags: KernelAdvice.flags(in: cpuinfo))
  }

  /// The `model name` of the first CPU that the kernel lists.
  static func cpuName(in cpuinfo: String) -> String {
    cpuField("model name", in: cpuinfo)?.trimmingCharacters(in: .whitespaces) ?? "unknown"
  }

  /// The environment of a run that was begun elsewhere: what differs is named in both forms, so that
  /// nobody takes the bits for those of one machine.
  func following(_ earlier: RunEnvironment) -> RunEnvironment {
    func joined(_ before: String, _ now: String) -> String {
      before == now || before.hasSuffix(", then \(now)") ? before : "\(before), then \(now)"
    }
    return RunEnvironment(
      engine: engine, coreType: joined(earlier.coreType, coreType), cpu: joined(earlier.cpu, cpu))
  }
}

/// A field of the first CPU in the text of `/proc/cpuinfo`.
private func cpuField(_ name: String, in cpuinfo: String) -> Substring? {
  let line = cpuinfo.split(separator: "\n").first { $0.hasPrefix(name) }
  return line?.split(separator: ":", maxSplits: 1).last
}

/// Which of OpenBLAS's kernels suit a CPU that OpenBLAS does not know.
///
/// OpenBLAS chooses kernels by a list of CPU models. One that is newer than the library gets the
/// fallback `Prescott`, SSE kernels at a fifth of what the CPU can do (seen: OpenBLAS 0.3.21 on an
/// Emerald Rapids Xeon).
public enum KernelAdvice {
  /// What OpenBLAS falls back to.
  static let fallback = "Prescott"

  /// The kernels to ask for instead of OpenBLAS's own choice; nil where that choice is good.
  /// - Parameters:
  ///   - choice: what `openblas_get_corename` says where nobody named kernels.
  ///   - flags: the CPU's instruction sets by the Linux kernel's names: `avx2`, `avx512f`...
  public static func better(than choice: String, flags: Set<String>) -> String? {
    guard choice == fallback else { return nil }
    // In the order in which OpenBLAS itself prefers them.
    let kernels = [
      ("Cooperlake", ["avx512f", "avx512dq", "avx512bw", "avx512vl", "avx512_bf16"]),
      ("SkylakeX", ["avx512f", "avx512dq", "avx512bw", "avx512vl"]),
      ("Haswell", ["avx2", "fma"]),
    ]
    return kernels.first { flags.isSuperset(of: $0.1) }?.0
  }

  /// The instruction sets of the first CPU in the text of `/proc/cpuinfo`.
  static func flags(in cpuinfo: String) -> Set<String> {
    Set((cpuField("flags", in: cpuinfo) ?? "").split(separator: " ").map(String.init))
  }
}
