import COpenBLAS
import Core
import Foundation

extension RunEnvironment {
  /// This process on this machine.
  public static func current() -> RunEnvironment {
    RunEnvironment(
      engine: Engine.version,
      coreType: openblas_get_corename().map { String(cString: $0) } ?? "unknown",
      cpu: cpuName(in: cpuinfo))
  }

  private static var cpuinfo: String {
    (try? InputFile.text(at: URL(fileURLWithPath: "/proc/cpuinfo"))) ?? ""
  }

  /// Kernels that suit this CPU better than those that OpenBLAS took; nil where there are none.
  public static func betterKernels() -> String? {
    KernelAdvice.better(than: current().coreType, flags: KernelAdvice.flags(in: cpuinfo))
  }

  /// The `model name` of the first CPU that the kernel lists.
  static func cpuName(in cpuinfo: String) -> String {
    let line = cpuinfo.split(separator: "\n").first { $0.hasPrefix("model name") }
    let name = line?.split(separator: ":", maxSplits: 1).last
    return name.map { $0.trimmingCharacters(in: .whitespaces) } ?? "unknown"
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
