import CPango

/// Pango's scale: units in a point.
let pangoScale = Double(PANGO_SCALE)

/// A font description for a style. The caller frees it.
func makeFontDescription(_ style: TextStyle) -> OpaquePointer? {
  let description = pango_font_description_new()
  pango_font_description_set_family(description, style.typeface.familyList)
  pango_font_description_set_style(
    description, style.isItalic ? PANGO_STYLE_ITALIC : PANGO_STYLE_NORMAL)
  pango_font_description_set_weight(description, PangoWeight(UInt32(style.weight.rawValue)))
  pango_font_description_set_absolute_size(description, style.size * pangoScale)
  return description
}

/// The attributes of a sequence of runs over the text that they make together. The caller
/// releases them.
func makeAttributes(_ runs: [TextRun]) -> OpaquePointer? {
  let list = pango_attr_list_new()
  var start = 0
  for run in runs {
    let end = start + run.text.utf8.count
    for attribute in attributes(run) {
      guard let attribute else { continue }
      attribute.pointee.start_index = guint(start)
      attribute.pointee.end_index = guint(end)
      pango_attr_list_insert(list, attribute)
    }
    for word in wholeWords(run.text) {
      guard let attribute = pango_attr_allow_breaks_new(0) else { continue }
      attribute.pointee.start_index = guint(start + word.lowerBound)
      attribute.pointee.end_index = guint(start + word.upperBound)
      pango_attr_list_insert(list, attribute)
    }
    start = end
  }
  return list
}

private func attributes(_ run: TextRun) -> [UnsafeMutablePointer<PangoAttribute>?] {
  let style = run.style
  let description = makeFontDescription(style)
  defer { pango_font_description_free(description) }
  func wide(_ part: Double) -> guint16 {
    guint16(clamping: Int(clamping: (part * 65535).rounded()))
  }
  var list = [
    pango_attr_font_desc_new(description),
    pango_attr_foreground_new(
      wide(style.color.red), wide(style.color.green), wide(style.color.blue)),
    pango_attr_foreground_alpha_new(max(1, wide(style.color.alpha))),
  ]
  if !style.features.isEmpty { list.append(pango_attr_font_features_new(style.features)) }
  if style.rise != 0 {
    list.append(pango_attr_rise_new(Int32(clamping: (style.rise * pangoScale).rounded())))
  }
  // A hyphen that is not in the text would falsify code.
  if style.typeface == .mono {
    list.append(pango_attr_insert_hyphens_new(0))
  }
  return list
}

/// Short words with a colon inside (`arXiv:2507.06457`, `24:1`), as ranges of UTF-8 bytes. They
/// would otherwise be broken behind the colon.
private func wholeWords(_ text: String) -> [Range<Int>] {
  text.split(separator: " ").filter { $0.count <= 24 && $0.dropLast().contains(":") }.map { word in
    let start = text.utf8.distance(from: text.startIndex, to: word.startIndex)
    return start..<(start + word.utf8.count)
  }
}
