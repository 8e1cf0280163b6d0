// Keys, blur, grey, labels without leaving the page, and the reminder to pause. Without this script all pages work.
"use strict";
const root = document.documentElement;
const one = (selector, from = document) => from.querySelector(selector);
const all = (selector, from = document) => [...from.querySelectorAll(selector)];
// What was done on the page; what the server said, and its button to take it back, stay.
const say = (text) => {
  const line = one("#status .now") ?? one("#status").appendChild(Object.assign(document.createElement("p"), { className: "now" }));
  line.textContent = text;
};

// A line that stands there when the page opens is not read out; one that changes is.
const first = one("#status .told");
if (first) setTimeout(() => first.replaceWith(first.cloneNode(true)), 300);

// Settings: the cookie that the settings page writes too.
function keep(name, value) {
  root.dataset[name] = value;
  const { theme, blur, grey, keys, pause } = root.dataset;
  document.cookie = `desk-care=${[theme, blur, grey, keys, pause].join(".")}; Path=/; Max-Age=31536000; SameSite=Strict`;
}

let blurred = root.dataset.blur === "none" ? "marked" : root.dataset.blur;
function toggleBlur() {
  const on = root.dataset.blur === "none";
  all(".shown").forEach((item) => item.classList.remove("shown"));
  keep("blur", on ? blurred : "none");
  one("#blur")?.setAttribute("aria-pressed", String(on));
  say(on ? "Blur is on." : "Blur is off.");
}
function toggleGrey() {
  const on = root.dataset.grey !== "1";
  keep("grey", on ? "1" : "0");
  one("#grey")?.setAttribute("aria-pressed", String(on));
  say(on ? "Grey is on." : "Grey is off.");
}

// A message and its quotes in the table above are shown and blurred together.
function show(message, on) {
  message.classList.toggle("shown", on);
  for (const link of all(`.rises a[href="#${message.id}"]`)) {
    all("q", link.closest("tr")).forEach((quote) => quote.classList.toggle("shown", on));
  }
}

// Messages of the chat.
const messages = () => all('.chat li[id^="m"]');
const isMarked = (message) => one(":scope > .said mark, :scope > .tags :is(.help, .pattern)", message) !== null;
function focusOn(item) {
  if (!item) return;
  const fold = item.closest("details");
  if (fold) fold.open = true;
  item.tabIndex = item.tabIndex < 0 ? -1 : item.tabIndex;
  item.focus();
  item.scrollIntoView({ block: "center" });
}
function step(items, forward) {
  const current = document.activeElement.closest?.("li");
  const near = items.filter((item) => {
    const order = current ? current.compareDocumentPosition(item) : Node.DOCUMENT_POSITION_FOLLOWING;
    return order & (forward ? Node.DOCUMENT_POSITION_FOLLOWING : Node.DOCUMENT_POSITION_PRECEDING);
  });
  const next = forward ? near[0] : near.at(-1);
  if (next) focusOn(next);
  else say(forward ? "No more after this." : "No more before this.");
}
function moveMarked(forward) {
  step(messages().filter(isMarked), forward);
}
function move(forward) {
  if (one(".chat")) step(messages().filter((item) => !item.closest("details:not([open])")), forward);
  else moveRow(forward);
}
function moveRow(forward) {
  const links = all(".queue h2 a");
  const place = links.findIndex((link) => link.closest("li").contains(document.activeElement));
  links[place < 0 ? (forward ? 0 : links.length - 1) : Math.min(Math.max(place + (forward ? 1 : -1), 0), links.length - 1)]?.focus();
}

// Labels.
function openLabel(link) {
  const message = link.closest("li");
  const dialog = one("#label");
  const form = one("form", dialog);
  const given = one(".own-labels", message).dataset.labels?.split(" ") ?? [];
  form.action = link.href;
  form.dataset.message = message.id;
  all("input", form).forEach((box) => (box.checked = given.includes(box.value)));
  one("#label-number").textContent = message.id.slice(1);
  dialog.returnFocus = message;
  dialog.showModal();
}
async function sendLabel(form, button) {
  const body = new URLSearchParams(new FormData(form, button));
  const names = all("input:checked", form).map((box) => [box.value, box.parentElement.textContent.trim()]);
  if (button.value === "save" && !names.length) return say("Tick a label, or choose harmless.");
  let kept = false;
  try {
    kept = (await fetch(form.action, { method: "POST", body, mode: "cors", redirect: "error" })).status === 204;
  } catch {
    // the line below says it
  }
  one("#label").close();
  if (!kept) return say("The label was not saved: the desk does not answer, or refuses. Load the page again.");
  const place = one(`#${form.dataset.message} .own-labels`);
  const saved = button.value === "save" ? names : [];
  place.dataset.labels = saved.map(([value]) => value).join(" ");
  place.textContent = button.value === "back" ? "" : `Your label: ${saved.map(([, text]) => text).join(", ") || "harmless"}`;
  all("#status .told, #undo").forEach((item) => item.remove());  // the label is the last step now
  delete one("#status").dataset.step;
  say(`${button.value === "back" ? "Label taken back." : "Label saved."}${root.dataset.keys === "1" ? " z takes this back." : ""}`);
}

