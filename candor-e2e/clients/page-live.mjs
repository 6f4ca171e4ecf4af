// What an open page does by itself while time passes: node page-live.mjs URL
// Prints one JSON object: how it looks fresh, after a newer snapshot, after ten minutes without a network, and in
// another time zone.
import { openBrowser } from "./browser.mjs";

const url = process.argv[2];
const seen = {};
const browser = await openBrowser();
const look = (page) => page.evaluate(() => ({
  headline: document.querySelector("h1")?.textContent,
  stale: document.documentElement.classList.contains("is-stale"),
  banner: document.getElementById("stale")?.innerText ?? "",
}));
try {
  const context = await browser.newContext({ timezoneId: "Etc/UTC" });
  const page = await context.newPage();
  await page.clock.install({ time: new Date() });
  await page.goto(url, { waitUntil: "networkidle" });
  seen.fresh = await look(page);

  await page.route(url, async (route) => {
    const answer = await route.fetch();
    const body = (await answer.text())
      .replace(/data-rendered-at="[^"]+"/, `data-rendered-at="${new Date(Date.now() + 30_000).toISOString()}"`)
      .replace(/<h1 id="headline">[^<]*</, '<h1 id="headline">Everything is new<');
    await route.fulfill({ response: answer, body });
  });
  await page.clock.fastForward(31_000);
  await page.waitForFunction(() => document.querySelector("h1")?.textContent === "Everything is new");
  seen.newer = await look(page);

  await page.unroute(url);
  await context.setOffline(true);
  await page.clock.fastForward(10 * 60_000);
  await page.waitForFunction(() => /reached/.test(document.getElementById("stale")?.textContent ?? ""));
  seen.cutOff = await look(page);

  const far = await (await browser.newContext({ timezoneId: "America/New_York" })).newPage();
  await far.goto(url, { waitUntil: "networkidle" });
  seen.far = await far.locator(".as-of time").innerText();
  await far.locator("#zone-switch").click();
  seen.back = await far.locator(".as-of time").innerText();
} finally {
  await browser.close();
}
console.log(JSON.stringify(seen));
