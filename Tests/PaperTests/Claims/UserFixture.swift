import TestSupport
import Core
import Foundation
import Importers
import Testing

@testable import Paper
@testable import Published
@testable import Results

/// Results that a user might have imported, as a long CSV.
struct UserFixture {
  private var rows: [String] = []
  private static let header =
    "kind,model,task,metric,filter,shots,task_version,step,value,stderr,n,unit,higher_is_better\n"

  static let lm = [
    ("arc_challenge", "acc_norm"), ("arc_easy", "acc"), ("hellaswag", "acc_norm"),
    ("lambada_openai", "acc"), ("openbookqa", "acc_norm"), ("piqa", "acc"),
  ]
  static let ruler = [
    "niah_single_1", "niah_single_2", "niah_single_3", "niah_multikey_1", "niah_multikey_2",
    "niah_multikey_3", "niah_multivalue", "niah_multiquery", "ruler_vt", "ruler_cwe", "ruler_fwe",
    "ruler_qa_squad", "ruler_qa_hotpot",
  ].map { ($0, "accuracy@4096") }

  /// A released checkpoint's name.
  static func name(_ family: String, _ ratio: String, scale: String = "1.3B-100B") -> String {
    if family == "Transformer" { return "m-a-p/transformer_\(scale.prefix(4))_baseline" }
    let layout =
      ratio == "pure" ? "pure" : "hybrid-" + ratio.split(separator: ":").joined(separator: "-")
    return "m-a-p/\(scale)-\(family)-\(layout)"
  }

  /// The same value for all tasks of an average, so that it is the average.
  mutating func add(
    _ model: String, _ value: Double, _ tasks: [(String, String)], n: String = "1000"
  ) {
    for (task, metric) in tasks {
      rows.append(
        "score,\(model),\(task),\(metric),none,0,1,,\(NumberText.exact(value)),,\(n),fraction,true\n"
      )
    }
  }

  /// What a store and the project's data make of them.
  func results() throws -> UserResults {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("user-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let catalog = try Store.open(at: folder.appendingPathComponent("store.sqlite"))
    try catalog.importData(try DataFolder(dataRoot).load())
    let file = folder.appendingPathComponent("mine.csv")
    try Data((Self.header + rows.joined()).utf8).write(to: file)
    let store = try ResultStore.open(at: folder.appendingPathComponent("results.sqlite"))
    try store.importFile(try ImportFile(file, path: "mine.csv"))
    return try UserResults(store, catalog: catalog)
  }

  /// What the paper prints in its Tables 5 to 7, as if a user had measured it.
  static func paper() throws -> UserFixture {
    var fixture = UserFixture()
    for row in try Printed.base().observations where row.model.family != "FamilyMean" {
      let model = name(row.model.family, row.model.ratioLabel)
      switch (row.path, row.task) {
      case (PaperTable.six.path, "lm_average"): fixture.add(model, row.value, lm)
      case (PaperTable.seven.path, "ruler_average"): fixture.add(model, row.value, ruler)
      case (PaperTable.five.path, "ruler_average") where row.model.family == "Transformer":
        fixture.add(model, row.value, ruler)
      default: break
      }
    }
    return fixture
  }
}
