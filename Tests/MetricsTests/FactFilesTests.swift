import Core
import Testing

@testable import Metrics

/// The files of facts: tasks, quotes, update rules and exhibits, as they are and damaged.
@Suite struct FactFilesTests {
  let copy: DataCopy

  init() throws { copy = try DataCopy() }

  @Test func readWhatTheFilesSay() throws {
    let temporary = try TemporaryFolder()
    let store = try filledStore(in: temporary)
    let task = try #require(try store.tasks().first { $0.key == "openbookqa" })
    #expect((task.display, task.suite, task.items) == ("OpenBookQA", "lm-eval", 500))
    #expect(task.source.hasPrefix("test split"))
    #expect(try store.tasks().last?.items == nil)
    let rule = try #require(try store.updateRules().first)
    #expect((rule.family, rule.provenance) == ("HGRN", "data/paper/table1.csv:2"))
    #expect(rule.readout == "oₜ = hₜ ⊙ qₜ")
    let exhibit = try #require(try store.exhibits().first { $0.v2 == "Figure 3" })
    #expect((exhibit.v1, exhibit.items) == ("Figure 5", ["figure:front", "figure:front-printed"]))
    #expect(exhibit.provenance == "data/paper/exhibits.csv:4")
  }

  @Test func readWhatTheSentencesQuote() throws {
    let temporary = try TemporaryFolder()
    let quotes = try filledStore(in: temporary).quotes()
    let range = try #require(quotes.first { $0.id == "recall-advantage" })
    #expect((range.low, range.high, range.resolution) == (0.02, 0.05, 0.01))
    #expect((range.section, range.unit) == ("4.3", "fraction"))
    #expect(range.provenance == "data/paper/quotes.csv:9")
    let end = try #require(quotes.first { $0.id == "lm-flat" })
    #expect((end.low, end.high) == (nil, 0.01))
    #expect(quotes.first { $0.id == "kv-factor" }?.resolution == 1)
    #expect(quotes.first { $0.id == "hgrn2-over-transformer-340m" }?.resolution == 0.001)
  }

  /// A file, what is replaced by what, the line at fault, and what is said of it.
  struct Damage: Sendable {
    let file: String
    let old: String
    let new: String
    let line: Int
    let what: String
  }

  static let damages = [
    Damage(
      file: "tasks.csv", old: "key,display,suite", new: "key,name,suite", line: 1,
      what: "the header is not the one"),
    Damage(file: "tasks.csv", old: "\npiqa,", new: "\n,", line: 7, what: "key is empty"),
    Damage(
      file: "tasks.csv", old: "\npiqa,", new: "\narc_easy,", line: 7, what: "key repeats line 3"),
    Damage(
      file: "tasks.csv", old: "lm-eval,500,", new: "lm-eval,5e2,", line: 6,
      what: "items is not a whole number"),
    Damage(
      file: "tasks.csv", old: "lm-eval,500,", new: "lm-eval,0,", line: 6,
      what: "items is not a whole number"),
    Damage(
      file: "tasks.csv", old: "500,test split of the data set (Mihaylov et al. 2018)",
      new: "500,", line: 6, what: "source is empty"),
    Damage(file: "tasks.csv", old: "PIQA,lm-eval", new: "PIQA,", line: 7, what: "suite is empty"),
    Damage(
      file: "paper/quotes.csv", old: "low,high,unit", new: "high,low,unit", line: 1,
      what: "the header is not the one"),
    Damage(file: "paper/quotes.csv", old: "\nkv-share,", new: "\n,", line: 14, what: "id is empty"),
    Damage(
      file: "paper/quotes.csv", old: "\nkv-share,", new: "\nkv-factor,", line: 14,
      what: "id repeats line 13"),
    Damage(
      file: "paper/quotes.csv", old: "0.25,0.25", new: "0.25,a quarter", line: 14,
      what: "high is not a decimal number"),
    Damage(
      file: "paper/quotes.csv", old: "0.25,0.25", new: "0.26,0.25", line: 14,
      what: "high is below low"),
    Damage(
      file: "paper/quotes.csv", old: "0.25,0.25", new: ",", line: 14,
      what: "low and high are both empty"),
    Damage(
      file: "paper/quotes.csv", old: "kv-share,4.3,", new: "kv-share,,", line: 14,
      what: "section is empty"),
    Damage(
      file: "paper/table1.csv", old: "family,update", new: "mixer,update", line: 1,
      what: "the header is not the one"),
    Damage(
      file: "paper/table1.csv", old: "\nRetNet,", new: "\nRetnet,", line: 3,
      what: "family names an unknown family"),
    Damage(
      file: "paper/table1.csv", old: "\nRetNet,", new: "\n,", line: 3, what: "family is empty"),
    Damage(
      file: "paper/table1.csv", old: "\nRetNet,", new: "\nHGRN,", line: 3,
      what: "family repeats line 2"),
    Damage(
      file: "paper/table1.csv", old: ",oₜ = hₜ ⊙ qₜ", new: ",", line: 2, what: "readout is empty"),
    Damage(
      file: "paper/exhibits.csv", old: "v2,v1", new: "v1,v2", line: 1,
      what: "the header is not the one"),
    Damage(
      file: "paper/exhibits.csv", old: "\nTable 7,", new: "\n,", line: 14, what: "v2 is empty"),
    Damage(
      file: "paper/exhibits.csv", old: "\nTable 7,", new: "\nTable 6,", line: 14,
      what: "v2 repeats line 13"),
    Damage(
      file: "paper/exhibits.csv", old: "Table 7,Table 5,", new: "Table 7,Table 4,", line: 14,
      what: "v1 repeats line 13"),
    Damage(
      file: "paper/exhibits.csv", old: "figure:flops", new: "flops", line: 5,
      what: "items is no list of report items"),
    Damage(
      file: "paper/exhibits.csv", old: "figure:front;figure:front-printed",
      new: "figure:front;front-printed", line: 4, what: "items is no list of report items"),
    Damage(
      file: "paper/exhibits.csv", old: "FLOPs of the token mixers against L", new: "", line: 5,
      what: "title is empty"),
  ]

  @Test(arguments: damages) func refuses(_ damage: Damage) throws {
    try copy.replace(damage.file, damage.old, damage.new)
    try copy.trustBytes()
    let fault = try fault { try copy.folder.load() }
    #expect(fault.location == "data/\(damage.file):\(damage.line)")
    #expect(fault.what.hasPrefix(damage.what), "\(fault)")
  }

  /// A folder elsewhere can stand for the project's, with its paths.
  @Test func pathsBeginWithTheNameThatIsGiven() throws {
    #expect(DataFolder(copy.temporary.url.appendingPathComponent("mine")).name == "mine")
    try copy.replace("tasks.csv", "lm-eval,500,", "lm-eval,0,")
    try copy.trustBytes()
    let fault = try fault { try DataFolder(copy.root, name: "other").load() }
    #expect(fault.location == "other/tasks.csv:6")
  }
}
