import Core
import Foundation

/// Cuts fonts with fontTools, a Python package. Ubuntu 22.04 needs it: its HarfBuzz comes without
/// the library that subsets fonts.
enum FontTools {
  /// Where the system's package `python3-fonttools` is found, whatever Python is first on PATH.
  private static let python = "/usr/bin/python3"

  static var isInstalled: Bool { (try? run(["-c", "import fontTools.subset"])) != nil }

  /// The part of the font at `path` that shows `characters`, with `features` beside the default ones.
  /// - Throws: `Fault` where fontTools is not installed or cannot cut the font.
  static func subset(_ path: String, characters: [UInt32], features: [String]) throws -> Data {
    let scratch = try ScratchFolder("font")
    defer { scratch.remove() }
    let output = scratch.url.appendingPathComponent("font")
    do {
      try run([
        "-m", "fontTools.subset", path, "--output-file=\(output.path)",
        "--unicodes=" + characters.map { String($0, radix: 16) }.joined(separator: ","),
        "--layout-features+=" + features.joined(separator: ","),
      ])
      return try InputFile.data(at: output)
    } catch let fault as Fault {
      throw fault
    } catch {
      throw Fault("fontTools cannot cut the font", at: path, found: "\(error)")
    }
  }

  private static func run(_ arguments: [String]) throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: python)
    process.arguments = arguments
    let errors = Pipe()
    process.standardOutput = FileHandle.nullDevice
    process.standardError = errors
    try process.run()
    let said = errors.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw Fault(
        "fontTools cannot cut the font", at: python,
        found: String(decoding: said.suffix(400), as: UTF8.self),
        hint: "`make setup` installs it (package python3-fonttools)")
    }
  }
}
