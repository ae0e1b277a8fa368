import Foundation
import Testing

/// A Python with the packages that others read notebooks with: of `scripts/python-peers.sh`, of
/// `INTERLEAVE_PYTHON`, or the system's.
enum PythonPeer {
  static let advice: Comment = "no Python has the packages; scripts/python-peers.sh installs them"

  /// Whether there is one that has all of these modules.
  static func has(_ modules: String...) -> Bool {
    let result = try? run("import \(modules.joined(separator: ", "))", [])
    return result?.status == 0
  }

  /// Runs a script; its output and its errors together.
  static func run(_ script: String, _ arguments: [String]) throws -> (status: Int32, output: String)
  {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [interpreter, "-c", script] + arguments
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: output, as: UTF8.self))
  }

  private static let interpreter: String = {
    let root = URL(fileURLWithPath: #filePath).pathComponents.dropLast(4)
    let installed =
      root.dropFirst().reduce("") { "\($0)/\($1)" }
      + "/.build/python-peers/bin/python"
    let given = ProcessInfo.processInfo.environment["INTERLEAVE_PYTHON"]
    let isInstalled = FileManager.default.isExecutableFile(atPath: installed)
    return given ?? (isInstalled ? installed : "python3")
  }()
}
