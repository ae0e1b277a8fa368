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
    let line = cpuinfo.split(separator: "\n").first { $0.hasPrefix("flags") }
    let names = line?.split(separator: ":", maxSplits: 1).last?.split(separator: " ") ?? []
    return Set(names.map(String.init))
  }
}
