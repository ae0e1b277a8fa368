import CPango
import Core

/// Refuses a layout in which a character has no glyph, or one from a font that was not asked for.
///
/// Pango would draw a box with the character's number, or look into any font at hand; a report
/// must not go out with either.
func checkGlyphs(_ layout: OpaquePointer, _ runs: [TextRun]) throws {
  guard let iterator = pango_layout_get_iter(layout) else { return }
  defer { pango_layout_iter_free(iterator) }
  repeat {
    guard let run = pango_layout_iter_get_run_readonly(iterator) else { continue }
    let item = run.pointee.item.pointee
    let start = Int(item.offset)
    let (source, _) = locate(start, in: runs)
    try checkFont(item.analysis.font, of: source)
    if let offset = unknownOffset(run.pointee.glyphs.pointee) {
      throw missing(at: start + offset, runs)
    }
  } while pango_layout_iter_next_run(iterator) != 0
}

/// Byte offset, within the item, of the first glyph that the font does not have.
private func unknownOffset(_ glyphs: PangoGlyphString) -> Int? {
  let unknown: PangoGlyph = 0x1000_0000
  return (0..<Int(glyphs.num_glyphs))
    .first { glyphs.glyphs[$0].glyph & unknown != 0 }
    .map { Int(glyphs.log_clusters[$0]) }
}

private func checkFont(_ font: UnsafeMutablePointer<PangoFont>?, of run: TextRun) throws {
  guard let font, let description = pango_font_describe(font) else { return }
  defer { pango_font_description_free(description) }
  let family = pango_font_description_get_family(description).map { String(cString: $0) } ?? ""
  let allowed = [run.style.typeface.family, run.style.typeface.second.family]
  guard !allowed.contains(family) else { return }
  throw Fault(
    "text would be set in another font than was asked for", at: "the text “\(run.text)”",
    expected: allowed.joined(separator: " or "), found: family, hint: "`make setup`")
}

private func missing(at offset: Int, _ runs: [TextRun]) -> Fault {
  let (run, rest) = locate(offset, in: runs)
  let scalar = String(decoding: run.text.utf8.dropFirst(rest), as: UTF8.self).unicodeScalars.first
  let name = scalar.map { "\(codePoint($0)) (\($0))" } ?? "an unknown character"
  let face = run.style.typeface
  return Fault(
    "the fonts have no glyph for a character", at: "the text “\(run.text)”",
    expected: "characters of \(face.family) or \(face.second.family)", found: name,
    hint: "`make setup` installs the fonts; where they are installed, do without this character")
}

private func codePoint(_ scalar: Unicode.Scalar) -> String {
  let digits = String(scalar.value, radix: 16, uppercase: true)
  return "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
}

/// The run that holds a byte of the joined text, and the byte's offset within it.
private func locate(_ offset: Int, in runs: [TextRun]) -> (run: TextRun, rest: Int) {
  var start = 0
  for run in runs {
    let end = start + run.text.utf8.count
    if offset < end { return (run, offset - start) }
    start = end
  }
  return (runs.last ?? TextRun("", TextStyle(.serif, 10)), 0)
}
