import Foundation

/// A program that a test has started. What it says goes to files, which never make it wait, and which go when
/// the test asks for its end.
public struct ProgramRun {
  /// How a program ended, and what it said.
  public struct End {
    public let status: Int32
    public let output: String
    public let errors: String
  }

  public let process: Process
  private let files: [URL]

  /// A program that was built beside the tests.
  public static func built(_ name: String) -> URL {
    let test = Bundle.allBundles.map(\.bundleURL).first { $0.pathExtension == "xctest" }
    return (test?.deletingLastPathComponent() ?? Bundle.main.bundleURL).appendingPathComponent(name)
  }

  /// Starts a program without input.
  /// - Parameters:
  ///   - folder: where it runs; here unless given
  ///   - environment: its variables; this process's unless given
  public init(
    _ program: URL, _ arguments: [String], in folder: URL? = nil,
    environment: [String: String]? = nil
  ) throws {
    process = Process()
    process.executableURL = program
    process.arguments = arguments
    if let folder { process.currentDirectoryURL = folder }
    if let environment { process.environment = environment }
    process.standardInput = FileHandle.nullDevice
    let name = UUID().uuidString
    files = ["out", "err"].map {
      FileManager.default.temporaryDirectory.appendingPathComponent("run-\(name).\($0)")
    }
    for file in files { FileManager.default.createFile(atPath: file.path, contents: nil) }
    process.standardOutput = try FileHandle(forWritingTo: files[0])
    process.standardError = try FileHandle(forWritingTo: files[1])
    try process.run()
  }

  /// Waits for the end.
  public func end() throws -> End {
    process.waitUntilExit()
    defer { for file in files { try? FileManager.default.removeItem(at: file) } }
    let texts = try files.map { try String(contentsOf: $0, encoding: .utf8) }
    return End(status: process.terminationStatus, output: texts[0], errors: texts[1])
  }
}
