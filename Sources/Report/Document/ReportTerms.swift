/// Under which terms a report was made, so that it can be made again under the same ones.
public struct ReportTerms: Codable, Sendable, Equatable {
  /// The report's date: seconds since 1970. Which recorded runs are trained again depends on it.
  public var date: Int
  /// The analyses that it was to hold.
  public var analyses: [String]
  /// How many recorded runs were to be trained again.
  public var reruns: Int
  /// The profiles that were trained for it and shown instead of recorded runs.
  public var fromScratch: [String]
  /// Whether it is the first edition, made before anything was trained; nil in every other report.
  public var isFirstEdition: Bool?

  public init(
    date: Int, analyses: [String], reruns: Int, fromScratch: [String], isFirstEdition: Bool = false
  ) {
    (self.date, self.analyses) = (date, analyses)
    (self.reruns, self.fromScratch) = (reruns, fromScratch)
    self.isFirstEdition = isFirstEdition ? true : nil
  }
}
