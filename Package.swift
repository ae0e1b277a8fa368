// swift-tools-version: 6.2
import PackageDescription

/// The analyses, in the order in which the report shows them: one folder in `analyses/` and one
/// line here each. Everything else, the command line included, finds them by itself.
let analyses = [
  "summary",
  "claim-verdicts",
  "ratio-curves",
  "language-modelling",
  "recall-subtasks",
  "other-evidence",
  "other-sweeps",
  "paper-audit",
  "recommendation",
  "mixers",
  "costs",
  "paper-map",
  "toy-curves",
  "toy-costs",
  "toy-quick",
  "ablations",
  "toy-runs",
  "your-results",
]

/// Tests see what is internal, in the same build that the report is made with: `make test` builds nothing
/// twice. Programs carry no debug information, which takes time and three quarters of their size; a debug
/// build (`swift build`) has it.
let common: [SwiftSetting] = [
  .unsafeFlags(["-enable-testing", "-Xfrontend", "-gnone"], .when(configuration: .release))
]
/// What calls, prints or tests, and computes little, is not optimised: that takes four times as long.
let glue: [SwiftSetting] = common + [.unsafeFlags(["-Onone"], .when(configuration: .release))]
let stripped: [LinkerSetting] = [
  .unsafeFlags(["-Xlinker", "--strip-debug"], .when(configuration: .release))
]

let package = Package(
  name: "interleave",
  products: [.executable(name: "interleave", targets: ["interleave"])],
  dependencies: [
    .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
    .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
  ],
  targets: [
    // System libraries. SQLite comes as GRDB's own system-library target, GRDBSQLite.
    .systemLibrary(
      name: "COpenBLAS", pkgConfig: "openblas", providers: [.apt(["libopenblas-dev"])]),
    .systemLibrary(name: "CCairo", pkgConfig: "cairo", providers: [.apt(["libcairo2-dev"])]),
    .systemLibrary(
      name: "CPango", pkgConfig: "pangocairo", providers: [.apt(["libpango1.0-dev"])]),
    .systemLibrary(
      name: "CHarfBuzz", pkgConfig: "harfbuzz-subset", providers: [.apt(["libharfbuzz-dev"])]),
    .systemLibrary(name: "CMinpack", pkgConfig: "cminpack", providers: [.apt(["libcminpack-dev"])]),
    .systemLibrary(name: "CGLib", pkgConfig: "glib-2.0", providers: [.apt(["libglib2.0-dev"])]),
    .systemLibrary(
      name: "CCMarkGFM", pkgConfig: "libcmark-gfm",
      providers: [.apt(["libcmark-gfm-dev", "libcmark-gfm-extensions-dev"])]),

    // What every room uses.
    .target(name: "Core", dependencies: ["CGLib"], swiftSettings: common),

    // Four rooms that know nothing of one another.
    // Vectorised loops in C; one body for three instruction sets, see common.h.
    .target(name: "CKernels"),
    .target(name: "Lab", dependencies: ["Core", "CKernels", "COpenBLAS"], swiftSettings: common),
    .target(
      name: "Metrics",
      dependencies: [
        "Core", .product(name: "GRDB", package: "GRDB.swift"),
        .product(name: "GRDBSQLite", package: "GRDB.swift"),
      ], swiftSettings: common),
    .target(name: "Statistics", dependencies: ["Core", "CMinpack"], swiftSettings: common),
    .target(name: "Plot", dependencies: ["Core", "Canvas"], swiftSettings: common),

    // What stacks cost, as formulas.
    .target(name: "Costs", dependencies: ["Core"], swiftSettings: glue),

    // Drawing and documents.
    .target(
      name: "Canvas", dependencies: ["Core", "CCairo", "CPango", "CHarfBuzz"],
      swiftSettings: glue),
    .target(
      name: "Report", dependencies: ["Core", "Canvas", "Plot", "CCMarkGFM"],
      resources: [
        .embedInCode("HTML/report.css"), .embedInCode("HTML/report.js"),
        .embedInCode("Typst/interleave.typ"),
      ], swiftSettings: common),

    // The paper, judged: what it costs, what its numbers say of one another, and its claims.
    .target(
      name: "Audit", dependencies: ["Core", "Metrics", "Statistics", "Costs"],
      swiftSettings: common),
    .target(
      name: "Claims", dependencies: ["Core", "Metrics", "Statistics", "Costs", "Audit"],
      swiftSettings: common),

    // What ties them.
    .target(
      name: "Notebook",
      dependencies: [
        "Core", "Lab", "Metrics", "Statistics", "Plot", "Report", "Costs", "Audit", "Claims",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ], swiftSettings: glue),
    .executableTarget(
      name: "interleave",
      dependencies: [
        "Notebook", "Lab", "Audit", "Claims",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ], swiftSettings: glue, linkerSettings: stripped),

    .testTarget(name: "CoreTests", dependencies: ["Core"], swiftSettings: glue),
    .testTarget(
      name: "LabTests", dependencies: ["Lab", "CKernels"], resources: [.copy("Golden")],
      swiftSettings: glue),
    .testTarget(
      name: "MetricsTests", dependencies: ["Metrics"], exclude: ["Samples"], swiftSettings: glue),
    .testTarget(name: "StatisticsTests", dependencies: ["Statistics"], swiftSettings: glue),
    .testTarget(name: "CanvasTests", dependencies: ["Canvas"], swiftSettings: glue),
    .testTarget(name: "PlotTests", dependencies: ["Plot"], swiftSettings: glue),
    // The notebook of docs/tutorial.md, built and run as any analysis.
    .executableTarget(
      name: "tutorial", dependencies: ["Notebook"], path: "Tests/Tutorial",
      swiftSettings: glue + [.defaultIsolation(MainActor.self)]),
    .testTarget(
      name: "DocumentationTests", dependencies: ["Core", "Plot", "Statistics", "tutorial"],
      swiftSettings: glue),
    .testTarget(name: "CostsTests", dependencies: ["Costs"], swiftSettings: glue),
    .testTarget(name: "AuditTests", dependencies: ["Audit", "Metrics"], swiftSettings: glue),
    .testTarget(name: "ClaimsTests", dependencies: ["Claims", "Metrics"], swiftSettings: glue),
    // A headless browser, for tests that look at pages.
    .target(name: "Browser", path: "Tests/Browser", swiftSettings: glue),
    .testTarget(name: "ReportTests", dependencies: ["Report", "Browser"], swiftSettings: glue),
    .testTarget(
      name: "NotebookTests", dependencies: ["Notebook", "Browser"], exclude: ["Sweep/trainer.sh"],
      swiftSettings: glue),
    .testTarget(
      name: "interleaveTests", dependencies: ["interleave", "Notebook"],
      exclude: ["Snapshots"], swiftSettings: glue),
  ]
    + analyses.map {
      // A notebook's functions and variables share one actor, as the lines of a script do.
      .executableTarget(
        name: $0, dependencies: ["Notebook"], path: "analyses/\($0)",
        swiftSettings: glue + [.defaultIsolation(MainActor.self)], linkerSettings: stripped)
    },
  swiftLanguageModes: [.v6]
)
