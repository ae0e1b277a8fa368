import Core
import Results

/// All formats, in the order in which they are tried.
public enum ImporterRegistry {
  public static let all: [any ResultImporter.Type] = [
    TFEventsImporter.self,
    LongCSVImporter.self,
    TrainerStateImporter.self,
    TrainerResultsImporter.self,
    TrainerOutputImporter.self,
    LlamaFactoryImporter.self,
    TrainingLogImporter.self,
    NanoGPTImporter.self,
    ModdedNanoGPTImporter.self,
    MegatronImporter.self,
    DeepSpeedImporter.self,
    WandbRunsTableImporter.self,
    MLflowRunsTableImporter.self,
    WandbHistoryImporter.self,
    WandbSummaryImporter.self,
    WideCSVImporter.self,
    ZoologyImporter.self,
    LabRecordImporter.self,
    LMEvalImporter.self,
    LMEvalSamplesImporter.self,
    LMEvalTableImporter.self,
    LightEvalImporter.self,
    OlmesImporter.self,
    OpenCompassImporter.self,
    LongBenchImporter.self,
    RulerSummaryImporter.self,
    RulerJSONImporter.self,
    RulerTableImporter.self,
    WandbFileImporter.self,
    MLRunsImporter.self,
    MLflowDatabaseImporter.self,
    TrackioImporter.self,
    EveryEvalEverImporter.self,
    HubResultsImporter.self,
  ]

  /// The importer for a file.
  /// - Throws: `Fault` that lists the formats, where none fits.
  public static func importer(for file: ImportFile) throws -> any ResultImporter.Type {
    if let found = all.first(where: { $0.recognises(file) }) { return found }
    throw unknown(file)
  }

  /// That no format fits.
  static func unknown(_ file: ImportFile) -> Fault {
    Fault(
      "this file is of no known format", at: file.path,
      expected: all.map { $0.format }.joined(separator: ", "),
      found: file.size == 0 ? "an empty file" : nil,
      hint: file.isLargeFilePointer
        ? "it is a Git LFS pointer, not the file itself: run git lfs pull"
        : "the plain long CSV takes any numbers: docs/results.md")
  }
}

extension ResultStore {
  /// Reads a file of any known format into the store, as `importFile(_:by:naming:)` does.
  /// - Throws: `Fault` where the file is of no known format.
  @discardableResult
  public func importFile(_ file: ImportFile, naming name: String? = nil) throws -> ImportOutcome {
    try importFile(file, by: try ImporterRegistry.importer(for: file), naming: name)
  }
}
