"use strict";
// What makes reading easier. The page is complete without it.

const $ = (selector, root = document) => [...root.querySelectorAll(selector)];
const make = (name, attributes = {}, ...children) => {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
};

// A note beside what has the pointer or the focus.
const tip = document.getElementById("tip");
const showTip = (text, box) => {
  tip.textContent = text;
  tip.hidden = false;
  const size = tip.getBoundingClientRect();
  const left = Math.min(Math.max(8, box.left + box.width / 2 - size.width / 2), innerWidth - size.width - 8);
  const above = box.top - size.height - 8;
  tip.style.left = `${left}px`;
  tip.style.top = `${above < 4 ? box.bottom + 8 : above}px`;
};
const hideTip = () => { tip.hidden = true; };
const noteOf = element => element.closest("[data-note]");

for (const title of $("svg title")) {
  const mark = title.parentElement;
  mark.dataset.note = title.textContent;
  mark.setAttribute("aria-label", title.textContent);
  title.remove();
}
for (const element of $("main [title]")) {
  element.dataset.note = element.title;
  element.removeAttribute("title");
}
document.addEventListener("pointerover", event => {
  const owner = noteOf(event.target);
  if (owner) showTip(owner.dataset.note, owner.getBoundingClientRect());
});
document.addEventListener("pointerout", event => { if (noteOf(event.target)) hideTip(); });
document.addEventListener("focusin", event => {
  const owner = noteOf(event.target);
  if (owner) showTip(owner.dataset.note, owner.getBoundingClientRect()); else hideTip();
});
addEventListener("scroll", hideTip, { passive: true });
document.addEventListener("keydown", event => { if (event.key === "Escape") hideTip(); });

// One stop of the Tab key for each chart and each table; the arrow keys go on from there.
const roving = (owner, all) => {
  let place = -1;
  const move = to => {
    const list = all();
    if (!list.length) return;
    place = (to + list.length) % list.length;
    list[place].setAttribute("tabindex", "-1");
    list[place].setAttribute("data-mark", "");
    list[place].focus({ preventScroll: false });
  };
  owner.addEventListener("keydown", event => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (step === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    const list = all();
    if (!list.length) return;
    if (!list.includes(event.target)) place = step > 0 ? -1 : 0;
    event.preventDefault();
    move(place + step);
  });
};
const isShown = element => getComputedStyle(element).display !== "none";
for (const drawing of $("figure.chart .drawing, .explorer .drawing")) {
  drawing.tabIndex = 0;
  drawing.setAttribute("role", "group");
  drawing.setAttribute("aria-label", "Chart. The arrow keys go through its values.");
  roving(drawing, () => $("[data-note]", drawing).filter(isShown));
}
for (const scroll of $("figure.table .scroll")) roving(scroll, () => $("[data-note]", scroll));

// Tables, sorted by what a column holds.
const worth = cell => {
  if (cell.dataset.v !== undefined) return Number(cell.dataset.v);
  const text = cell.textContent.trim();
  const number = Number(text.replace("−", "-").replace(/[\s\u2009%]/g, ""));
  return text !== "" && Number.isFinite(number) ? number : text;
};
const compare = (a, b) => {
  const rank = value => (typeof value === "number" ? 0 : value === "–" || value === "" ? 2 : 1);
  if (rank(a) !== rank(b)) return rank(a) - rank(b);
  return typeof a === "number" ? a - b : a.localeCompare(b, "en", { numeric: true });
};
for (const table of $("figure.table table")) {
  const body = table.tBodies[0];
  const given = [...body.rows];
  if (given.length < 2) continue;
  const heads = [...table.tHead.rows[0].cells];
  heads.forEach((head, column) => {
    if (head.tagName !== "TH") return;
    const button = make("button", { type: "button" });
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const next = { none: "ascending", ascending: "descending", descending: "none" }[head.getAttribute("aria-sort") ?? "none"];
      for (const other of heads) other.removeAttribute("aria-sort");
      if (next !== "none") head.setAttribute("aria-sort", next);
      const sign = next === "descending" ? -1 : 1;
      const rows = [...given];
      // What is missing stays below in either direction.
      const isMissing = row => ["–", ""].includes(row.cells[column].textContent.trim());
      if (next !== "none") {
        rows.sort((a, b) => isMissing(a) - isMissing(b)
          || sign * compare(worth(a.cells[column]), worth(b.cells[column])));
      }
      body.append(...rows);
    });
  });
}

// A link into something folded opens it.
const openTarget = () => {
  let id = "";
  try { id = decodeURIComponent(location.hash.slice(1)); } catch { return; }
  const target = id && document.getElementById(id);
  if (!target) return;
  for (let outer = target.parentElement; outer; outer = outer.parentElement) {
    if (outer.tagName === "DETAILS") outer.open = true;
  }
  target.scrollIntoView();
  if (target.hasAttribute("tabindex")) target.focus({ preventScroll: true });
};
addEventListener("hashchange", openTarget);
openTarget();

