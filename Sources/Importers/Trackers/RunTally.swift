import Core
import Results

/// What the importers of experiment trackers' databases share: names of runs, points, what is left out.
struct RunTally {
  var notes = ImportNotes()
  /// Points that were handed over.
  private(set) var points = 0
  private var names: [String: String] = [:]
  private var uses: [String: Int] = [:]
  private var budget = NameBudget()

  /// What to call a run. Runs of one name are numbered, in the order in which they come.
  /// - Throws: `Fault` where the names of all runs are too long to keep in mind.
  mutating func name(of id: String, called name: String, at path: String) throws -> String {
    if let known = names[id] { return known }
    guard budget.takes(id.nameBytes + name.nameBytes) else {
      throw Fault("the file has too many runs", at: path, hint: "import its projects one by one")
    }
    let said = name.isEmpty ? id : name
    let count = uses[said, default: 0] + 1
    uses[said] = count
    if count == 2 {
      notes.add("runs of one name: the later ones are numbered", at: said.clipped)
    }
    let result = count == 1 ? said : "\(said) #\(count)"
    names[id] = result
    return result
  }

  /// Hands over a value, or notes why not.
  mutating func point(
    _ cell: NumberCell, _ series: String, _ step: Int, of run: String, at place: String,
    _ take: (ImportRecord) throws -> Void
  ) throws {
    guard let value = notes.number(cell, of: series, at: place) else { return }
    points += 1
    try take(
      .point(PointRecord(run: run, series: series, step: step, value: value, locator: place)))
  }

  /// Notes what a database of a program that is running may hold back.
  mutating func note(_ database: ForeignDatabase) {
    guard database.hasUnmergedLog else { return }
    notes.add(
      "the file with -wal beside the database holds newer rows, which are not read: "
        + "stop the program that writes them and import the database again")
  }

  /// - Throws: `Fault` where nothing was handed over.
  func summary(of file: ImportFile, _ what: String) throws -> ImportSummary {
    guard points > 0 else { throw notes.nothingTaken(at: file.path, expected: what) }
    return ImportSummary(warnings: notes.warnings)
  }
}
