// Looks at pages as people with different eyes and screens do: node page-look.mjs URL PATH...
// Prints one JSON object: what axe found in light and dark, what sticks out at 390 and 320 px, what the console said,
// what is left without JavaScript.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { openBrowser } from "./browser.mjs";

const require = createRequire(import.meta.url);
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const [base, ...paths] = process.argv.slice(2);
const found = { violations: [], overflow: [], console: [], withoutScript: {}, greyed: [] };
const browser = await openBrowser();
try {
  for (const [scheme, widths] of [["light", [1280, 390]], ["dark", [1280]]]) {
    for (const width of widths) {
      const context = await browser.newContext({ colorScheme: scheme, viewport: { width, height: 900 }, bypassCSP: true });
      for (const path of paths) {
        const page = await context.newPage();
        page.on("console", (message) => message.type() === "error" && found.console.push(`${path}: ${message.text()}`));
        page.on("pageerror", (error) => found.console.push(`${path}: ${error.message}`));
        await page.goto(new URL(path, base).href);
        await page.evaluate(() => document.querySelectorAll("details").forEach((each) => { each.open = true; }));
        await page.evaluate(axe);
        const result = await page.evaluate(() => window.axe.run(document, {
          runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
        }));
        for (const each of result.violations) {
          found.violations.push(`${path} ${scheme} ${width}: ${each.id}: ${each.nodes[0].html.slice(0, 120)} ${each.nodes[0].any?.[0]?.message ?? ""}`);
        }
        await page.close();
      }
      await context.close();
    }
  }
  for (const width of [390, 320]) {
    const context = await browser.newContext({ viewport: { width, height: 800 } });
    for (const path of paths) {
      const page = await context.newPage();
      page.on("console", (message) => message.type() === "error" && found.console.push(`${path}: ${message.text()}`));
      await page.goto(new URL(path, base).href, { waitUntil: "networkidle" });
      await page.evaluate(() => document.querySelectorAll("details").forEach((each) => { each.open = true; }));
      const wide = await page.evaluate(() => document.documentElement.scrollWidth);
      if (wide > width) {
        const who = await page.evaluate((limit) => [...document.querySelectorAll("body *")]
          .filter((each) => each.getBoundingClientRect().right > limit).map((each) => each.className || each.tagName).slice(0, 3), width);
        found.overflow.push(`${path} ${width}: ${wide} ${who}`);
      }
      if (await page.evaluate(() => document.documentElement.classList.contains("is-stale"))) found.greyed.push(`${path} ${width}`);
      await page.close();
    }
    await context.close();
  }
  // An eye that finds nothing might be shut: it must see what is plainly wrong.
  const wrong = await browser.newPage();
  await wrong.setContent('<!DOCTYPE html><html lang="en"><title>x</title><main><h1>x</h1><p style="color:#bbb;background:#fff">pale</p><img src="x"></main>');
  await wrong.evaluate(axe);
  found.planted = (await wrong.evaluate(() => window.axe.run(document))).violations.map((each) => each.id);
  const plain = await browser.newContext({ javaScriptEnabled: false });
  const page = await plain.newPage();
  for (const path of paths) {
    await page.goto(new URL(path, base).href);
    found.withoutScript[path] = (await page.locator("main").innerText()).slice(0, 200);
  }
  await plain.close();
  const keys = await (await browser.newContext()).newPage();
  await keys.goto(new URL(paths[0], base).href);
  await keys.keyboard.press("Tab");
  found.firstStop = await keys.evaluate(() => document.activeElement?.textContent ?? "");
  found.tips = await keys.locator(".bars i").first().getAttribute("data-tip");
} finally {
  await browser.close();
}
console.log(JSON.stringify(found));
