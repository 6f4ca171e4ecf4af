// Pictures of a running page: node shots.mjs URL FOLDER PATH...
import { chromium } from "playwright-core";

const [base, folder, ...paths] = process.argv.slice(2);
const browser = await chromium.launch({
  executablePath: "/usr/bin/chromium",
  chromiumSandbox: false,
  args: ["--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});
for (const [name, width, scheme] of [["desktop", 1280, "light"], ["dark", 1280, "dark"], ["phone", 390, "light"]]) {
  const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme: scheme, timezoneId: "Etc/UTC" });
  const page = await context.newPage();
  for (const path of paths) {
    await page.goto(new URL(path, base).href);
    await page.waitForTimeout(300);
    await page.screenshot({ path: `${folder}/${path.replaceAll("/", "_") || "home"}-${name}.png`, fullPage: true });
  }
  await context.close();
}
await browser.close();
