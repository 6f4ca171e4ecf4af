// What clients nobody here wrote make of a running page: node page-clients.mjs URL
// Prints one JSON object; the test that starts this judges it.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { parseAtomFeed, parseJsonFeed, parseRssFeed } from "feedsmith";
import Parser from "rss-parser";
import { openBrowser } from "./browser.mjs";

const require = createRequire(import.meta.url);
const base = process.argv[2].replace(/\/$/, "");
const { Statuspage } = require("statuspage.io");

const text = async (path) => (await fetch(`${base}/${path}`)).text();

async function statuspage() {
  const client = new Statuspage("fernwoodpage");
  client.setApiUrl(base);
  const summary = await client.api.getSummary();
  const status = await client.api.getStatus();
  const components = await client.api.getComponents();
  const incidents = await client.api.incidents.getAll();
  const unresolved = await client.api.incidents.getUnresolved();
  const upcoming = await client.api.scheduledMaintenances.getUpcoming();
  return {
    summary: summary.status.description,
    status: status.status.indicator,
    components: components.components.filter((each) => !each.group).map((each) => `${each.name}: ${each.status}`),
    incidents: incidents.incidents.map((each) => each.name),
    unresolved: unresolved.incidents.map((each) => each.incident_updates[0].status),
    upcoming: upcoming.scheduled_maintenances.map((each) => each.name),
  };
}

async function feeds() {
  const parser = new Parser();
  const read = async (path) => (await parser.parseString(await text(path))).items.map((each) => each.title);
  return {
    rssParser: { atom: await read("history.atom"), rss: await read("history.rss"), updates: await read("updates.atom") },
    feedsmith: {
      atom: parseAtomFeed(await text("history.atom")).entries.map((each) => each.title),
      rss: parseRssFeed(await text("history.rss")).items.map((each) => each.title),
      updates: parseAtomFeed(await text("updates.atom")).entries.map((each) => each.title),
      json: parseJsonFeed(await text("feed.json")).items.map((each) => each.title),
    },
  };
}

async function widget(browser) {
  const page = await browser.newPage();
  const script = readFileSync(require.resolve("@statuspage/status-widget/dist/index.js"), "utf8");
  await page.setContent(`<!DOCTYPE html><title>elsewhere</title><statuspage-widget src="${base}"></statuspage-widget>`);
  await page.addScriptTag({ content: script });
  const shown = () => page.evaluate(() => {
    const words = (node) => node.shadowRoot ? words(node.shadowRoot) : node.textContent ?? "";
    return words(document.querySelector("statuspage-widget"));
  });
  await page.waitForFunction(() => {
    const root = document.querySelector("statuspage-widget")?.shadowRoot;
    return /System|Service/.test(root?.textContent ?? "");
  }, undefined, { timeout: 20_000 });
  const seen = await shown();
  await page.close();
  return seen.replace(/\s+/g, " ").trim();
}

const browser = await openBrowser();
try {
  console.log(JSON.stringify({ statuspage: await statuspage(), feeds: await feeds(), widget: await widget(browser) }));
} finally {
  await browser.close();
}
