/// What a value was to the store.
enum Novelty {
  /// Nothing was there for its model and key.
  case new
  /// Another file has the same value.
  case same
  /// What is there has other values only.
  case conflicting
}

extension RawStatement {
  /// Reads one row with whether any value is equal; NULL where there is no value.
  func novelty() throws -> Novelty {
    guard try step(), !isNull(0) else { return .new }
    return int(0) == 1 ? .same : .conflicting
  }
}
