/// Where a run went back to an earlier step, because it was resumed from a checkpoint.
///
/// What a file says before a restart of the steps at or above it belongs to a branch that was given up. A
/// first pass over a file notes the restarts; the second asks which points are still valid. Positions are line
/// numbers or byte offsets. Only restarts that are lower than all later ones are kept.
struct Restarts {
  /// More restarts than any run has.
  static let limit = 1 << 20

  /// Positions and steps both rise.
  private var marks: [(position: Int, step: Int)] = []

  /// Notes that what was said before `position` is void from `step` on. Positions have to rise.
  /// - Returns: false where there are too many restarts to keep in mind.
  mutating func note(step: Int, at position: Int) -> Bool {
    while let last = marks.last, last.step >= step { marks.removeLast() }
    guard marks.count < Self.limit else { return false }
    marks.append((position, step))
    return true
  }

  /// Whether no later restart made void what stands at `position`.
  func isValid(_ step: Int, at position: Int) -> Bool {
    var (low, high) = (0, marks.count)
    while low < high {
      let middle = (low + high) / 2
      if marks[middle].position > position { high = middle } else { low = middle + 1 }
    }
    return low == marks.count || step < marks[low].step
  }
}
