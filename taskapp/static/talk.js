// While a name is typed after @: persons to choose from with arrows and Enter, or by touch. An improvement only: whoever
// types the whole name, with or without diacritics, is understood all the same.

const TYPED = /(?<![\p{L}\p{N}_])@([\p{L}\p{N}._' -]{1,60})$/u;
const PAUSE_MS = 150;

function addNames(field) {
  const list = document.createElement("ul");
  list.id = `${field.id}-names`;
  list.className = "names";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", field.dataset.namesLabel);
  const status = document.createElement("p");
  status.className = "visually-hidden";
  status.setAttribute("role", "status");
  field.after(list, status);
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-controls", list.id);
  let settled = null; // the words after @ that nobody bears, or that were chosen: what only goes on from them asks nothing
  let timer, asked;

  const typed = () => TYPED.exec(field.value.slice(0, field.selectionStart))?.[1] ?? "";
  const chosen = () => list.querySelector("[aria-selected=true]");

  function show(html) {
    list.innerHTML = html;
    list.hidden = !list.children.length;
    status.textContent = list.hidden ? "" : field.dataset.namesFound;
    field.removeAttribute("aria-activedescendant");
  }

  async function ask() {
    const words = (asked = typed());
    if (!words.trim() || (settled !== null && words.startsWith(settled))) return show("");
    const answer = await fetch(`${field.dataset.names}?q=${encodeURIComponent(words)}`).catch(() => null);
    if (words !== typed() || words !== asked) return; // typed on meanwhile
    const html = answer?.ok && !answer.redirected ? (await answer.text()).trim() : "";
    settled = html ? null : words;
    show(html);
  }

  function move(step) {
    const options = [...list.children];
    const next = options.at((options.indexOf(chosen()) + step + options.length) % options.length);
    for (const option of options) option.setAttribute("aria-selected", String(option === next));
    field.setAttribute("aria-activedescendant", next.id);
    next.scrollIntoView({ block: "nearest" });
  }

  function take(option) {
    const end = field.selectionStart;
    settled = option.dataset.name;
    field.setRangeText(`${settled} `, end - typed().length, end, "end");
    field.dispatchEvent(new Event("input", { bubbles: true }));
    show("");
    field.focus();
  }

  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE_MS);
  });
  field.addEventListener("blur", () => show(""));
  field.addEventListener("keydown", (event) => {
    if (list.hidden || event.isComposing) return;
    if (event.key === "ArrowDown") move(1);
    else if (event.key === "ArrowUp") move(chosen() ? -1 : 0);
    else if (event.key === "Enter" && chosen()) take(chosen());
    else if (event.key === "Escape") show("");
    else return;
    event.preventDefault();
  });
  list.addEventListener("pointerdown", (event) => event.preventDefault()); // the field keeps the focus
  list.addEventListener("click", ({ target }) => target.closest("li") && take(target.closest("li")));
  show("");
}

for (const field of document.querySelectorAll("textarea[data-names]")) addNames(field);
