// @ts-check
// What makes the console pleasant. Everything works without it.

/** @param {number} seconds */
function words(seconds) {
  const parts = /** @type {[number, string][]} */ ([[86400, "d"], [3600, "h"], [60, "min"], [1, "s"]]);
  const at = parts.findIndex(([size]) => seconds >= size);
  if (at < 0) return "< 1 s";
  const [size, unit] = parts[at];
  const first = `${Math.floor(seconds / size)} ${unit}`;
  if (at === 3 || seconds >= 10 * size) return first;
  const [nextSize, nextUnit] = parts[at + 1];
  const rest = Math.floor((seconds % size) / nextSize);
  return rest > 0 && at < 2 ? `${first} ${rest} ${nextUnit}` : first;
}

const FORMS = /** @type {Record<string, Intl.DateTimeFormatOptions>} */ ({
  full: { year: "numeric", month: "short", day: "numeric", hour: "2-digit", minute: "2-digit", second: "2-digit" },
  day: { month: "short", day: "numeric" },
  time: { month: "short", day: "numeric", hour: "2-digit", minute: "2-digit" },
  clock: { hour: "2-digit", minute: "2-digit" },
});

/** Times in the reader's zone; the server wrote them in UTC. @param {ParentNode} root */
function localise(root) {
  for (const each of root.querySelectorAll("[data-form]")) {
    const at = new Date(each.getAttribute("datetime") ?? each.getAttribute("data-at") ?? "");
    const form = each.getAttribute("data-form") ?? "full";
    if (Number.isNaN(at.getTime())) continue;
    if (form === "ago" || form === "in") {
      const seconds = Math.max(0, Math.floor((form === "ago" ? Date.now() - at.getTime() : at.getTime() - Date.now()) / 1000));
      each.textContent = words(seconds);
    } else {
      each.textContent = new Intl.DateTimeFormat("en-GB", { hourCycle: "h23", ...FORMS[form] }).format(at);
    }
    if (!(each instanceof SVGElement)) each.setAttribute("title", `${at.toISOString().slice(0, 19).replace("T", " ")} UTC`);
  }
}

/** Whether a reader is in the middle of something in `region`. @param {Element} region */
function isBusy(region) {
  const active = document.activeElement;
  return active !== null && region.contains(active) && active.matches("input, textarea, select");
}

/** What is in a region, without the keys that every form gets anew. @param {Element} region */
const lasting = (region) => region.innerHTML.replace(/name="once" value="[^"]*"/g, "");

let fetching = false;
let again = false;

/** Brings every live region of this page up to date. */
async function refresh() {
  if (fetching) { again = true; return; }
  fetching = true;
  try {
    const answer = await fetch(location.href, { headers: { accept: "text/html" }, credentials: "same-origin" });
    if (!answer.ok || answer.redirected) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    localise(fresh);
    for (const region of document.querySelectorAll("[data-live]")) {
      const next = fresh.getElementById(region.id);
      if (next === null || isBusy(region) || lasting(region) === lasting(next)) continue;
      const focus = document.activeElement?.id;
      const open = new Set([...region.querySelectorAll("details[open]")].map((each) => each.id));
      region.replaceChildren(...[...next.childNodes].map((node) => document.importNode(node, true)));
      open.forEach((id) => { if (id) document.getElementById(id)?.setAttribute("open", ""); });
      if (focus && document.activeElement === document.body) document.getElementById(focus)?.focus();
    }
  } catch {
    // The server is away; the stream reconnects and asks again.
  } finally {
    setTimeout(() => { fetching = false; if (again) { again = false; refresh(); } }, 1500);
  }
}

localise(document);
const zone = document.getElementById("zone");
if (zone) zone.textContent = `Times are in ${Intl.DateTimeFormat().resolvedOptions().timeZone}.`;
setInterval(() => { if (!document.hidden) localise(document); }, 5000);
if (document.querySelector("[data-live]") && window.EventSource) {
  const stream = new EventSource("/events");
  stream.addEventListener("changed", () => { if (!document.hidden) refresh(); });
  document.addEventListener("visibilitychange", () => { if (!document.hidden) refresh(); });
}
// A datetime field speaks the reader's zone; what is sent is UTC.
for (const field of document.querySelectorAll("input[data-local]")) {
  if (!(field instanceof HTMLInputElement)) continue;
  const utc = new Date(`${field.value}Z`);
  if (!Number.isNaN(utc.getTime())) {
    field.value = new Date(utc.getTime() - utc.getTimezoneOffset() * 60000).toISOString().slice(0, 16);
  }
  const name = field.name;
  field.form?.addEventListener("submit", () => {
    const local = new Date(field.value);
    if (Number.isNaN(local.getTime())) return;
    const hidden = document.createElement("input");
    hidden.type = "hidden";
    hidden.name = name;
    hidden.value = local.toISOString().slice(0, 16);
    field.removeAttribute("name");
    field.form?.append(hidden);
  });
  const label = field.labels?.[0]?.querySelector(".zone-word");
  if (label) label.textContent = "your time";
}
// One click is one send.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!(form instanceof HTMLFormElement) || form.method !== "post") return;
  // After the browser took the form's fields: a disabled button would not be among them.
  setTimeout(() => { for (const button of form.querySelectorAll("button")) button.disabled = true; });
  setTimeout(() => { for (const button of form.querySelectorAll("button")) button.disabled = false; }, 8000);
});
window.addEventListener("pageshow", (event) => {
  if (event.persisted) for (const button of document.querySelectorAll("button:disabled")) if (button instanceof HTMLButtonElement) button.disabled = false;
});

