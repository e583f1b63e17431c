// What a person would see go wrong on a page: run in the page by tests/console/browser/looking.py.
() => {
  const remembered = (ask) => { // of each element once: texts share their ancestors
    const known = new Map();
    return (element) => {
      if (!known.has(element)) known.set(element, ask(element));
      return known.get(element);
    };
  };
  const style = remembered((element) => getComputedStyle(element));
  const open = remembered((element) => {
    const { display, visibility, opacity } = style(element);
    if (display === "none" || visibility === "hidden" || Number(opacity) === 0) return false;
    return !element.parentElement || open(element.parentElement);
  });
  const shown = remembered((element) => {
    if (!open(element)) return false;
    const box = element.getBoundingClientRect();
    return box.width > 1 && box.height > 1;
  });
  const scrolls = remembered((element) => {
    if (!element || element === document.body) return false;
    return /auto|scroll|hidden|clip/.test(style(element).overflowX) || scrolls(element.parentElement);
  });
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  canvas.canvas.width = canvas.canvas.height = 1;
  const rgba = remembered((colour) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  });
  const luminance = ([r, g, b]) => {
    const [x, y, z] = [r, g, b].map((part) => {
      const share = part / 255;
      return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * x + 0.7152 * y + 0.0722 * z;
  };
  const behind = remembered((element) => { // null: a picture or a gradient, which is not judged
    if (!element) return [255, 255, 255];
    const { backgroundColor, backgroundImage } = style(element);
    if (backgroundImage !== "none") return null;
    const [r, g, b, a] = rgba(backgroundColor);
    if (a === 255) return [r, g, b];
    const below = behind(element.parentElement);
    return below && [r, g, b].map((part, at) => part * (a / 255) + below[at] * (1 - a / 255));
  });
  const contrast = remembered((element) => {
    const ground = behind(element);
    if (!ground) return 21;
    const [a, b] = [luminance(rgba(style(element).color)), luminance(ground)];
    return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  });
  const DATA = "code, pre, bdi, textarea, [data-raw], .readonly, #result_list td, #result_list th a";
  const texts = [], faint = [], outside = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  while (walker.nextNode()) {
    const text = walker.currentNode.data.trim().replace(/\s+/g, " ");
    const element = walker.currentNode.parentElement;
    if (!text || !element || ["SCRIPT", "STYLE", "NOSCRIPT", "TEMPLATE"].includes(element.tagName) || !shown(element)) continue;
    if (element.closest(".material-symbols-outlined")) continue;
    texts.push({ text, data: element.closest(DATA) !== null });
    if (/\p{L}|\p{N}/u.test(text) && contrast(element) < 2.4 && !element.closest("[disabled], [aria-disabled]"))
      faint.push(`${text.slice(0, 60)} (${contrast(element).toFixed(1)})`);
    if (scrolls(element)) continue;
    range.selectNode(walker.currentNode);
    const box = range.getBoundingClientRect();
    if (box.right > innerWidth + 1 || box.left < -1) outside.push(text.slice(0, 60));
  }
  for (const field of document.querySelectorAll("[placeholder], [title], [aria-label]"))
    for (const name of ["placeholder", "title", "aria-label"])
      if (field.getAttribute(name) && shown(field)) texts.push({ text: field.getAttribute(name).trim(), data: field.matches("[data-raw]") });
  const wide = document.scrollingElement.scrollWidth > innerWidth + 1;
  return { texts, faint: [...new Set(faint)], outside, wide, width: document.scrollingElement.scrollWidth };
}
