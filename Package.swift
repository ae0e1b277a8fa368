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
let tested: [SwiftSetting] = [
  .unsafeFlags(["-enable-testing", "-Xfrontend", "-gnone"], .when(configuration: .release))
]
/// Sources besides: Core replaces conversions that trap by deprecated ones, and the build refuses those.
let common = tested + [.treatWarning("DeprecatedDeclaration", as: .error)]
/// `scripts/build.sh` builds with -Onone, which takes a quarter of the time. The rooms that compute ask for
/// -O: the compiler's frontend gets it last.
let optimised: [SwiftSetting] =
  common + [.unsafeFlags(["-Xfrontend", "-O"], .when(configuration: .release))]
/// Twenty programs are linked: LLVM's linker, which comes with Swift, takes half of gold's time.
let program: [LinkerSetting] = [
  .unsafeFlags(
    ["-use-ld=lld", "-Xlinker", "--strip-debug"], .when(configuration: .release))
]

/// What a notebook may import. Each has to be declared: a target is built again when one of these changes.
let rooms: [Target.Dependency] = [
  "Core", "Runs", "Published", "Results", "Statistics", "Paper", "Canvas", "Plot", "Report",
  "Notebook", "Studies",
]
let grdb: Target.Dependency = .product(name: "GRDB", package: "GRDB.swift")
let sqlite = [grdb, .product(name: "GRDBSQLite", package: "GRDB.swift")]
let argumentParser: Target.Dependency = .product(
  name: "ArgumentParser", package: "swift-argument-parser")

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
    .target(name: "Core", dependencies: ["CGLib"], swiftSettings: optimised),
    // SQLite files: opening, schemas, faults.
    .target(name: "Storage", dependencies: ["Core"] + sqlite, swiftSettings: common),

    // Our own training: the engine, and the runs that it makes.
    // Vectorised loops in C; one body for three instruction sets, see common.h.
    .target(name: "CKernels"),
    .target(
      name: "Lab", dependencies: ["Core", "CKernels", "COpenBLAS"], swiftSettings: optimised),
    .target(
      name: "Runs", dependencies: ["Core", "Storage", "Lab"] + sqlite, swiftSettings: common),

    // Numbers of others: printed ones, and what users import.
    .target(
      name: "Published", dependencies: ["Core", "Storage", "Runs"] + sqlite,
      swiftSettings: optimised),
    .target(
      name: "Results", dependencies: ["Core", "Storage", "Published"] + sqlite,
      swiftSettings: optimised),
    // The formats of other tools' results. Decoding them is not what takes time: Core and Results read.
    .target(
      name: "Importers",
      dependencies: ["Core", "Storage", "Lab", "Runs", "Published", "Results"] + sqlite,
      swiftSettings: common),

    // Mathematics, drawing and documents.
    .target(name: "Statistics", dependencies: ["Core", "CMinpack"], swiftSettings: optimised),
    .target(
      name: "Canvas", dependencies: ["Core", "CCairo", "CPango", "CHarfBuzz"],
      swiftSettings: common),
    .target(name: "Plot", dependencies: ["Core", "Canvas"], swiftSettings: common),
    .target(
      name: "Report", dependencies: ["Core", "Canvas", "Plot", "CCMarkGFM"],
      resources: [
        .embedInCode("HTML/report.css"), .embedInCode("HTML/report.js"),
        .embedInCode("Typst/interleave.typ"),
      ], swiftSettings: common),

    // The paper, judged: what stacks cost, what its numbers say of one another, and its claims.
    .target(
      name: "Paper", dependencies: ["Core", "Published", "Results", "Statistics"],
      swiftSettings: common),

    // Notebooks, what they share, and what is done with their reports.
    .target(
      name: "Notebook",
      dependencies: ["Core", "Published", "Canvas", "Plot", "Report", argumentParser],
      swiftSettings: common),
    .target(
      name: "Studies",
      dependencies: [
        "Core", "Lab", "Runs", "Published", "Results", "Statistics", "Canvas", "Plot", "Report",
        "Paper", "Notebook",
      ], swiftSettings: common),
    .target(
      name: "Workshop",
      dependencies: [
        "Core", "Lab", "Runs", "Published", "Results", "Importers", "Statistics", "Canvas", "Plot",
        "Report", "Paper", "Notebook", "Studies",
      ], swiftSettings: common),
    .executableTarget(
      name: "interleave",
      dependencies: [
        "Core", "Lab", "Runs", "Published", "Results", "Importers", "Plot", "Report", "Paper",
        "Notebook", "Studies", "Workshop", argumentParser,
      ], swiftSettings: common, linkerSettings: program),

    // What tests of several rooms share, and a headless browser for those that look at pages.
    .target(
      name: "TestSupport",
      dependencies: ["Core", "Lab", "Runs", "Published", "Notebook"], path: "Tests/Support",
      exclude: ["trainer.sh"], swiftSettings: common),
    .target(name: "Browser", path: "Tests/Browser", swiftSettings: common),
    // The notebook of docs/tutorial.md, built and run as any analysis.
    .executableTarget(
      name: "tutorial", dependencies: rooms, path: "Tests/Tutorial",
      swiftSettings: common + [.defaultIsolation(MainActor.self)]),

    .testTarget(name: "CoreTests", dependencies: ["Core"], swiftSettings: tested),
    .testTarget(
      name: "LabTests", dependencies: ["Core", "Lab", "CKernels"], resources: [.copy("Golden")],
      swiftSettings: tested),
    .testTarget(
      name: "RunsTests",
      dependencies: [
        "Core", "Storage", "Lab", "Runs", "Published", "Results", "TestSupport", grdb,
      ],
      swiftSettings: tested),
    .testTarget(
      name: "PublishedTests",
      dependencies: ["Core", "Storage", "Lab", "Runs", "Published", "TestSupport", grdb],
      swiftSettings: tested),
    .testTarget(
      name: "ResultsTests",
      dependencies: [
        "Core", "Storage", "Lab", "Runs", "Published", "Results", "Importers", "TestSupport", grdb,
      ], exclude: ["Samples"], swiftSettings: tested),
    .testTarget(
      name: "StatisticsTests", dependencies: ["Core", "Statistics"], swiftSettings: tested),
    .testTarget(name: "CanvasTests", dependencies: ["Core", "Canvas"], swiftSettings: tested),
    .testTarget(
      name: "PlotTests", dependencies: ["Core", "Canvas", "Plot"], swiftSettings: tested),
    .testTarget(
      name: "ReportTests",
      dependencies: ["Core", "Canvas", "Plot", "Report", "CCMarkGFM", "Browser"],
      swiftSettings: tested),
    .testTarget(
      name: "PaperTests",
      dependencies: ["Core", "Published", "Results", "Importers", "Paper", "TestSupport"],
      swiftSettings: tested),
    .testTarget(
      name: "NotebookTests", dependencies: rooms + ["TestSupport"], swiftSettings: tested),
    .testTarget(
      name: "StudiesTests",
      dependencies: rooms + ["Lab", "Importers", "Workshop", "TestSupport", "Browser"],
      swiftSettings: tested),
    .testTarget(
      name: "WorkshopTests",
      dependencies: rooms + ["Lab", "Importers", "Workshop", "TestSupport", "Browser"],
      swiftSettings: tested),
    .testTarget(
      name: "DocumentationTests",
      dependencies: ["Core", "CCairo", "Plot", "Statistics", "tutorial"],
      swiftSettings: tested),
    .testTarget(
      name: "interleaveTests",
      dependencies: rooms + [
        "Lab", "Workshop", "interleave", "TestSupport", argumentParser,
      ],
      exclude: ["Snapshots"], swiftSettings: tested),
  ]
    + analyses.map {
      // A notebook's functions and variables share one actor, as the lines of a script do.
      .executableTarget(
        name: $0, dependencies: rooms, path: "analyses/\($0)",
        swiftSettings: common + [.defaultIsolation(MainActor.self)], linkerSettings: program)
    },
  swiftLanguageModes: [.v6]
)
