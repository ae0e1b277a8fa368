import Canvas
import Core
import Foundation
import Lab
import Notebook
import Plot
import Published
import Report
import Runs
import Studies

/// Where a user's ablation is kept: the question as a profile, its effects, and its page.
public struct AblationFolder: Sendable {
  public let url: URL
  private let json: JSONValue?

  private var file: URL { url.appendingPathComponent("ablation.json") }

  /// The folder of a question, `reports/ablations/NAME`.
  public init(_ request: AblationRequest, in project: Project) throws {
    let json = try request.profile()
    guard case .object(let members) = json, case .string(let name)? = members["name"], !name.isEmpty
    else { throw Fault("the ablation has no name", hint: "give it one: --name") }
    url = Self.parent(project).appendingPathComponent(name)
    self.json = json
  }

  /// The folder of an ablation that was run: its name, or its path.
  /// - Throws: `Fault` listing those that there are.
  public init(_ name: String, in project: Project) throws {
    let parent = Self.parent(project)
    url = name.contains("/") ? URL(fileURLWithPath: name) : parent.appendingPathComponent(name)
    json = nil
    guard FileManager.default.fileExists(atPath: file.path) else {
      let names = (try? FileManager.default.contentsOfDirectory(atPath: parent.path)) ?? []
      throw Fault.unknown(
        "ablation", name, among: names.isEmpty ? ["one that was run"] : names.sorted(),
        at: file.path, hint: "run it: interleave ablate")
    }
  }

  private static func parent(_ project: Project) -> URL {
    project.reports.appendingPathComponent("ablations")
  }

  /// The question as a profile, whether it is on disk yet or not.
  public func profile(in project: Project) throws -> Profile {
    guard let json else { return try Profile(file: file, folders: [project.profiles]) }
    return try Profile(json: json, at: "the ablation") { name in
      try Profile.named(name, in: project)
    }
  }

  /// Writes the question down, so that the page and `sweep --profile` find it.
  /// - Throws: `Fault` where another question has this name.
  public func keep(_ request: AblationRequest) throws {
    let text = try String(decoding: request.profile().data(), as: UTF8.self) + "\n"
    if let earlier = try? InputFile.text(at: file), earlier != text {
      throw Fault(
        "another ablation has this name", at: file.path, expected: "the same question",
        found: "one that differs", hint: "give this one a name: --name")
    }
    try AtomicFile.makeFolder(url)
    try AtomicFile.write(text, to: file)
  }

  /// Writes the effects as a table, and those on recall as a chart with its data.
  public func publish(_ study: AblationStudy, _ profile: Profile, in project: Project) throws {
    try AtomicFile.write(study.csv, to: url.appendingPathComponent("effects.csv"))
    guard !study.effects(on: .recall).isEmpty else { return }
    let store = try Store.open(at: project.store)
    _ = try store.importData(DataFolder(project.data).load())
    let chart = try study.chart(
      .recall, FamilyNames(profile, in: store), styles: HouseStyle.styles(store.families()),
      subtitle:
        "Variant less baseline: mean over up to n = \(profile.seeds.count) paired seeds with "
        + "95% t interval; small marks: single seeds. Toy scale.")
    let scene = try chart.scene()
    try AtomicFile.write(SceneRenderer.svg(scene), to: url.appendingPathComponent("effects.svg"))
    try AtomicFile.write(SceneRenderer.png(scene), to: url.appendingPathComponent("effects.png"))
  }

  /// The page: the notebook `ablations` on this question's runs.
  public func report(
    in project: Project, store: URL, runs: URL, executables: URL, progress: ProgressLog
  ) throws -> Reproduction.Outcome {
    var job = Reproduction(
      project: project, store: store, runs: runs, out: url, executables: executables,
      analyses: ["ablations"])
    (job.ablations, job.reruns) = (file, 0)
    let profile = try profile(in: project)
    job.title = ReportAssembly.Title(
      "An ablation: \(PrintableText.of(profile.name))", profile.description)
    return try job.run(progress: progress)
  }
}

extension AblationStudy {
  /// All effects, a line each.
  public var csv: String {
    let rows = effects.map { effect -> [String] in
      let mean = effect.difference.mean
      return [
        effect.comparison.id, effect.comparison.family, "\(effect.comparison.layout)",
        effect.comparison.topic, effect.variant, effect.measure.rawValue, "\(effect.difference.n)",
        "\(effect.baselineMean)", "\(effect.variantMean)", "\(mean.mean)",
        mean.low.map { "\($0)" } ?? "", mean.high.map { "\($0)" } ?? "", mean.kind.rawValue,
        effect.difference.pValue.map { "\($0)" } ?? "", effect.corrected.map { "\($0)" } ?? "",
        effect.difference.signFlip.map { "\($0)" } ?? "",
      ]
    }
    return CSV.text(
      header: [
        "ablation", "family", "layout", "topic", "variant", "measure", "n", "baseline_mean",
        "variant_mean", "effect", "low", "high", "interval", "p", "p_holm", "p_sign_flip",
      ], rows: rows)
  }
}
