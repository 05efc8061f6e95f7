// Gives a list of sentences: what scrolls the page sideways, lies over another control, leaves its place or has no room.
() => {
  const wrong = [];
  const width = document.documentElement.clientWidth;
  const wide = document.documentElement.scrollWidth;
  if (wide > width) wrong.push(`scrolls sideways: ${wide} px wide on ${width}`);
  const shown = (element) => element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  const isSpoken = (element) => element.closest("[aria-hidden=true], .visually-hidden, .skip, dialog, svg");
  const name = (element) => {
    const text = (element.textContent || element.value || element.getAttribute("aria-label") || "").trim().replace(/\s+/g, " ");
    return `<${element.tagName.toLowerCase()}${element.id ? "#" + element.id : ""}> ${text.slice(0, 40)}`;
  };

  // what is seen of a box: the parts around it that scroll cut it off
  const seen = (element, box) => {
    const part = { left: box.left, right: box.right, top: box.top, bottom: box.bottom };
    for (let up = element.parentElement; up && up !== document.body; up = up.parentElement) {
      if (getComputedStyle(up).overflow === "visible") continue;
      const edge = up.getBoundingClientRect();
      part.left = Math.max(part.left, edge.left);
      part.right = Math.min(part.right, edge.right);
      part.top = Math.max(part.top, edge.top);
      part.bottom = Math.min(part.bottom, edge.bottom);
    }
    return part;
  };
  const isPinned = (element) => getComputedStyle(element.closest(".form-actions") ?? element).position === "sticky";
  const controls = [...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary")]
    .filter((element) => shown(element) && !isSpoken(element) && getComputedStyle(element).position !== "fixed")
    .filter((element) => !element.closest(".menu, .side") && !isPinned(element));  // they stay in sight while the page moves below them
  const boxes = controls
    .flatMap((element) => [...element.getClientRects()].map((box) => [element, seen(element, box)]))
    .filter(([, box]) => box.right - box.left > 1 && box.bottom - box.top > 1);
  boxes.forEach(([one, box], place) => {
    if (box.right > width + 1 || box.left < -1) wrong.push(`off the screen: ${name(one)}`);
    for (const [other, beside] of boxes.slice(place + 1)) {
      if (one.contains(other) || other.contains(one) || one.closest(".day")?.contains(other)) continue;
      const across = Math.min(box.right, beside.right) - Math.max(box.left, beside.left);
      const down = Math.min(box.bottom, beside.bottom) - Math.max(box.top, beside.top);
      if (across > 2 && down > 2) wrong.push(`one over the other: ${name(one)}, ${name(other)}`);
    }
  });

  const linesOf = (node) => {
    if (node.nodeType !== Node.TEXT_NODE || !node.data.trim()) return 0;
    const text = document.createRange();
    text.selectNodeContents(node);
    return new Set([...text.getClientRects()].map((box) => Math.round(box.top))).size;
  };
  for (const element of document.querySelectorAll("main *")) {
    const style = getComputedStyle(element);
    if (!shown(element) || isSpoken(element) || style.display === "inline" || !element.clientWidth) continue;
    const room = element.clientWidth;
    if (element.scrollWidth > room + 2 && style.overflowX === "visible" && room > 20) wrong.push(`leaves its place: ${name(element)}`);
    // words broken into a column of syllables; the heads of columns of numbers may be as narrow as those
    if (element.matches("thead *") || room >= parseFloat(style.fontSize) * 4) continue;
    const lines = Math.max(0, ...[...element.childNodes].map(linesOf));
    if (lines > 3) wrong.push(`no room, ${lines} lines: ${name(element)}`);
  }
  return [...new Set(wrong)];
}
