import Core
import Foundation

/// A font file that the project draws with.
public struct FontFile: Sendable, Hashable, Codable {
  public let name: String
  /// SHA-256 of the file, so that a report can say with what it was set.
  public let sha256: String
}

/// The pinned fonts. They are found and handed to fontconfig once per process, before the first
/// text is measured; the fonts of the system, and its fontconfig settings, never matter.
public enum Fonts {
  /// The loaded files, in a fixed order.
  /// - Throws: `Fault` when a font is not installed.
  public static func files() throws -> [FontFile] {
    try paths().map { path in
      let data = try InputFile.data(at: URL(fileURLWithPath: path))
      return FontFile(name: (path as NSString).lastPathComponent, sha256: Digest.sha256(data))
    }
  }

  /// The folders that hold the loaded files, in a fixed order, for programs that are told where to look.
  /// - Throws: `Fault` when a font is not installed.
  public static func folders() throws -> [String] {
    try paths().map { ($0 as NSString).deletingLastPathComponent }
      .reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }

  static func engine() throws -> FontEngine { try shared.get() }

  /// All files of all typefaces.
  static func paths() throws -> [String] {
    try Typeface.allCases.flatMap { try paths(of: $0, in: $0.folders) }
  }

  /// The file of one weight and slant; Libertine shows regular for medium.
  static func path(of typeface: Typeface, weight: FontWeight, italic: Bool) throws -> String {
    let stem = typeface.fileStem(weight: weight, italic: italic)
    let all = try paths(of: typeface, in: typeface.folders)
    guard
      let path = all.first(where: {
        (($0 as NSString).lastPathComponent as NSString).deletingPathExtension == stem
      })
    else { throw Fault("the typeface has no such face", found: stem) }
    return path
  }

  /// The files of a typeface in the first of `folders` that has them all.
  static func paths(of typeface: Typeface, in folders: [String]) throws -> [String] {
    for folder in folders {
      let found = typeface.fileStems.compactMap { file($0, in: folder) }
      if found.count == typeface.fileStems.count { return found }
    }
    throw Fault(
      "the font \(typeface.family) is not installed, or not whole",
      at: folders.joined(separator: ", "),
      expected: typeface.fileStems.joined(separator: ", "),
      hint: "`make setup` installs it (package \(typeface.package))")
  }

  private static func file(_ stem: String, in folder: String) -> String? {
    ["otf", "ttf"].map { "\(folder)/\(stem).\($0)" }
      .first { FileManager.default.isReadableFile(atPath: $0) }
  }

  private static let shared: Result<FontEngine, Fault> = {
    do {
      return .success(try FontEngine(paths: try paths()))
    } catch let fault as Fault {
      return .failure(fault)
    } catch {
      return .failure(Fault("the fonts cannot be loaded", found: "\(error)"))
    }
  }()
}
