/// Sequences as a person reads them: a line of tokens, and under each scored one its target.
public enum ExampleText {
  /// Lines of at most `columns` characters; a token with its target takes one column of the text.
  public static func render(_ example: Example, by task: any SequenceTask, columns: Int = 96)
    -> String
  {
    let cells = zip(example.inputs, example.targets).map { input, target in
      (task.text(of: input), target == Batch.ignored ? "" : task.text(of: target))
    }
    let width = (cells.map { max($0.0.count, $0.1.count) }.max() ?? 0) + 1
    let perLine = max(1, (columns - 4) / width)
    return stride(from: 0, to: cells.count, by: perLine).map { start in
      let line = cells[start..<min(start + perLine, cells.count)]
      let inputs = "in  " + row(line.map(\.0), width)
      return line.allSatisfy { $0.1.isEmpty }
        ? inputs : inputs + "out " + row(line.map(\.1), width)
    }.joined()
  }

  private static func row(_ cells: [String], _ width: Int) -> String {
    var text = cells.map { $0 + String(repeating: " ", count: width - $0.count) }.joined()
    while text.last == " " { text.removeLast() }
    return text + "\n"
  }
}
