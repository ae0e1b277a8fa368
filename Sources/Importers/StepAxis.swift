/// Which of the values that a run logged is its training step.
///
/// Trackers count their calls of `log`, and a trainer may call it several times in a step, or once in
/// many. Trainers that know their step log it beside the rest, under one of a few names.
struct StepAxis {
  /// In the order in which they count.
  static let names = ["train/global_step", "trainer/global_step", "global_step", "iter"]

  private var rank = Self.names.count

  /// Takes the name of a value that is a number.
  mutating func note(_ name: String) {
    if let place = Self.names.firstIndex(of: name), place < rank { rank = place }
  }

  /// The name of the value that is the step; nil where there is none.
  var name: String? { rank < Self.names.count ? Self.names[rank] : nil }
}
