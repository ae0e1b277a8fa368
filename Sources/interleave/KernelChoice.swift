import Foundation

/// Which of OpenBLAS's kernels train and bench use.
///
/// OpenBLAS reads `OPENBLAS_CORETYPE` when it is loaded, before `main`; some systems set it for all
/// programs, to kernels that are slower than this CPU's. Here OpenBLAS chooses by itself, unless
/// `INTERLEAVE_CORETYPE` names a choice. Each record says which kernels were used.
enum KernelChoice {
  /// Starts this program anew with the variable set right, where it is not; the arguments are kept.
  static func apply() {
    let environment = ProcessInfo.processInfo.environment
    let wanted = environment["INTERLEAVE_CORETYPE"] ?? ""
    guard environment["OPENBLAS_CORETYPE"] ?? "" != wanted else { return }
    if wanted.isEmpty {
      unsetenv("OPENBLAS_CORETYPE")
    } else {
      setenv("OPENBLAS_CORETYPE", wanted, 1)
    }
    // Only returns where it fails; then the kernels stay what they are, and the record says so.
    execv("/proc/self/exe", CommandLine.unsafeArgv)
  }
}
