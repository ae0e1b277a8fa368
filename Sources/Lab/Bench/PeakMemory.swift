import Core
import Foundation

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
    let lines = (status ?? "").split(separator: "\n")
    guard let line = lines.first(where: { $0.hasPrefix(field) }),
      let kibibytes = line.split(separator: " ").dropFirst().first.flatMap({ Double($0) })
    else { return nil }
    return kibibytes * 1024 / 1e6
  }
}