// Where the reader is, in the contents.
const links = new Map($("nav a").map(link => [link.getAttribute("href").slice(1), link]));
const seen = new Set();
const watcher = new IntersectionObserver(entries => {
  for (const entry of entries) entry.isIntersecting ? seen.add(entry.target) : seen.delete(entry.target);
  const current = $("main > section").find(section => seen.has(section));
  for (const link of links.values()) link.removeAttribute("aria-current");
  if (current) links.get(current.id)?.setAttribute("aria-current", "true");
}, { rootMargin: "-10% 0px -70% 0px" });
for (const section of $("main > section")) watcher.observe(section);

// The ratio explorer: the rule of `interleave recommend`, on its numbers.
const choose = (data, options, recall, baseline) => {
  const length = data.lengths.indexOf(options.length);
  let best = -1;
  data.stacks.forEach((stack, place) => {
    if (options.family && stack.family !== options.family) return;
    const cache = stack.cacheBytes[length];
    if (baseline - options.margin - recall(place) > 1e-6) return;
    if (options.budget !== null && cache > options.budget * data.fullCacheBytes[length]) return;
    const other = best < 0 ? Infinity : data.stacks[best].cacheBytes[length];
    if (cache < other || (cache === other && recall(place) > recall(best))) best = place;
  });
  return best;
};
const explore = (data, options) => {
  const reading = data.readings.find(one => one.name === options.reading);
  const width = data.stacks.length + 1;
  const counts = data.stacks.map(() => 0);
  let none = 0;
  for (let draw = 0; draw < reading.count; draw += 1) {
    const start = draw * width;
    const pick = choose(data, options, place => reading.numbers[start + 1 + place], reading.numbers[start]);
    if (pick < 0) none += 1; else counts[pick] += 1;
  }
  const pick = choose(data, options, place => reading.recall[place], data.baseline);
  return { reading, pick, shares: counts.map(count => count / reading.count), none: none / reading.count };
};
const bytes = count => {
  const units = ["bytes", "KiB", "MiB", "GiB", "TiB"];
  let unit = 0;
  while (count >= 1024 && unit < units.length - 1) { count /= 1024; unit += 1; }
  return `${count.toPrecision(3)} ${units[unit]}`;
};
const percent = share => `${(100 * share).toFixed(share > 0 && share < 0.01 ? 1 : 0)}\u2009%`;
const svgNS = "http://www.w3.org/2000/svg";
const shape = (name, attributes, text) => {
  const element = document.createElementNS(svgNS, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  if (text !== undefined) element.textContent = text;
  return element;
};

const drawExplorer = (data, options, result, note) => {
  const length = data.lengths.indexOf(options.length);
  const [left, right, top, bottom] = [44, 610, 14, 238];
  const costs = data.stacks.map(stack => stack.cacheBytes[length]);
  const shares = costs.map(cost => cost / data.fullCacheBytes[length]);
  const ticks = [0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1];
  const lowest = Math.min(...shares) * 0.8;
  const x = share => left + (right - left) * Math.log(share / lowest) / Math.log(1.15 / lowest);
  const ends = [...result.reading.low, ...result.reading.high, data.baseline].concat(data.baseline - options.margin);
  const low = Math.floor(Math.min(...ends) * 10) / 10;
  const high = Math.ceil(Math.max(...ends) * 10) / 10;
  const y = recall => bottom - (bottom - top) * (recall - low) / (high - low);
  const svg = shape("svg", { viewBox: "0 0 640 282", role: "img", "aria-label": note });
  const line = (x1, y1, x2, y2, kind) => svg.append(shape("path", { class: `s ${kind}`, d: `M${x1} ${y1}L${x2} ${y2}`, "stroke-width": 1 }));
  const label = (words, px, py, anchor, kind = "soft") => svg.append(shape("text", { x: px, y: py, "text-anchor": anchor, class: `sans tn f ${kind}`, "font-size": 11 }, words));
  for (let value = low; value <= high + 1e-9; value += 0.1) {
    line(left, y(value), right, y(value), "grid");
    label(value.toFixed(1), left - 6, y(value) + 4, "end");
  }
  for (const share of ticks.filter(share => share >= lowest)) {
    line(x(share), bottom, x(share), bottom + 4, "axis");
    label(`${100 * share}\u2009%`, x(share), bottom + 17, "middle");
  }
  label("cache of one sequence, of the Transformer’s", right, bottom + 36, "end");
  label("recall", left, 9, "start");
  const floor = data.baseline - options.margin;
  svg.append(shape("path", { class: "s ink", d: `M${left} ${y(floor)}L${right} ${y(floor)}`, "stroke-width": 1, "stroke-dasharray": "4 3" }));
  label("enough recall", left + 4, y(floor) - 4, "start", "ink");
  if (options.budget !== null && options.budget >= lowest && options.budget <= 1.15) {
    svg.append(shape("path", { class: "s ink", d: `M${x(options.budget)} ${top}L${x(options.budget)} ${bottom}`, "stroke-width": 1, "stroke-dasharray": "4 3" }));
    label("budget", x(options.budget) + 4, top + 8, "start", "ink");
  }
  const order = data.stacks.map((_, place) => place).sort((a, b) => (a === result.pick) - (b === result.pick));
  for (const place of order) {
    const stack = data.stacks[place];
    const isIn = !options.family || stack.family === options.family;
    const family = data.families.find(one => one.key === stack.family);
    const group = shape("g", { class: isIn ? "" : "faint" });
    const [px, py] = [x(shares[place]), y(result.reading.recall[place])];
    const kind = family ? family.color : "ink";
    if (options.family || place === result.pick) {
      if (isIn) group.append(shape("path", { class: `s ${kind}`, d: `M${px} ${y(result.reading.low[place])}L${px} ${y(result.reading.high[place])}`, "stroke-width": 1.5 }));
    }
    const dot = shape("circle", { class: `m f ${kind}`, cx: px, cy: py, r: place === result.pick ? 6 : 3.6 });
    dot.dataset.note = `${stack.label} ${stack.ratio} · recall ${result.reading.recall[place].toFixed(3)} (${result.reading.low[place].toFixed(3)} to ${result.reading.high[place].toFixed(3)}) · cache ${bytes(costs[place])}, ${percent(shares[place])} of the Transformer’s · picked in ${percent(result.shares[place])} of draws`;
    dot.setAttribute("aria-label", dot.dataset.note);
    group.append(dot);
    if (place === result.pick) group.append(shape("circle", { class: "s ink", cx: px, cy: py, r: 9, "stroke-width": 1.4 }));
    if (options.family && isIn) group.append(shape("text", { x: px + 9, y: py - 7, class: "sans f ink", "font-size": 11 }, stack.ratio));
    svg.append(group);
  }
  return svg;
};

const answer = (data, options, result) => {
  const length = data.lengths.indexOf(options.length);
  const full = data.fullCacheBytes[length];
  const strong = words => make("strong", {}, words);
  const first = make("p");
  if (result.pick < 0) {
    first.append(strong("No stack"), " recalls enough within this budget.");
  } else {
    const stack = data.stacks[result.pick];
    const cost = stack.cacheBytes[length];
    first.append(strong(`${stack.label} ${stack.ratio}`),
      `: recall ${result.reading.recall[result.pick].toFixed(3)} (${result.reading.low[result.pick].toFixed(3)} to ${result.reading.high[result.pick].toFixed(3)}, ${result.reading.interval}), `
      + `cache ${bytes(cost)} for ${options.length} tokens, ${percent(cost / full)} of the Transformer’s ${bytes(full)}.`);
  }
  const others = result.shares.map((share, place) => [share, place]).filter(one => one[0] > 0)
    .sort((a, b) => b[0] - a[0] || a[1] - b[1]).slice(0, 4)
    .map(([share, place]) => `${data.stacks[place].label} ${data.stacks[place].ratio} in ${percent(share)}`);
  if (result.none > 0) others.push(`none in ${percent(result.none)}`);
  const second = make("p", {}, `Of ${result.reading.count} draws: ${others.join(", ")}.`);
  return [first, second];
};

const setUpExplorer = owner => {
  const data = JSON.parse(owner.querySelector("script").textContent);
  for (const reading of data.readings) {
    const raw = Uint8Array.from(atob(reading.draws), sign => sign.charCodeAt(0));
    reading.numbers = new Float32Array(raw.buffer);
  }
  const controls = owner.querySelector(".controls");
  const select = (words, entries, chosen) => {
    const field = make("select");
    for (const [value, text] of entries) field.append(make("option", { value }, text));
    field.value = chosen;
    controls.append(make("label", {}, words, field));
    return field;
  };
  const family = select("Family", [["", "any"], ...data.families.map(one => [one.key, one.label])], "");
  const length = select("Context, tokens", data.lengths.map(one => [one, String(one)]), String(data.defaultLength));
  const margin = make("input", { type: "number", min: -1, max: 1, step: 0.01, value: data.defaultMargin });
  controls.append(make("label", {}, "Recall may be lower by", margin));
  const budget = make("input", { type: "number", min: 0, max: 100, step: 1, placeholder: "no limit" });
  controls.append(make("label", {}, "KV budget, % of full", budget));
  const reading = select("Recall", data.readings.map(one => [one.name, one.label]), data.readings[0].name);
  controls.hidden = false;
  const update = () => {
    const options = {
      family: family.value, length: Number(length.value), margin: Number(margin.value),
      budget: budget.value === "" ? null : Number(budget.value) / 100, reading: reading.value,
    };
    if (!Number.isFinite(options.margin)) return;
    const result = explore(data, options);
    const words = answer(data, options, result);
    owner.querySelector(".answer").replaceChildren(...words);
    owner.querySelector(".drawing").replaceChildren(drawExplorer(data, options, result, words[0].textContent));
    owner.dataset.pick = result.pick < 0 ? "" : `${data.stacks[result.pick].label} ${data.stacks[result.pick].ratio}`;
    owner.dataset.share = result.pick < 0 ? "" : String(result.shares[result.pick]);
  };
  for (const field of [family, length, margin, budget, reading]) field.addEventListener("input", update);
  update();
};
for (const owner of $("[data-explorer]")) setUpExplorer(owner);
