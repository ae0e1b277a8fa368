import Foundation
import Testing
import TestSupport

@testable import interleave

/// From files of an evaluation to the report on them, as a user goes.
@Suite struct YourResultsTests {
  private let bench: EvidenceRun
  private let results: String
  private let folder: URL

  init() throws {
    bench = try EvidenceRun()
    results = bench.folder.appendingPathComponent("results.sqlite").path
    folder = bench.folder.appendingPathComponent("evaluations")
  }

  private var store: [String] {
    ["--results", results, "--store", bench.folder.appendingPathComponent("s.sqlite").path]
  }

  private static let lm = [
    "arc_challenge": "acc_norm", "arc_easy": "acc", "hellaswag": "acc_norm",
    "lambada_openai": "acc", "openbookqa": "acc_norm", "piqa": "acc",
  ]
  private static let ruler = [
    "niah_single_1", "niah_single_2", "niah_single_3", "niah_multikey_1", "niah_multikey_2",
    "niah_multikey_3", "niah_multivalue", "niah_multiquery", "ruler_vt", "ruler_cwe", "ruler_fwe",
    "ruler_qa_squad", "ruler_qa_hotpot",
  ]

  /// What lm-evaluation-harness 0.4 writes for a model.
  private func evaluate(_ model: String, lm: Double, recall: Double?, shots: Int = 0) throws {
    var results: [String: Any] = [:]
    for (task, metric) in Self.lm {
      results[task] = ["alias": task, "\(metric),none": lm, "\(metric)_stderr,none": 0.01]
    }
    for (place, task) in Self.ruler.enumerated() where recall != nil {
      let wobble = 0.01 * Double((place * 7) % 5 - 2)
      results[task] = [
        "alias": task, "4096,none": (recall ?? 0) + wobble, "4096_stderr,none": "N/A",
      ]
    }
    let tasks = results.keys
    let json: [String: Any] = [
      "results": results, "model_name": model, "lm_eval_version": "0.4.9",
      "config": ["model": "hf", "model_args": "pretrained=\(model)"],
      "versions": Dictionary(uniqueKeysWithValues: tasks.map { ($0, 1) }),
      "n-shot": Dictionary(uniqueKeysWithValues: tasks.map { ($0, shots) }),
      "n-samples": Dictionary(
        uniqueKeysWithValues: tasks.map { ($0, ["original": 500, "effective": 500]) }),
    ]
    let home = folder.appendingPathComponent(
      model.map { $0.isLetter || $0.isNumber ? String($0) : "_" }.joined())
    try FileManager.default.createDirectory(at: home, withIntermediateDirectories: true)
    try JSONSerialization.data(withJSONObject: json, options: .sortedKeys)
      .write(to: home.appendingPathComponent("results_2026-01-01T00-00-00.json"))
  }

  private func evaluateAll() throws {
    for (place, family) in ["GLA", "HGRN2", "GatedDeltaNet"].enumerated() {
      let shape = [("pure", 0.2), ("hybrid-12-1", 0.3), ("hybrid-6-1", 0.35), ("hybrid-3-1", 0.42)]
      for (index, (layout, recall)) in shape.enumerated() {
        try evaluate(
          "m-a-p/1.3B-100B-\(family)-\(layout)",
          lm: 0.5 + 0.004 * Double((index * 5 + place) % 3), recall: recall + 0.02 * Double(place))
      }
    }
    try evaluate("m-a-p/transformer_1.3B_baseline", lm: 0.51, recall: 0.4)
  }

  /// The report of the analysis alone.
  private func report() throws -> (text: String, run: ProgramRun.End) {
    let out = bench.folder.appendingPathComponent("report")
    let run = try bench.run(
      [
        "reproduce", "--only", "your-results", "--out", out.path, "--runs",
        bench.folder.appendingPathComponent("runs.sqlite").path,
      ] + store)
    let url = out.appendingPathComponent("report.md")
    let text = try String(contentsOf: url, encoding: .utf8)
    return (
      text.replacingOccurrences(
        of: "(?s)<details>.*?</details>", with: "", options: .regularExpression), run
    )
  }

  @Test func withNothingImportedItSaysHowToBegin() throws {
    let (text, run) = try report()
    #expect(run.status == 0, "\(run.errors)")
    #expect(text.contains("Nothing has been imported yet"))
    #expect(text.contains("interleave ingest lm_eval_output/"))
    #expect(!text.contains("What is there"))
  }

