import Foundation
import Lab

/// Which of OpenBLAS's kernels train and bench use.
///
/// OpenBLAS reads `OPENBLAS_CORETYPE` when it is loaded, before `main`; some systems set it for all
/// programs, to kernels that are slower than this CPU's. Here OpenBLAS chooses by itself, unless
/// `INTERLEAVE_CORETYPE` names a choice, or OpenBLAS does not know the CPU and falls back to kernels
/// for very old ones (`KernelAdvice`). Each record says which kernels were used.
enum KernelChoice {
  private static let own = "INTERLEAVE_CORETYPE"

  /// Starts this program anew with the variable set right, where it is not; the arguments are kept.
  static func apply() {
    let environment = ProcessInfo.processInfo.environment
    let named = environment[own] ?? ""
    let now = environment["OPENBLAS_CORETYPE"] ?? ""
    if now != named { return restart(named) }
    if named.isEmpty, let better = RunEnvironment.betterKernels() {
      setenv(own, better, 1)
      restart(better)
    }
  }

  private static func restart(_ kernels: String) {
    if kernels.isEmpty {
      unsetenv("OPENBLAS_CORETYPE")
    } else {
      setenv("OPENBLAS_CORETYPE", kernels, 1)
    }
    // Only returns where it fails; then the kernels stay what they are, and the record says so.
    execv("/proc/self/exe", CommandLine.unsafeArgv)
  }
}
