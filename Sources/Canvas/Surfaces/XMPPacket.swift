import CCairo
import Core
import Foundation

/// A PDF's metadata as XMP (ISO 16684-1), which archives and search engines read.
struct XMPPacket {
  let text: String

  init(_ metadata: PDFMetadata) {
    let cairo = String(cString: cairo_version_string())
    let stamp = metadata.date.formatted(.iso8601)
    func alternatives(_ name: String, _ text: String) -> String {
      guard !text.isEmpty else { return "" }
      let words = XMLText.escaped(text)
      return
        "<dc:\(name)><rdf:Alt><rdf:li xml:lang=\"x-default\">\(words)</rdf:li></rdf:Alt></dc:\(name)>"
    }
    func sequence(_ name: String, _ text: String) -> String {
      guard !text.isEmpty else { return "" }
      return "<dc:\(name)><rdf:Seq><rdf:li>\(XMLText.escaped(text))</rdf:li></rdf:Seq></dc:\(name)>"
    }
    let namespaces = [
      ("dc", "http://purl.org/dc/elements/1.1/"), ("pdf", "http://ns.adobe.com/pdf/1.3/"),
      ("xmp", "http://ns.adobe.com/xap/1.0/"),
    ].map { " xmlns:\($0)=\"\($1)\"" }.joined()
    let fields = [
      "<dc:format>application/pdf</dc:format>",
      alternatives("title", metadata.title), sequence("creator", metadata.author),
      alternatives("description", metadata.subject),
      "<dc:language><rdf:Bag><rdf:li>en</rdf:li></rdf:Bag></dc:language>",
      "<pdf:Keywords>\(XMLText.escaped(metadata.keywords))</pdf:Keywords>",
      "<pdf:Producer>cairo \(cairo) (https://cairographics.org)</pdf:Producer>",
      "<xmp:CreatorTool>\(XMLText.escaped(metadata.creator))</xmp:CreatorTool>",
      "<xmp:CreateDate>\(stamp)</xmp:CreateDate>", "<xmp:ModifyDate>\(stamp)</xmp:ModifyDate>",
    ].filter { !$0.isEmpty }
    text = """
      <?xpacket begin="\u{FEFF}" id="W5M0MpCehiHzreSzNTczkc9d"?>
      <x:xmpmeta xmlns:x="adobe:ns:meta/">
      <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
      <rdf:Description rdf:about=""\(namespaces)>
      \(fields.joined(separator: "\n"))
      </rdf:Description>
      </rdf:RDF>
      </x:xmpmeta>
      <?xpacket end="r"?>
      """
  }
}
