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
      if (next === null || isBusy(region) || region.innerHTML === next.innerHTML) continue;
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
  const button = event.target instanceof HTMLFormElement ? event.target.querySelector("button:not([name])") : null;
  if (button instanceof HTMLButtonElement && event.target instanceof HTMLFormElement && event.target.method === "post") {
    setTimeout(() => { button.disabled = true; });
    setTimeout(() => { button.disabled = false; }, 4000);
  }
});
