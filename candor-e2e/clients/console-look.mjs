// Looks at the console as a signed-in person does: node console-look.mjs URL NAME PASSWORD [FOLDER] PATH...
// Prints one JSON object: what axe found in light and dark, what sticks out at 390 px, what the console said. Screenshots go into FOLDER.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { openBrowser } from "./browser.mjs";

const require = createRequire(import.meta.url);
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const [base, name, password, folder, ...paths] = process.argv.slice(2);
const found = { violations: [], overflow: [], console: [], sizes: {} };
const browser = await openBrowser();
try {
  const start = await browser.newContext();
  const login = await start.newPage();
  await login.goto(new URL("/login", base).href);
  await login.fill("input[name=name]", name);
  await login.fill("input[name=password]", password);
  await login.click("button");
  await login.waitForURL(new URL("/", base).href);
  const state = await start.storageState();
  await start.close();
  for (const [scheme, width] of [["light", 1280], ["light", 390], ["dark", 1280], ["dark", 390]]) {
    for (const strict of [true, false]) {
      const context = await browser.newContext({ colorScheme: scheme, viewport: { width, height: width === 390 ? 844 : 900 }, bypassCSP: !strict, storageState: state, timezoneId: "Europe/Berlin" });
      for (const path of paths) {
        const page = await context.newPage();
        page.on("console", (message) => message.type() === "error" && found.console.push(`${path} ${width}: ${message.text()}`));
        page.on("pageerror", (error) => found.console.push(`${path}: ${error.message}`));
        const answer = await page.goto(new URL(path, base).href);
        if (answer.status() !== 200) found.console.push(`${path}: ${answer.status()}`);
        if (strict) {
          await page.waitForTimeout(120);
          found.sizes[path] = (await answer.body()).length;
          const wide = await page.evaluate(() => document.documentElement.scrollWidth);
          if (wide > width) {
            const who = await page.evaluate((limit) => [...document.querySelectorAll("body *")]
              .filter((each) => each.getBoundingClientRect().right > limit + 1).map((each) => `${each.tagName}.${each.getAttribute("class")}`).slice(0, 4), width);
            found.overflow.push(`${path} ${width}: ${wide} ${who}`);
          }
          if (folder) await page.screenshot({ path: `${folder}/${(path.replace(/[^a-z0-9]+/gi, "_") || "_")}-${width}-${scheme}.png`, fullPage: width === 1280 });
        } else {
          await page.evaluate(() => document.querySelectorAll("details:not(.bar details)").forEach((each) => { each.open = true; }));
          await page.evaluate(axe);
          const result = await page.evaluate(() => window.axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }));
          for (const each of result.violations) {
            found.violations.push(`${path} ${scheme} ${width}: ${each.id}: ${each.nodes[0].html.slice(0, 160)} ${each.nodes[0].any?.[0]?.message ?? ""}`);
          }
        }
        await page.close();
      }
      await context.close();
    }
  }
} finally {
  await browser.close();
}
console.log(JSON.stringify(found, null, 1));
