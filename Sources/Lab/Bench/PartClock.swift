import Foundation

/// Where the time of a training step goes.
public enum StepPart: String, Sendable, CaseIterable, Codable {
  case embedding
  case mixer
  case mlp
  case norms
  case head
  case optimiser
}

/// Adds up time by part. A pass marks the end of each part; a clock that is off costs a test.
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

  /// What passed since the last mark was `part`.
  func mark(_ part: StepPart) {
    let now = DispatchTime.now().uptimeNanoseconds
    if let i = StepPart.allCases.firstIndex(of: part) { seconds[i] += Double(now - last) * 1e-9 }
    last = now
  }
}
