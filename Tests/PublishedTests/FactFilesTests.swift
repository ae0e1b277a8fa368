import Core
import Testing
import TestSupport

/// Damage to the tasks, quotes, update rules and exhibits.
@Suite struct FactFilesTests {
  let copy: DataCopy

  init() throws { copy = try DataCopy() }

  private static let tasks = "tasks.csv"
  private static let quotes = "paper/quotes.csv"
  private static let updates = "paper/table1.csv"
  private static let exhibits = "paper/exhibits.csv"

  @Test(arguments: [
    (tasks, "key,display,suite,items,chance", "key,display,suite,items,guess", ":1", "the header"),
    (tasks, "arc_easy,ARC-e,", ",ARC-e,", ":3", "key is empty"),
    (tasks, "arc_easy,ARC-e,", "arc_challenge,ARC-e,", ":3", "key repeats line 2"),
    (tasks, "arc_easy,ARC-e,", "arc_easy,,", ":3", "display is empty"),
    (tasks, ",2376,", ",0,", ":3", "items is not a whole number"),
    (tasks, ",2376,", ",2376.5,", ":3", "items is not a whole number"),
    (tasks, ",1838,0.5,", ",1838,1/2,", ":7", "chance is not a decimal number"),
    (tasks, ",1838,0.5,", ",1838,1,", ":7", "chance is out of range"),
    (tasks, ",1838,0.5,", ",1838,0,", ":7", "chance is out of range"),
    (tasks, "RULER average,RULER,,,", "RULER average,RULER,7,,", ":16", "source is empty"),
    (quotes, "id,section,text", "id,text,section", ":1", "the header"),
    (quotes, "lm-flat,4.2", ",4.2", ":4", "id is empty"),
    (quotes, "lm-cluster,4.2", "lm-flat,4.2", ":5", "id repeats line 4"),
    (quotes, ",0.1,0.35,fraction", ",0.1,nan,fraction", ":6", "high is not a decimal number"),
    (quotes, ",0.1,0.35,fraction", ",0.4,0.35,fraction", ":6", "high is below low"),
    (quotes, ",0.1,0.35,fraction", ",,,fraction", ":6", "low and high are both empty"),
    (quotes, ",0.1,0.35,fraction", ",0.1,0.35,share", ":6", "unit is not one of the known"),
    (quotes, ",0.1,0.35,fraction", ",0.1,0.35,", ":6", "unit is not one of the known"),
    (updates, "GLA,Sₜ", "Mystery,Sₜ", ":4", "family names an unknown family"),
    (updates, "GLA,Sₜ", "RetNet,Sₜ", ":4", "family repeats line 3"),
    (updates, "oₜ = hₜ ∘ qₜ", "", ":2", "readout is empty"),
    (exhibits, "Table 7,Table 5,", "Table 6,Table 5,", ":14", "v2 repeats line 13"),
    (exhibits, "Table 7,Table 5,", "Table 7,Table 4,", ":14", "v1 repeats line 13"),
    (exhibits, "Table 7,Table 5,", "Tab. 7,Table 5,", ":14", "v2 names no exhibit"),
    (exhibits, "Table 7,Table 5,", "Table 0,Table 5,", ":14", "v2 names no exhibit"),
    (exhibits, "Table 7,Table 5,", "Table 7,Figure 7,", ":14", "v1 is of another kind than v2"),
    (exhibits, "figure:stack", "stack", ":7", "items is not a list of report items"),
    (exhibits, "figure:stack", "figure:", ":7", "items is not a list of report items"),
    (exhibits, "table:updates", "", ":8", "items is empty"),
  ])
  func refuses(file: String, old: String, new: String, place: String, what: String) throws {
    try copy.replace(file, old, new)
    try copy.trustBytes()
    let fault = try fault { try copy.folder.load() }
    #expect(fault.location == "data/\(file)\(place)")
    #expect(fault.what.contains(what))
  }

  @Test func anExhibitThatNothingCoversNeedsANote() throws {
    try copy.replace(Self.exhibits, "figure:stack,", ",")
    try copy.folder.seal()
    #expect(try copy.folder.load().rowCount > 700)
  }
}
