import CHarfBuzz
import Core
import Foundation

/// A font file cut down to the characters that a page shows, for embedding.
public struct FontSubset: Sendable {
  public let typeface: Typeface
  public let weight: FontWeight
  public let isItalic: Bool
  /// An OpenType font.
  public let data: Data

  /// The part of a pinned font that shows `characters`, with its kerning and its tabular figures.
  /// Characters that the font lacks are left out. HarfBuzz does the work, or fontTools where the
  /// system's HarfBuzz cannot subset fonts (Ubuntu 22.04).
  /// - Throws: `Fault` where the font is not installed or cannot be cut.
  public init(
    _ typeface: Typeface, weight: FontWeight = .regular, italic: Bool = false,
    characters: Set<Unicode.Scalar>
  ) throws {
    let path = try Fonts.path(of: typeface, weight: weight, italic: italic)
    (self.typeface, self.weight, self.isItalic) = (typeface, weight, italic)
    let wanted = characters.map(\.value).sorted()
    data =
      hb_shim_can_subset() != 0
      ? try Self.subset(path, wanted)
      : try FontTools.subset(path, characters: wanted, features: Self.features)
  }

  /// Layout features that are kept beside the usual ones: tabular and lining figures, small capitals.
  static let features = ["tnum", "lnum", "smcp"]

  private static func subset(_ path: String, _ characters: [UInt32]) throws -> Data {
    guard let file = hb_blob_create_from_file(path), hb_blob_get_length(file) > 0 else {
      throw Fault("the font cannot be read", at: path)
    }
    defer { hb_blob_destroy(file) }
    let face = hb_face_create(file, 0)
    defer { hb_face_destroy(face) }
    let tags = features.map(tag)
    guard
      let cut = hb_shim_subset(
        face, characters, UInt32(characters.count), tags, UInt32(tags.count))
    else { throw Fault("HarfBuzz cannot cut the font", at: path) }
    defer { hb_face_destroy(cut) }
    let blob = hb_face_reference_blob(cut)
    defer { hb_blob_destroy(blob) }
    var length: UInt32 = 0
    guard let bytes = hb_blob_get_data(blob, &length) else {
      throw Fault("HarfBuzz gave no font", at: path)
    }
    return Data(bytes: bytes, count: Int(length))
  }

  /// Four letters as OpenType counts them.
  private static func tag(_ name: String) -> UInt32 {
    name.utf8.reduce(0) { $0 << 8 | UInt32($1) }
  }
}

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
