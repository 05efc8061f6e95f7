// Several rows of a list at once: tick all on the page, and show what can be done as soon as something is ticked.

const form = document.getElementById("bulk");
const all = form.querySelector("[data-bulk-page]");
const whole = form.elements.whole;
const actions = form.querySelector("[data-bulk-do]");
const count = form.querySelector("[data-bulk-count]");
const boxes = () => [...form.elements].filter((field) => field.name === "chosen"); // the list may be drawn again

function show() {
  const ticks = boxes();
  const number = ticks.filter((tick) => tick.checked).length;
  all.hidden = ticks.length < 2;
  const box = all.querySelector("input");
  box.checked = number === ticks.length;
  box.indeterminate = number > 0 && number < ticks.length;
  const some = number > 0 || Boolean(whole?.checked);
  for (const tick of ticks) tick.closest(".task-row")?.classList.toggle("is-ticked", tick.checked);
  form.toggleAttribute("data-some", some); // a phone shows the form only then
  document.documentElement.toggleAttribute("data-ticked", some);
  actions.hidden = !some;
  count.textContent = whole?.checked ? count.dataset.whole : count.dataset.some.replace("{n}", number);
}

all.addEventListener("change", ({ target }) => {
  for (const tick of boxes()) tick.checked = target.checked;
});
document.addEventListener("change", ({ target }) => (target.form === form) && show());
addEventListener("pageshow", show); // a browser that comes back may have kept the ticks

show();
