// Gives a list of sentences, one for each thing that is wrong; contrast is judged on every visible text.
([least, leastLarge]) => {
  const wrong = [];
  const all = (selector) => [...document.querySelectorAll(selector)];
  const shown = (element) => element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  const name = (element) => {
    const text = (element.textContent || element.className || "").trim().replace(/\s+/g, " ").slice(0, 40);
    return `<${element.tagName.toLowerCase()}${element.id ? "#" + element.id : ""}> ${text}`;
  };
  const spoken = (element) => {
    const ids = (element.getAttribute("aria-labelledby") || "").split(" ");
    const by = ids.map((id) => document.getElementById(id)?.textContent || "").join(" ");
    const own = element.getAttribute("aria-label") || by.trim() || element.getAttribute("title");
    return (own || [...(element.labels || [])].map((label) => label.textContent).join(" ")).trim();
  };

  if (document.documentElement.lang !== "vi") wrong.push(`language ${document.documentElement.lang}`);
  if (!document.title.trim()) wrong.push("no title");
  const heads = all("h1").filter(shown);
  if (heads.length !== 1) wrong.push(`${heads.length} headings of the first level`);
  if (all("main").length !== 1) wrong.push("not exactly one main part");
  const ids = all("[id]").map((element) => element.id);
  for (const id of new Set(ids.filter((id, place) => ids.indexOf(id) !== place))) wrong.push(`id ${id} stands twice`);
  for (const label of all("label[for]")) {
    const field = document.getElementById(label.htmlFor);
    if (!field?.matches("input, select, textarea")) wrong.push(`label for nothing: ${name(label)}`);
  }
  for (const attribute of ["aria-describedby", "aria-labelledby", "aria-controls"])
    for (const element of all(`[${attribute}]`))
      for (const id of element.getAttribute(attribute).split(" "))
        if (!document.getElementById(id)) wrong.push(`${attribute} of ${name(element)} points to nothing: ${id}`);
  for (const field of all("input:not([type=hidden]), select, textarea"))
    if (!field.closest("[aria-hidden=true]") && !spoken(field)) wrong.push(`no label: ${name(field)} ${field.name}`);
  for (const pressed of all("a[href], button, summary")) {
    const isNamed = pressed.textContent.trim() || spoken(pressed);
    if (shown(pressed) && !isNamed) wrong.push(`no name: ${pressed.outerHTML.slice(0, 80)}`);
  }
  for (const picture of all("svg, img, canvas")) {
    const isHidden = picture.closest("[aria-hidden=true]") || picture.getAttribute("alt") === "";
    const named = picture.closest("[role=img][aria-label]") || picture.getAttribute("alt");
    if (!isHidden && !named) wrong.push(`picture neither hidden nor named: ${picture.outerHTML.slice(0, 80)}`);
  }
  for (const table of all("table").filter(shown))
    if (table.querySelector("td") && !table.querySelector("th")) wrong.push("a table without headings");
  for (const group of all("fieldset"))
    if (!group.querySelector(":scope > legend")) wrong.push(`fieldset without legend: ${name(group)}`);

  const numbers = (text) => text.split(/[ ,/]+/).map(Number);
  const colours = (text) => [...text.matchAll(/rgba?\(([^)]+)\)/g)].map((found) => numbers(found[1]));
  const mixed = (top, below, share) => [0, 1, 2].map((i) => top[i] * share + below[i] * (1 - share));
  const over = (top, below) => mixed(top, below, top[3] ?? 1);
  const light = (colour) => {
    const parts = colour.map((part) => part / 255);
    const [r, g, b] = parts.map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (one, other) => {
    const [dark, bright] = [light(one), light(other)].sort((x, y) => x - y);
    return (bright + 0.05) / (dark + 0.05);
  };
  const grounds = (element) => {
    if (!element) return [[255, 255, 255]];
    const style = getComputedStyle(element);
    const painted = colours(style.backgroundImage);
    const [own] = colours(style.backgroundColor);
    if (painted.length) return painted.map((colour) => over(colour, [255, 255, 255]));
    if (own && (own[3] ?? 1) === 1) return [own];
    return grounds(element.parentElement).map((below) => own ? over(own, below) : below);
  };
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const element = texts.currentNode.parentElement;
    if (!texts.currentNode.data.trim() || !shown(element) || element.closest("svg, script, [disabled]")) continue;
    const style = getComputedStyle(element), size = parseFloat(style.fontSize);
    const need = size >= 24 || (size >= 18.66 && style.fontWeight >= 700) ? leastLarge : least;
    const [colour] = colours(style.color);
    const found = Math.min(...grounds(element).map((ground) => contrast(over(colour, ground), ground)));
    if (found < need) wrong.push(`contrast ${found.toFixed(2)}: ${name(element)} ${style.color}`);
  }
  return [...new Set(wrong)];
}
