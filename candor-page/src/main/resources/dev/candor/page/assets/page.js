// @ts-check
// What a finished page cannot do by itself: notice its own age, fetch its successor, speak the viewer's time zone.
// Without this script everything is still there to read.

const root = document.documentElement;
const LOOK_AGAIN_MS = 30_000;
/** How far this computer's clock is ahead of the server's, in ms. A wrong clock here must not grey a fresh page. */
let clockAhead = 0;
/** Set when the last look failed. */
let unreachable = false;

/** @returns {number} ms since the data on this page was true */
function age() {
  return Date.now() - clockAhead - Date.parse(root.dataset.renderedAt ?? "");
}

/** @param {number} ms @returns {string} */
function words(ms) {
  const minutes = Math.floor(ms / 60_000);
  if (minutes < 1) return "less than a minute";
  if (minutes < 120) return minutes === 1 ? "1 minute" : `${minutes} minutes`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours} hours` : `${Math.floor(hours / 24)} days`;
}

function showAge() {
  const old = age();
  const stale = old > Number(root.dataset.staleAfter) * 1000;
  root.classList.toggle("is-stale", stale);
  const banner = document.getElementById("stale");
  const text = document.getElementById("stale-words");
  if (banner && text) {
    if (stale) {
      text.textContent = `It is ${words(old)} old` + (unreachable ? " and no newer one can be reached. " : ". ")
        + "What you see may have changed since.";
    }
    banner.hidden = !stale;
  }
  const note = document.getElementById("age");
  if (note) note.textContent = `, ${words(Math.max(0, old))} ago`;
}

async function lookAgain() {
  if (document.hidden || !root.dataset.renderedAt) return; // a page about the past has no successor
  try {
    const answer = await fetch(location.pathname, { cache: "no-cache", headers: { accept: "text/html" } });
    const date = Date.parse(answer.headers.get("date") ?? "");
    if (!Number.isNaN(date)) clockAhead = Date.now() - date;
    unreachable = !answer.ok;
    if (answer.ok) take(new DOMParser().parseFromString(await answer.text(), "text/html"));
  } catch {
    unreachable = true;
  }
  showAge();
}

/** Shows a newer page in place of this one, unless the reader is typing into it. @param {Document} next */
function take(next) {
  const rendered = next.documentElement.dataset.renderedAt ?? "";
  if (!(Date.parse(rendered) > Date.parse(root.dataset.renderedAt ?? ""))) return;
  const now = document.getElementById("main");
  const then = next.getElementById("main");
  if (!now || !then || now.querySelector("input:focus, button:focus, a:focus, summary:focus")) return;
  const field = /** @type {HTMLInputElement | null} */ (document.getElementById("email"));
  if (field && field.value) return;
  const closed = new Set([...now.querySelectorAll("details.group:not([open])")].map(nameOf));
  root.dataset.renderedAt = rendered;
  document.title = next.title;
  now.replaceChildren(...then.childNodes);
  now.querySelectorAll("details.group").forEach((group) => {
    if (closed.has(nameOf(group)) && !group.querySelector(".group-head .state:not(.is-operational)")) {
      group.removeAttribute("open");
    }
  });
  const foot = document.querySelector(".foot-time time");
  const nextFoot = next.querySelector(".foot-time time");
  if (foot && nextFoot) foot.replaceWith(nextFoot);
  const icon = document.querySelector("link[rel=icon]");
  const nextIcon = next.querySelector("link[rel=icon]");
  if (icon && nextIcon) icon.replaceWith(nextIcon);
  speakZone();
}

/** @param {Element} group @returns {string} */
function nameOf(group) {
  return group.querySelector(".name")?.textContent ?? "";
}

// Times: the page's zone is what it says without a script; the viewer may have their own.
const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
let useOwn = true;
try {
  useOwn = localStorage.getItem("page-zone") !== "page";
} catch { /* storage may be refused */ }

function speakZone() {
  const pageZone = root.dataset.zone ?? "Etc/UTC";
  const differs = own !== undefined && own !== pageZone && offset(own) !== offset(pageZone);
  const zone = differs && useOwn ? own : pageZone;
  document.querySelectorAll("time[data-form]").forEach((element) => {
    const time = /** @type {HTMLTimeElement} */ (element);
    const original = time.dataset.original ?? time.textContent ?? "";
    time.dataset.original = original;
    if (zone === pageZone) {
      time.textContent = original;
      return;
    }
    const tail = original.includes(", for ") ? original.slice(original.indexOf(", for ")) : "";
    time.textContent = written(new Date(time.dateTime), zone, time.dataset.form === "clock") + tail;
    time.title = original;
  });
  const note = document.getElementById("zone-note");
  const button = document.getElementById("zone-switch");
  if (!note || !button || !differs) return;
  note.textContent = zone === pageZone
    ? `Times and days are in ${plain(pageZone)}.`
    : `Times are in your zone, ${plain(own)}; days are cut in ${plain(pageZone)}.`;
  button.textContent = zone === pageZone ? `Use ${plain(own)}` : `Use ${plain(pageZone)}`;
  button.hidden = false;
}

/** @param {Date} at @param {string} zone @param {boolean} clockOnly @returns {string} */
function written(at, zone, clockOnly) {
  const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: zone });
  const time = `${clock.format(at)} ${zoneName(at, zone)}`;
  // Under a heading that names the page's day a clock alone would be wrong when it is another day here.
  if (clockOnly && day(at, zone) === day(at, root.dataset.zone ?? "Etc/UTC")) return time;
  return `${day(at, zone)}, ${time}`;
}

/** @param {Date} at @param {string} zone @returns {string} */
function day(at, zone) {
  return new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric", timeZone: zone }).format(at);
}

/** `EST`, `CET`, and where neither English has a name `GMT+3`. @param {Date} at @param {string} zone @returns {string} */
function zoneName(at, zone) {
  const names = ["en-GB", "en-US"].map((locale) => new Intl.DateTimeFormat(locale, { timeZoneName: "short", timeZone: zone })
    .formatToParts(at).find((part) => part.type === "timeZoneName")?.value ?? "");
  return names.find((name) => !/^(GMT|UTC)[+-]/.test(name)) ?? names[0] ?? "";
}

/** @param {string} zone @returns {string} */
function offset(zone) {
  const now = new Date();
  return new Intl.DateTimeFormat("en-GB", { timeZone: zone, dateStyle: "short", timeStyle: "short" }).format(now);
}

/** @param {string | undefined} zone @returns {string} */
function plain(zone) {
  return zone === "Etc/UTC" ? "UTC" : (zone ?? "").replaceAll("_", " ");
}

document.getElementById("zone-switch")?.addEventListener("click", () => {
  useOwn = !useOwn;
  try {
    localStorage.setItem("page-zone", useOwn ? "own" : "page");
  } catch { /* storage may be refused */ }
  speakZone();
});
document.addEventListener("visibilitychange", () => void lookAgain());
speakZone();
void lookAgain();
if (root.dataset.renderedAt) {
  setInterval(lookAgain, LOOK_AGAIN_MS);
  setInterval(showAge, 5_000);
}