// Keys. None fires in a field, in a dialog, or together with Ctrl, Alt or Meta.
const verdict = (value) => () => one(`.verdict[value="${value}"]`)?.click();
const keys = {
  "j": () => move(true), "k": () => move(false), "n": () => moveMarked(true), "p": () => moveMarked(false),
  "b": () => one("#blur") && toggleBlur(), "g": toggleGrey, "z": () => undo(),
  "c": verdict("confirmed"), "x": verdict("nothing"), "h": verdict("help"), "e": verdict("escalate"), "u": verdict("unsure"),
  "l": () => { const link = one(".to-label", document.activeElement.closest(".chat li") ?? document.createElement("p"));
    if (link) openLabel(link); else if (one(".chat")) say("Go to a message first: n, p, j or k."); },
  "q": () => one("#back")?.click(), "/": () => one("#filter select")?.focus(), "?": () => one("#keys")?.showModal(),
};
function undo() {
  const form = one("#undo") ?? document.body.appendChild(Object.assign(document.createElement("form"), { method: "post", action: `/undo${location.search}` }));
  if (!form.elements.step) form.appendChild(Object.assign(document.createElement("input"), { type: "hidden", name: "step", value: one("#status").dataset.step ?? "" }));
  form.requestSubmit();
}
// Fields in which one writes or chooses by letters.
const FIELD = "input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable], dialog";
document.addEventListener("keydown", (event) => {
  const target = event.target;
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.repeat && !"jknp".includes(event.key)) return;
  if (target.closest?.(FIELD) || one("dialog[open]")) return;
  if (event.key === "Enter" && target.matches?.(".chat li")) {
    show(target, !target.classList.contains("shown"));
    event.preventDefault();
  } else if (event.key === "Enter" && target.matches?.("#decide input")) {
    event.preventDefault();
    say("Nothing is decided yet: choose a verdict.");
  } else if (root.dataset.keys === "1" && Object.hasOwn(keys, event.key)) {
    event.preventDefault();
    keys[event.key]();
  }
});
document.addEventListener("click", (event) => {
  const target = event.target;
  const quote = target.closest(".rises q");
  const said = target.closest(".chat .said");
  const label = target.closest(".to-label");
  if (label && !event.ctrlKey && !event.metaKey && !event.shiftKey && one("#label")) {
    event.preventDefault();
    openLabel(label);
  } else if (said && !String(getSelection())) {
    show(said.closest("li"), !said.closest("li").classList.contains("shown"));
  } else if (quote) {
    const link = one('a[href^="#m"]', quote.closest("tr"));
    show(one(link.hash), !quote.classList.contains("shown"));
  }
  one(`#${target.closest("[data-opens]")?.dataset.opens ?? "nothing"}`)?.showModal();
});
one("#blur")?.addEventListener("click", toggleBlur);
one("#grey")?.addEventListener("click", toggleGrey);
one("#label form")?.addEventListener("submit", (event) => {
  event.preventDefault();
  sendLabel(event.target, event.submitter);
});
one("#label")?.addEventListener("close", (event) => event.target.returnFocus?.focus());
all("form").forEach((form) => form.addEventListener("submit", (event) => {
  if (form.method === "get") all("select, input", form).forEach((field) => (field.disabled = !field.value));
}));

// Pause: minutes with a page in view add up until there was none for five minutes.
const MINUTE = 60_000;
const BREAK = 5 * MINUTE;
const LATER = 10 * MINUTE;
function readingTime() {
  const now = Date.now();
  let time = { read: 0, seen: now, next: Number(root.dataset.pause) * MINUTE };
  try {
    time = { ...time, ...JSON.parse(localStorage.getItem("desk-reading")) };
  } catch {
    // unreadable: begin anew
  }
  if (now - time.seen > BREAK) time = { read: 0, seen: now, next: Number(root.dataset.pause) * MINUTE };
  if (document.visibilityState === "visible") {
    time.read += now - time.seen;
    time.seen = now;
    localStorage.setItem("desk-reading", JSON.stringify(time));
  }
  return time;
}
function proposePause() {
  const time = readingTime();
  if (root.dataset.pause === "0" || time.read < time.next || one(".pause")) return;
  const box = Object.assign(document.createElement("section"), { className: "pause" });
  box.setAttribute("aria-label", "Pause");
  box.setAttribute("role", "status");
  const line = document.createElement("p");
  line.textContent = `You have been reading for ${Math.round(time.read / MINUTE)} minutes. A short pause does you good; the queue waits.`;
  const later = Object.assign(document.createElement("button"), { textContent: "Remind me in 10 minutes", className: "small" });
  const off = Object.assign(document.createElement("button"), { textContent: "I had a pause", className: "small" });
  const close = (next) => {
    localStorage.setItem("desk-reading", JSON.stringify({ seen: Date.now(), ...next }));
    box.remove();
  };
  later.addEventListener("click", () => close({ read: time.read, next: time.read + LATER }));
  off.addEventListener("click", () => close({ read: 0, next: Number(root.dataset.pause) * MINUTE }));
  const row = Object.assign(document.createElement("div"), { className: "row" });
  row.append(off, later);
  document.body.append(box);
  box.append(line, row);
}
proposePause();
setInterval(proposePause, MINUTE / 2);
