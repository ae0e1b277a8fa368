import Foundation

/// How many damaged inputs are tried: a fixed number in the tests, and as many as there is time for in
/// `make fuzz`.
package struct FuzzBudget {
  package let seed: UInt64
  private let end: ContinuousClock.Instant?
  private let count: Int

  /// - Parameter count: how many there are unless a time is given
  package init(count: Int) {
    let environment = ProcessInfo.processInfo.environment
    let seconds = environment["INTERLEAVE_FUZZ_SECONDS"].flatMap(Double.init)
    end = seconds.map { ContinuousClock.now + .seconds($0) }
    seed = environment["INTERLEAVE_FUZZ_SEED"].flatMap(UInt64.init) ?? 1
    self.count = count
  }

  package func run(_ name: String, _ body: (_ number: Int) throws -> Void) rethrows {
    var number = 0
    while end.map({ ContinuousClock.now < $0 }) ?? (number < count) {
      try body(number)
      number += 1
    }
    if end != nil { print("\(number) damaged \(name) with seed \(seed)") }
  }
}
