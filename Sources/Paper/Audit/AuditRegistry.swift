/// All checks, in the order of reports. Adding a check is a file in `Checks` and a line here.
public enum AuditRegistry {
  public static let all: [AuditCheck] = [
    .taskAverages, .rulerAverages, .familyAverages, .printedTwice, .bothScales, .bestRatio,
    .costFormulas, .impossibleAccuracies, .quotedNumbers, .cacheFactors, .ranks, .modelCount,
  ]
}
