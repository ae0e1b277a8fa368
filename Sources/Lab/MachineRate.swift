import COpenBLAS
import Core
import Foundation

/// What this machine's BLAS can do: the yardstick that speeds are given against, so that they mean
/// the same on another machine.
public struct MachineRate: Sendable, Equatable {
  /// Billions of floating-point operations a second, single precision, one thread: the best of the
  /// repetitions.
  public let gigaflops: Double
  /// The kernels that OpenBLAS chose for this CPU (`Haswell`, `SkylakeX`, `Cooperlake`...).
  public let coreType: String

  /// A rate that was measured before.
  public init(gigaflops: Double, coreType: String) {
    self.gigaflops = gigaflops
    self.coreType = coreType
  }

  /// Times `C = A B` in float32 for A `[m, k]` and B `[k, n]`, on one thread.
  public static func measure(m: Int = 512, n: Int = 512, k: Int = 512, repetitions: Int = 20)
    -> MachineRate
  {
    openblas_set_num_threads(1)
    let a = [Float](repeating: 0.5, count: m * k)
    let b = [Float](repeating: 0.25, count: k * n)
    var c = [Float](repeating: 0, count: m * n)
    let seconds = (0..<repetitions).map { _ in time { sgemm(a, b, &c, m, n, k) } }.min() ?? 0
    let operations = 2 * Double(m) * Double(n) * Double(k)
    return MachineRate(
      gigaflops: operations / seconds / 1e9,
      coreType: openblas_get_corename().map { String(cString: $0) } ?? "unknown")
  }

  private static func sgemm(
    _ a: [Float], _ b: [Float], _ c: inout [Float], _ m: Int, _ n: Int, _ k: Int
  ) {
    cblas_sgemm(
      CblasRowMajor, CblasNoTrans, CblasNoTrans, blasint(m), blasint(n), blasint(k), 1, a,
      blasint(k), b, blasint(n), 0, &c, blasint(n))
  }

  private static func time(_ work: () -> Void) -> Double {
    let start = DispatchTime.now().uptimeNanoseconds
    work()
    return Double(DispatchTime.now().uptimeNanoseconds - start) * 1e-9
  }
}
