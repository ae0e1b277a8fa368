/// Questions to a page, in its own language; each answers with what is wrong.
enum PageChecks {
  /// Texts with a contrast below 4.5 (3 for large ones) with what lies behind them.
  static let poorContrast = """
    (() => {
      const parts = c => { const m = c.match(/[\\d.]+/g).map(Number); return m.length < 4 ? [...m, 1] : m; };
      const linear = v => { v /= 255; return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4; };
      const luminance = c => 0.2126 * linear(c[0]) + 0.7152 * linear(c[1]) + 0.0722 * linear(c[2]);
      const contrast = (a, b) => { const [x, y] = [luminance(a), luminance(b)];
        return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05); };
      const ground = e => { for (let o = e; o; o = o.parentElement) {
        const c = parts(getComputedStyle(o).backgroundColor); if (c[3] === 1) return c; }
        return [255, 255, 255, 1]; };
      const poor = [];
      const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const owner = node.parentElement;
        if (!node.textContent.trim() || owner.closest('script, style, #tip, .unseen, .skip')) continue;
        if (!owner.checkVisibility()) continue;
        const style = getComputedStyle(owner);
        const isDrawn = owner.closest('svg') !== null;
        // A text on a shade of its own chart has a colour that was chosen for that shade.
        if (isDrawn && /(^| )x[0-9a-f]{6}/.test(owner.getAttribute('class') ?? '')) continue;
        const ratio = contrast(parts(isDrawn ? style.fill : style.color), ground(owner));
        const size = parseFloat(style.fontSize);
        const isLarge = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
        if (ratio < (isLarge ? 3 : 4.5) - 0.01) poor.push(`${node.textContent.trim().slice(0, 40)}: ${ratio.toFixed(2)}`);
      }
      return poor;
    })()
    """

  /// Drawings that are not named for those who cannot see them.
  static let namelessDrawings = """
    [...document.querySelectorAll('svg[role=img]')].filter(svg => {
      const label = svg.getAttribute('aria-labelledby');
      const words = label ? document.getElementById(label)?.textContent : svg.getAttribute('aria-label');
      return !words || words.trim().length < 3;
    }).map(svg => svg.outerHTML.slice(0, 80))
    """

  /// Links within the page that lead nowhere, and names that two places have.
  static let brokenLinks = """
    (() => {
      const names = [...document.querySelectorAll('[id]')].map(e => e.id);
      const twice = names.filter((name, place) => names.indexOf(name) !== place);
      const broken = [...document.querySelectorAll('a[href^="#"]')].map(a => a.getAttribute('href').slice(1))
        .filter(name => !document.getElementById(decodeURIComponent(name)));
      return [...twice, ...broken];
    })()
    """
}
