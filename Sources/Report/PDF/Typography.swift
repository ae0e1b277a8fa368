import Canvas

/// Signs that keyboards lack.
enum Typography {
  /// The runs with straight quotes turned into opening and closing ones; code stays as it is.
  static func quoted(_ runs: [TextRun]) -> [TextRun] {
    var previous: Character = " "
    return runs.map { run in
      var copy = run
      if run.style.typeface != .mono { copy.text = quoted(run.text, after: previous) }
      previous = copy.text.last ?? previous
      return copy
    }
  }

  static func quoted(_ text: String, after before: Character = " ") -> String {
    Quotes.turned(text, after: before)
  }
}
