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

/// A user's own question: what to take as it is, and what to change.
public struct AblationRequest: Sendable {
  /// A profile: its name in `data/profiles`, or its file.
  public var base: String
  /// FLA's `model_type`, or a name of the mixer's.
  public var family: String
  public var layout: String
  /// `field=value,value...` each; the first value is the baseline.
  public var changes: [String]
  public var seeds: Int
  /// `path=value` each: fields that every run gets, the baseline's and the variants'.
  public var settings: [String]
  /// Names the folder of its results; nil to make one of family and fields.
  public var name: String?

  public init(
    base: String, family: String, layout: String, changes: [String], seeds: Int,
    settings: [String] = [], name: String? = nil
  ) {
    (self.base, self.family, self.layout) = (base, family, layout)
    (self.changes, self.seeds, self.settings, self.name) = (changes, seeds, settings, name)
  }

  /// The question as a profile of ablations, which `sweep --profile` reads as well.
  /// - Throws: `Fault` quoting what cannot be read.
  public func profile() throws -> JSONValue {
    let type = try MixerRegistry.standard.description(family).modelType
    let parts = try changes.map(Self.change)
    let fixed = try Profile.settings(settings)
    let notes = fixed.keys.sorted().map {
      "\($0.split(separator: ".").last ?? "")-\(fixed[$0] ?? .null)"
    }
    let title = name ?? ([family] + parts.map(\.field) + notes).joined(separator: "-")
    guard seeds > 0, seeds <= 1000 else {
      throw Fault("seeds cannot be used", expected: "1 to 1000", found: "\(seeds)")
    }
    var profile: [String: JSONValue] = [
      "name": .string(Self.slug(title)), "base": .string(basePath),
      "description": .string(
        "One change at a time to \(family), \(layout), of the profile \(base): "
          + parts.map(\.field).joined(separator: ", ")),
      "seeds": .array((1...seeds).map { .integer($0) }),
      "ablations": .array(
        try parts.map { part in
          [
            "id": .string(Self.slug("\(family)-\(part.field)")), "topic": .string(part.field),
            "question": .string("What does \(part.field) change?"), "family": .string(type),
            "layout": try StackLayout.json(layout), "vary": .string(part.field),
            "values": .array(part.values),
          ]
        }),
    ]
    if !fixed.isEmpty { profile["set"] = .object(fixed) }
    return .object(profile)
  }

  /// A file is named so that it is found from any folder.
  private var basePath: String {
    base.hasSuffix(".json") ? URL(fileURLWithPath: base).absoluteURL.path : base
  }

  /// Letters and digits stay.
  static func slug(_ text: String) -> String {
    text.split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }.joined(separator: "-")
  }

  private static func change(_ text: String) throws -> (field: String, values: [JSONValue]) {
    let halves = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    guard halves.count == 2, !halves[0].isEmpty else {
      throw Fault(
        "this is not a change", at: "--vary",
        expected: "field=value,value such as use_short_conv=false,true",
        found: text)
    }
    let values = pieces(halves[1]).map { piece -> JSONValue in
      (try? JSONValue(data: Data(piece.utf8), at: "--vary")) ?? .string(piece)
    }
    guard values.count > 1, !values.contains(.string("")) else {
      throw Fault(
        "a change needs a baseline and at least one other value", at: "--vary",
        expected: "\(halves[0])=value,value", found: text)
    }
    return (String(halves[0]), values)
  }

  /// What stands between commas; those within brackets do not count.
  private static func pieces(_ text: Substring) -> [String] {
    var (pieces, depth) = ([""], 0)
    for character in text {
      depth += "[{".contains(character) ? 1 : "]}".contains(character) ? -1 : 0
      if character == ",", depth == 0 {
        pieces.append("")
      } else {
        pieces[pieces.count - 1].append(character)
      }
    }
    return pieces.map { $0.trimmingCharacters(in: .whitespaces) }
  }
}

extension StackLayout {
  /// A layout as a command line says it: a word as profiles have it, or a list such as `[1, 3]`.
  static func json(_ text: String) throws -> JSONValue {
    let json = (try? JSONValue(data: Data(text.utf8), at: "--layout")) ?? .string(text)
    _ = try StackLayout(json: json, at: "--layout")
    return json
  }
}

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
