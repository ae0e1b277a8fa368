/// The lines of one statement of Swift.
enum Statement {
  /// From a line to the one on which all brackets that it opens are closed.
  static func lines(of code: [String], at start: Int, most: Int) -> [String] {
    var depth = 0
    var result: [String] = []
    for line in code[start...] {
      result.append(line)
      for letter in line {
        if "([{".contains(letter) { depth += 1 }
        if ")]}".contains(letter) { depth -= 1 }
      }
      if depth <= 0 || result.count == most { break }
    }
    return result
  }
}
