import Canvas
import Core
import Foundation

/// The program that sets `report.typ`: Typst, of one version, so that pages come out the same.
public struct TypstCompiler: Sendable, Equatable {
  /// Speaks the command line of `typst compile`.
  public let executable: URL

  /// What `typst --version` begins with. `scripts/typst.txt` pins the package that `make setup` installs.
  static let version = "typst 0.15."

  /// A variable that names the program, for places where `make setup` cannot install it.
  static let variable = "INTERLEAVE_TYPST"

  /// The program that the environment names; else one of this version on the path; else the one that
  /// `make setup` put into a checkout.
  /// - Parameters:
  ///   - project: the checkout's folder.
  ///   - looksBeside: whether the checkout that this program was built in counts too.
  /// - Throws: `Fault` that says what to install where none is found.
  public static func find(
    project: URL? = nil, environment: [String: String] = ProcessInfo.processInfo.environment,
    looksBeside: Bool = true
  ) throws -> TypstCompiler {
    if let named = environment[variable], !named.isEmpty {
      return TypstCompiler(executable: URL(fileURLWithPath: named))
    }
    let folders = (environment["PATH"] ?? "").split(separator: ":").map(String.init)
    let own = project.map { [$0.appendingPathComponent(".build/typst/bin").path] } ?? []
    let beside = looksBeside ? besideThisProgram : []
    var others: [String] = []
    for folder in folders + own + beside {
      let file = URL(fileURLWithPath: folder).appendingPathComponent("typst")
      guard FileManager.default.isExecutableFile(atPath: file.path) else { continue }
      let said = (try? Self(executable: file).run(["--version"])) ?? "does not start"
      if said.hasPrefix(version) { return Self(executable: file) }
      others.append("\(file.path) (\(said.split(separator: "\n").first ?? "says nothing"))")
    }
    throw Fault(
      "Typst, which sets the PDF, is not installed", at: "report.pdf",
      expected: "\(version)x on the PATH, or in .build/typst of the checkout",
      found: others.isEmpty ? "none" : others.joined(separator: ", "), hint: "run `make setup`")
  }

  /// Where `make setup` put Typst in the checkout that this program was built in.
  private static var besideThisProgram: [String] {
    let program = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    let folders = sequence(first: program.deletingLastPathComponent()) {
      $0.path == "/" ? nil : $0.deletingLastPathComponent()
    }
    return folders.map { $0.appendingPathComponent("typst/bin").path }
  }

  /// The PDF of a source file in the folder `root`, tagged, and checked for PDF/UA-1.
  /// - Parameter date: what the file gives as the time of its making.
  /// - Throws: `Fault` with Typst's own words.
  public func compile(_ source: String, in root: URL, date: Date) throws -> Data {
    let output = root.appendingPathComponent("report.pdf")
    var words = ["compile", "--root", root.path, "--ignore-system-fonts"]
    for folder in try Fonts.folders() { words += ["--font-path", folder] }
    words += ["--creation-timestamp", "\(Int(clamping: date.timeIntervalSince1970))"]
    words += ["--pdf-standard", "ua-1"]
    words += [root.appendingPathComponent(source).path, output.path]
    _ = try run(words)
    return try InputFile.data(at: output)
  }

  /// What the program writes.
  private func run(_ arguments: [String]) throws -> String {
    let process = Process()
    process.executableURL = executable
    process.arguments = arguments
    let output = Pipe()
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = output
    process.standardError = output
    do {
      try process.run()
    } catch {
      throw Fault("Typst does not start", at: executable.path, found: error.localizedDescription)
    }
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw Fault(
        "Typst cannot set the report", at: executable.path,
        found: VisibleText.of(String(text.prefix(2000)), keepingLines: true))
    }
    return text
  }
}
