import Foundation

/// The preview's own page and script. Their addresses are relative: only the reader's own has the token.
enum PreviewPage {
  /// A report's page with the script that follows builds.
  static func following(_ html: String) -> String {
    let tag = "<script src=\"preview.js\"></script>"
    guard let end = html.range(of: "</body>", options: .backwards) else { return html + tag }
    return html.replacingCharacters(in: end, with: tag + "</body>")
  }

  /// The page where the report has no HTML, or nothing is built yet.
  static func withoutHTML(hasPDF: Bool) -> String {
    let body =
      hasPDF
      ? "<embed src=\"report.pdf\" type=\"application/pdf\">"
      : "<p>Nothing is built yet. This page follows the first build.</p>"
    return following(
      """
      <!doctype html>
      <html lang="en"><head><meta charset="utf-8"><title>Interleave: preview</title>
      <style>
      body { margin: 0; font: 16px/1.5 system-ui, sans-serif }
      p { margin: 2rem }
      embed { width: 100vw; height: 100vh; display: block }
      </style></head>
      <body>\(body)</body></html>

      """)
  }

  /// Asks for the status twice a second: reloads after a build, and shows what is wrong in a banner. What
  /// programs said is set as text, never as markup.
  static let script = """
    (() => {
      let shown = null;
      const banner = document.createElement("div");
      banner.setAttribute("role", "status");
      banner.style.cssText = "position:fixed;left:0;right:0;bottom:0;max-height:50vh;overflow:auto;"
        + "z-index:2147483647;padding:.75rem 1rem;font:14px/1.45 ui-monospace,monospace;"
        + "white-space:pre-wrap;color:#fff;background:#8a1f11;display:none";
      document.body.appendChild(banner);
      const show = (text, color) => {
        banner.textContent = text;
        banner.style.background = color;
        banner.style.display = text ? "block" : "none";
      };
      const ask = async () => {
        try {
          const status = await (await fetch("status", { cache: "no-store" })).json();
          if (shown === null) shown = status.version;
          if (status.version !== shown) return location.reload();
          const problems = status.problems.map((p) => p.what + "\\n" + p.message);
          if (problems.length) show(problems.join("\\n\\n"), "#8a1f11");
          else show(status.working ?? "", "#3c4a5a");
        } catch {
          show("the preview has ended", "#3c4a5a");
        }
        setTimeout(ask, 500);
      };
      ask();
    })();
    """
}
