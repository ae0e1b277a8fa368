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
  /// Characters that the font lacks are left out.
  /// - Throws: `Fault` where the font is not installed, or HarfBuzz cannot cut it.
  public init(
    _ typeface: Typeface, weight: FontWeight = .regular, italic: Bool = false,
    characters: Set<Unicode.Scalar>
  ) throws {
    let path = try Fonts.path(of: typeface, weight: weight, italic: italic)
    guard let blob = hb_blob_create_from_file_or_fail(path) else {
      throw Fault("the font cannot be read", at: path)
    }
    defer { hb_blob_destroy(blob) }
    let face = hb_face_create(blob, 0)
    defer { hb_face_destroy(face) }
    (self.typeface, self.weight, self.isItalic) = (typeface, weight, italic)
    data = try Self.subset(face, characters, path)
  }

  private static func subset(
    _ face: OpaquePointer?, _ characters: Set<Unicode.Scalar>, _ path: String
  ) throws -> Data {
    guard let input = hb_subset_input_create_or_fail() else {
      throw Fault("no memory for the font", at: path)
    }
    defer { hb_subset_input_destroy(input) }
    let wanted = hb_subset_input_unicode_set(input)
    for scalar in characters { hb_set_add(wanted, scalar.value) }
    let features = hb_subset_input_set(input, HB_SUBSET_SETS_LAYOUT_FEATURE_TAG)
    for feature in ["tnum", "lnum", "smcp"] { hb_set_add(features, tag(feature)) }
    guard let cut = hb_subset_or_fail(face, input) else {
      throw Fault("HarfBuzz cannot cut the font", at: path)
    }
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