/** Renames what belongs to item `from` of a list to item `to`. @param {Element} item @param {string} from @param {string} to */
function rename(item, from, to) {
  const dashed = (/** @type {string} */ name) => `f-${name.replaceAll(".", "-")}`;
  for (const each of item.querySelectorAll("*")) {
    for (const attribute of [...each.attributes]) {
      const { name, value } = attribute;
      if (value === from || value.startsWith(`${from}.`)) each.setAttribute(name, to + value.slice(from.length));
      else if (value.startsWith(`remove:${from}`) || value.startsWith(`add:${from}.`)) each.setAttribute(name, value.replace(from, to));
      else if (["id", "for", "aria-describedby"].includes(name)) each.setAttribute(name, value.split(" ").map((id) => (id.startsWith(`${dashed(from)}-`) ? dashed(to) + id.slice(dashed(from).length) : id)).join(" "));
    }
  }
}

/** Makes an item or select as if nobody had touched it. @param {Element} item */
function clear(item) {
  for (const list of item.querySelectorAll("[data-rows]")) [...list.querySelectorAll(":scope > [data-item]")].slice(1).forEach((each) => each.remove());
  for (const several of item.querySelectorAll("[data-several]")) [...several.querySelectorAll(":scope > select")].slice(1).forEach((each) => each.remove());
  for (const each of item.querySelectorAll(".bad")) each.remove();
  for (const each of item.querySelectorAll("details")) each.open = false;
  for (const each of item.querySelectorAll("input, textarea, select")) {
    each.removeAttribute("aria-invalid");
    if (each instanceof HTMLInputElement && each.type === "checkbox") each.checked = false;
    else if (each instanceof HTMLSelectElement) each.selectedIndex = 0;
    else if (each instanceof HTMLInputElement || each instanceof HTMLTextAreaElement) each.value = "";
  }
}

// Lists in forms grow and shrink here; without this script the server does it.
document.addEventListener("click", (event) => {
  const button = event.target instanceof Element ? event.target.closest("button[data-add], button[data-remove]") : null;
  if (!(button instanceof HTMLButtonElement)) return;
  const several = button.closest("[data-several]");
  const list = button.closest("[data-rows]");
  if (several && button.hasAttribute("data-add")) {
    const selects = several.querySelectorAll("select");
    const copy = /** @type {HTMLSelectElement} */ (selects[selects.length - 1].cloneNode(true));
    copy.selectedIndex = 0;
    selects[selects.length - 1].after(copy);
    copy.focus();
    event.preventDefault();
  } else if (list && button.hasAttribute("data-add")) {
    const items = [...list.querySelectorAll(":scope > [data-item]")];
    const last = items[items.length - 1];
    const stem = list.getAttribute("data-rows") ?? "";
    const numbers = items.map((item) => Number(item.querySelector("input[type=hidden]")?.getAttribute("name")?.slice(stem.length + 1).split(".")[0] ?? 0));
    const copy = /** @type {Element} */ (last.cloneNode(true));
    rename(copy, `${stem}.${numbers[numbers.length - 1]}`, `${stem}.${Math.max(...numbers) + 1}`);
    clear(copy);
    last.after(copy);
    const field = copy.querySelector("input:not([type=hidden]), select, textarea");
    if (field instanceof HTMLElement) field.focus();
    event.preventDefault();
  } else if (list && button.hasAttribute("data-remove")) {
    const item = button.closest("[data-item]");
    if (!item) return;
    if (list.querySelectorAll(":scope > [data-item]").length === 1) clear(item);
    else item.remove();
    const add = list.querySelector(":scope > div > button[data-add]");
    if (add instanceof HTMLElement) add.focus();
    event.preventDefault();
  }
});

// A mistake that is being put right is not shouted about any more.
document.addEventListener("input", (event) => {
  const field = event.target instanceof Element ? event.target.closest(".field") : null;
  if (!field || !(event.target instanceof Element) || !event.target.hasAttribute("aria-invalid")) return;
  event.target.removeAttribute("aria-invalid");
  field.querySelector(":scope > .bad")?.remove();
});

for (const button of document.querySelectorAll("button[data-copy]")) {
  if (!(button instanceof HTMLButtonElement) || !navigator.clipboard) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy ?? "")?.textContent ?? "");
    const before = [...button.childNodes];
    button.replaceChildren("Copied");
    setTimeout(() => button.replaceChildren(...before), 1600);
  });
}
// Somebody new is most likely where their browser is.
if (location.pathname.endsWith("/new")) {
  for (const field of document.querySelectorAll("input[data-zone]")) {
    if (field instanceof HTMLInputElement && field.value === "") field.value = Intl.DateTimeFormat().resolvedOptions().timeZone;
  }
}
const bad = document.querySelector("[aria-invalid]");
if (bad instanceof HTMLElement) bad.focus();
else document.getElementById("tried")?.focus();