  @Test func evaluationsBecomeCurvesAndVerdicts() throws {
    try evaluateAll()
    let ingest = try bench.run(["ingest", folder.path] + store)
    #expect(ingest.status == 0, "\(ingest.errors)")
    #expect(ingest.output.contains("its name"))
    let (text, run) = try report()
    #expect(run.status == 0, "\(run.errors)")
    #expect(text.contains("13 imported models have scores; it is known what 13 of them are."))
    #expect(text.contains("recall rises with the share of full attention"))
    #expect(text.contains("figures/own-recall.svg") && text.contains("figures/own-lm.svg"))
    let row = text.split(separator: "\n").first { $0.hasPrefix("| 3a |") }
    #expect(row?.components(separatedBy: "supported |").count == 3, "\(row ?? "")")
    #expect(text.contains("| lm-eval 0.4.9 |"))
    #expect(!text.contains("What cannot be compared") && !text.contains("wait to be identified"))
  }

  @Test func whatIsHostileOrUnknownStaysText() throws {
    try evaluateAll()
    let hostile = "<script>alert(1)</script>|=cmd()"
    try evaluate(hostile, lm: 0.4, recall: nil)
    try evaluate("模型 🙂 \u{1B}[31m\u{202E}", lm: 0.4, recall: nil)
    try evaluate("mine", lm: 0.4, recall: nil, shots: 5)
    #expect(try bench.run(["ingest", folder.path] + store).status == 0)
    let (text, run) = try report()
    #expect(run.status == 0, "\(run.errors)")
    #expect(text.contains("\\<script\\>"))
    #expect(!text.replacingOccurrences(of: "\\<", with: "").contains("<script"))
    #expect(text.contains("wait to be identified"))
    #expect(text.contains("1F642") && text.contains("6A21") && text.contains("202E"))

    let list = try bench.run(["list", "results", "--mapping"] + store)
    #expect(list.status == 0, "\(list.errors)")
    let filled = list.output.replacingOccurrences(
      of: "mine,,,,,,", with: "mine,GLA,1.3B,24,2,,")
    let file = bench.folder.appendingPathComponent("models.csv")
    try Data(filled.utf8).write(to: file)
    let mapped = try bench.run(["ingest", "--map", file.path] + store)
    #expect(mapped.status == 0, "\(mapped.errors)")
    #expect(mapped.output.contains("2 of 24"))
    #expect(
      try report().text.contains(
        "| 1.3B | piqa | acc | shots | 0-shot, version 1: 13; 5-shot, version 1: 1 |"))
  }

  /// Families of other papers and of the user's own are judged beside the paper's six, never with them.
  @Test func otherFamiliesGetTheirOwnVerdicts() throws {
    try evaluateAll()
    var rows = "model,family,scale,total_layers,attention_layers,ratio_label,ratio_convention\n"
    for (place, family) in ["my-hybrid-3", "Mamba-2", "RWKV 7x"].enumerated() {
      let shape = [("pure", 0.2), ("12:1", 0.31), ("6:1", 0.36), ("3:1", 0.44)]
      for (index, (ratio, recall)) in shape.enumerated() {
        let model = "mine/\(place)-\(index)"
        try evaluate(model, lm: 0.5 + 0.001 * Double(index), recall: recall + 0.01 * Double(place))
        rows += "\(model),\(family),1.3B,,,\(ratio),one-in-r\n"
      }
    }
    let map = bench.folder.appendingPathComponent("models.csv")
    try Data(rows.utf8).write(to: map)
    let ingest = try bench.run(["ingest", folder.path, "--map", map.path] + store)
    #expect(ingest.status == 0, "\(ingest.errors)")
    let (text, run) = try report()
    #expect(run.status == 0, "\(run.errors)")
    #expect(text.contains("The same claims on other families"))
    #expect(text.contains("(Mamba-2, RWKV 7x, my-hybrid-3)"))
    let recall = text.split(separator: "\n").filter { $0.hasPrefix("| 3a |") }
    #expect(recall.count == 3 && recall.last?.contains("n = 3 families") == true, "\(recall)")
  }

  @Test func aMappingThatCannotBeReadStopsTheImport() throws {
    try evaluate("mine", lm: 0.4, recall: nil)
    let file = bench.folder.appendingPathComponent("models.csv")
    try Data("model,family\nmine,GLA\n".utf8).write(to: file)
    let run = try bench.run(["ingest", folder.path, "--map", file.path] + store)
    #expect(run.status == 1)
    #expect(run.errors.contains("models.csv:1") && run.output.isEmpty)
    #expect(!FileManager.default.fileExists(atPath: results))
  }
}
