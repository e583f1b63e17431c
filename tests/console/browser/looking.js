// What a person would see go wrong on a page: run in the page by tests/console/browser/looking.py.
() => {
  const shown = (element) => {
    for (let at = element; at instanceof Element; at = at.parentElement) {
      const style = getComputedStyle(at);
      if (style.display === "none" || style.visibility === "hidden" || Number(style.opacity) === 0) return false;
    }
    const box = element.getBoundingClientRect();
    return box.width > 1 && box.height > 1;
  };
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  canvas.canvas.width = canvas.canvas.height = 1;
  const known = new Map();
  const rgba = (colour) => {
    if (!known.has(colour)) {
      canvas.clearRect(0, 0, 1, 1);
      canvas.fillStyle = colour;
      canvas.fillRect(0, 0, 1, 1);
      known.set(colour, [...canvas.getImageData(0, 0, 1, 1).data]);
    }
    return known.get(colour);
  };
  const luminance = ([r, g, b]) => {
    const [x, y, z] = [r, g, b].map((part) => {
      const share = part / 255;
      return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * x + 0.7152 * y + 0.0722 * z;
  };
  const behind = (element) => {
    const layers = [];
    for (let at = element; at; at = at.parentElement) {
      const colour = rgba(getComputedStyle(at).backgroundColor);
      if (colour[3] > 0) layers.push(colour);
      if (colour[3] === 255) break;
    }
    return layers.reverse().reduce(
      (below, [r, g, b, a]) => [r, g, b].map((part, at) => part * (a / 255) + below[at] * (1 - a / 255)),
      [255, 255, 255],
    );
  };
  const pictured = (element) => { // what stands on a picture or a gradient is not judged
    for (let at = element; at; at = at.parentElement) {
      const style = getComputedStyle(at);
      if (style.backgroundImage !== "none") return true;
      if (rgba(style.backgroundColor)[3] === 255) return false;
    }
    return false;
  };
  const contrast = (element) => {
    if (pictured(element)) return 21;
    const [a, b] = [luminance(rgba(getComputedStyle(element).color)), luminance(behind(element))];
    return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  };
  const texts = [], faint = [], outside = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = walker.currentNode.data.trim().replace(/\s+/g, " ");
    const element = walker.currentNode.parentElement;
    if (!text || !element || ["SCRIPT", "STYLE", "NOSCRIPT", "TEMPLATE"].includes(element.tagName) || !shown(element)) continue;
    if (element.closest(".material-symbols-outlined")) continue;
    const data = element.closest("code, pre, bdi, textarea, [data-raw], .readonly, td.field-__str__, th.field-__str__, #result_list td, #result_list th a") !== null;
    texts.push({ text, data });
    if (/\p{L}|\p{N}/u.test(text) && !element.closest("[disabled], [aria-disabled]") && contrast(element) < 2.4)
      faint.push(`${text.slice(0, 60)} (${contrast(element).toFixed(1)})`);
    const range = document.createRange();
    range.selectNode(walker.currentNode);
    const box = range.getBoundingClientRect();
    let scrolls = false;
    for (let at = element; at && at !== document.body; at = at.parentElement) {
      const style = getComputedStyle(at);
      if (/auto|scroll|hidden|clip/.test(style.overflowX)) { scrolls = true; break; }
    }
    if (!scrolls && (box.right > innerWidth + 1 || box.left < -1)) outside.push(text.slice(0, 60));
  }
  for (const field of document.querySelectorAll("[placeholder], [title], [aria-label]"))
    for (const name of ["placeholder", "title", "aria-label"])
      if (field.getAttribute(name) && shown(field)) texts.push({ text: field.getAttribute(name).trim(), data: field.matches("[data-raw]") });
  const wide = document.scrollingElement.scrollWidth > innerWidth + 1;
  return { texts, faint: [...new Set(faint)], outside, wide, width: document.scrollingElement.scrollWidth };
}
