import Dispatch
import Foundation

/// Work on several cores whose outcome does not depend on how many there are.
public enum Parallel {
  /// What `body` makes of each item, in the items' order.
  /// - Throws: the error of the first item, in that order, that has one. All items are worked on.
  public static func map<Item: Sendable, Result: Sendable>(
    _ items: [Item], _ body: @Sendable (Item) throws -> Result
  ) throws -> [Result] {
    let outcomes = Outcomes<Result>(count: items.count)
    DispatchQueue.concurrentPerform(iterations: items.count) { index in
      outcomes.keep(Swift.Result { try body(items[index]) }, at: index)
    }
    return try outcomes.all()
  }

  private final class Outcomes<Value: Sendable>: @unchecked Sendable {
    private let lock = NSLock()
    private var values: [Swift.Result<Value, any Error>?]

    init(count: Int) { values = Array(repeating: nil, count: count) }

    func keep(_ value: Swift.Result<Value, any Error>, at index: Int) {
      lock.lock()
      defer { lock.unlock() }
      values[index] = value
    }

    func all() throws -> [Value] { try values.compactMap { try $0?.get() } }
  }
}
