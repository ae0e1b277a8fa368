/// The mean of a stream of values and its standard error.
struct SampleMean {
  private(set) var n = 0
  private var sum = 0.0
  private var running = 0.0
  private var squares = 0.0

  mutating func add(_ value: Double) {
    n += 1
    sum += value
    // Welford's update: no difference of large sums.
    let step = value - running
    running += step / Double(n)
    squares += step * (value - running)
  }

  /// Nil where there is no value, or their sum is out of range.
  var mean: Double? {
    let mean = sum / Double(n)
    return n > 0 && mean.isFinite ? mean : nil
  }

  /// The standard error as the harness computes it, √(s²/n) with s² over n - 1: √(p(1 - p)/(n - 1))
  /// for values of 0 and 1. Nil below two values.
  var standardError: Double? {
    guard n > 1 else { return nil }
    let error = (squares / Double(n - 1) / Double(n)).squareRoot()
    return error.isFinite ? error : nil
  }
}
