import COpenBLAS
import Core
import Foundation

/// What this machine's BLAS can do: the yardstick that makes speeds comparable between machines.
public struct MachineRate: Sendable, Equatable {
  /// Billions of float32 operations a second on one thread: the best of the repetitions.
  public let gigaflops: Double
  /// The kernels that OpenBLAS chose for this CPU (`Haswell`, `SkylakeX`, `Cooperlake`...).
  public let coreType: String

  /// A rate that was measured before.
  public init(gigaflops: Double, coreType: String) {
    (self.gigaflops, self.coreType) = (gigaflops, coreType)
  }

  /// Times `C = A B` in float32 for A `[m, k]` and B `[k, n]`, on one thread.
  public static func measure(m: Int = 512, n: Int = 512, k: Int = 512, repetitions: Int = 20)
    -> MachineRate
  {
    openblas_set_num_threads(1)
    let a = [Float](repeating: 0.5, count: m * k)
    let b = [Float](repeating: 0.25, count: k * n)
    var c = [Float](repeating: 0, count: m * n)
    let seconds = (0..<repetitions).map { _ in
      timed {
        cblas_sgemm(
          CblasRowMajor, CblasNoTrans, CblasNoTrans, blasint(m), blasint(n), blasint(k), 1, a,
          blasint(k), b, blasint(n), 0, &c, blasint(n))
      }
    }
    let operations = 2 * Double(m) * Double(n) * Double(k)
    return MachineRate(
      gigaflops: operations / (seconds.min() ?? 0) / 1e9, coreType: RunEnvironment.coreType)
  }

  /// The product that benchmarks compare themselves with: 4096 x 128 x 512.
  static func yardstick(repetitions: Int = 3) -> MachineRate {
    measure(m: 4096, n: 512, k: 128, repetitions: repetitions)
  }
}

/// Seconds that `work` takes.
func timed(_ work: () -> Void) -> Double {
  let start = DispatchTime.now().uptimeNanoseconds
  work()
  return Double(DispatchTime.now().uptimeNanoseconds - start) * 1e-9
}

/// Where the time of a training step goes.
public enum StepPart: String, Sendable, CaseIterable, Codable {
  case embedding
  case mixer
  case mlp
  case norms
  case head
  case optimiser
}

/// Adds up time by part. A pass marks the end of each part; a clock that is off costs one test.
public final class PartClock {
  /// Seconds by part, in the order of `StepPart.allCases`.
  public private(set) var seconds = Array(repeating: 0.0, count: StepPart.allCases.count)
  private var last: UInt64 = 0

  public init() {}

  /// Starts counting anew from here.
  public func restart() {
    for i in seconds.indices { seconds[i] = 0 }
    last = DispatchTime.now().uptimeNanoseconds
  }

  /// The time since the last mark belongs to `part`.
  func mark(_ part: StepPart) {
    let now = DispatchTime.now().uptimeNanoseconds
    if let i = StepPart.allCases.firstIndex(of: part) { seconds[i] += Double(now - last) * 1e-9 }
    last = now
  }
}

/// The largest resident set of this process, from Linux's `/proc`.
enum PeakMemory {
  /// Forgets the peak so far, where the system allows it.
  static func reset() {
    guard let file = fopen("/proc/self/clear_refs", "w") else { return }
    fputs("5", file)
    fclose(file)
  }

  /// Megabytes resident now.
  static func residentMegabytes() -> Double? { megabytes("VmRSS:") }

  /// Megabytes (10^6 bytes) since the last `reset`; the process' whole peak where it could not be
  /// reset, nil where the system does not say.
  static func peakMegabytes() -> Double? { megabytes("VmHWM:") }

  private static func megabytes(_ field: String) -> Double? {
    let status = try? InputFile.text(at: URL(fileURLWithPath: "/proc/self/status"))
    let line = (status ?? "").split(separator: "\n").first { $0.hasPrefix(field) }
    let kibibytes = line?.split(separator: " ").dropFirst().first.flatMap { Double($0) }
    return kibibytes.map { $0 * 1024 / 1e6 }
  }
}
