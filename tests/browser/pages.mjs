// Opens pages that the program wrote in a real browser and holds them to WCAG 2.2 AA, with and without their script.
//
//   node pages.mjs PAGE.html… [--pictures PAGE.html…]
//
// A page fetches nothing, but for those after --pictures: they may show the SVG files that lie beside them.
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync"],
});
const faults = [];
const given = process.argv.slice(2);
const pages = given.filter(path => path !== "--pictures");
const withPictures = new Set(given.includes("--pictures") ? given.slice(given.indexOf("--pictures") + 1) : []);

for (const path of pages) {
  const fault = text => faults.push(`${path}: ${text}`);
  const url = pathToFileURL(path).href;
  const texts = {};
  for (const javaScriptEnabled of [false, true]) {
    const context = await browser.newContext({ javaScriptEnabled, viewport: { width: 1280, height: 900 } });
    const page = await context.newPage();
    page.on("console", message => message.type() === "error" && fault(`console: ${message.text()}`));
    page.on("pageerror", error => fault(`script: ${error.message}`));
    const beside = asked => withPictures.has(path) && /^[a-z-]+\.svg$/.test(asked.slice(url.lastIndexOf("/") + 1))
      && asked.startsWith(url.slice(0, url.lastIndexOf("/") + 1));
    page.on("request", request => request.url() !== url && !beside(request.url()) && fault(`asks for ${request.url()}`));
    page.on("requestfailed", request => fault(`lacks ${request.url()}`));
    await page.goto(url);
    texts[javaScriptEnabled] = (await page.locator("main").innerText()).replace(/\s+/g, " ");
    if (javaScriptEnabled) {
      await page.evaluate(axe);
      const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
      for (const media of [{ colorScheme: "light" }, { colorScheme: "dark" }, { forcedColors: "active" }]) {
        await page.emulateMedia({ colorScheme: null, forcedColors: null, ...media });
        const { violations } = await page.evaluate(values => window.axe.run(document, { runOnly: { type: "tag", values } }), tags);
        const seen = Object.values(media)[0];
        for (const { id, help, nodes } of violations) fault(`${seen}: ${id}: ${help} (${nodes.length}, first ${nodes[0].html.slice(0, 120)})`);
      }
      await page.emulateMedia({ colorScheme: null, forcedColors: null });
      await walks(page, fault);
      for (const table of await page.locator("table.sortable").all()) await sorts(table, fault);
      // Reflow (1.4.10): at 320 CSS pixels only tables may scroll sideways.
      await page.setViewportSize({ width: 320, height: 900 });
      const wide = await page.evaluate(() => document.documentElement.scrollWidth);
      if (wide > 320) fault(`the page is ${wide} pixels wide in a window of 320`);
    }
    await context.close();
  }
  if (texts.true !== texts.false) fault("the page says something else without its script");
}

/// The tabulator key reaches everything that can be acted on or scrolls, in the order of the page, and shows where it is.
async function walks(page, fault) {
  // A number of a table is no stop of its own: the link under the table leads to the same place.
  const stops = "a[href]:not([tabindex='-1']), button, summary, [tabindex='0']";
  const expected = await page.evaluate(stops => {
    const found = [...document.querySelectorAll(stops)].filter(one => one.checkVisibility());
    found.forEach((one, at) => one.dataset.stop = at);
    document.activeElement.blur();
    return found.length;
  }, stops);
  const reached = [];
  for (let at = 0; at < expected; at++) {
    await page.keyboard.press("Tab");
    reached.push(await page.evaluate(() => {
      const { outlineStyle, outlineWidth } = getComputedStyle(document.activeElement);
      const shown = outlineStyle !== "none" && parseFloat(outlineWidth) > 0;
      return shown ? document.activeElement.dataset.stop ?? document.activeElement.outerHTML.slice(0, 80) : `unseen ${document.activeElement.dataset.stop}`;
    }));
  }
  const wrong = reached.findIndex((stop, at) => stop !== String(at));
  if (wrong >= 0) fault(`the keyboard reaches ${reached[wrong]} where stop ${wrong} of ${expected} is due`);
}

/// Each column header is a button that sorts its table up, then down, and says so.
async function sorts(table, fault) {
  const headers = table.locator("thead th");
  const before = await table.locator("tbody tr").count();
  for (let column = 0; column < await headers.count(); column++) {
    const header = headers.nth(column);
    const cells = () => table.locator(`tbody tr > :nth-child(${column + 1})`).evaluateAll(
      found => found.map(cell => cell.dataset.key ?? cell.textContent.trim()));
    await header.getByRole("button").focus();
    await header.page().keyboard.press("Enter");
    const numbers = await header.getAttribute("data-sort");
    const compare = numbers ? (a, b) => a - b : (a, b) => a.localeCompare(b, "en-GB", { numeric: true });
    const up = await cells();
    if (await header.getAttribute("aria-sort") !== "ascending") fault(`column ${column} does not say that it is sorted`);
    if (up.some((cell, at) => at > 0 && compare(up[at - 1], cell) > 0)) fault(`column ${column} is not sorted: ${up.slice(0, 5)}`);
    await header.page().keyboard.press("Enter");
    if (await header.getAttribute("aria-sort") !== "descending") fault(`column ${column} does not turn round`);
    if ((await cells()).length !== before) fault(`sorting by column ${column} loses rows`);
  }
}

await browser.close();
for (const text of faults) console.error(`error: ${text}`);
if (faults.length > 0) process.exit(1);
console.log(`${pages.length} pages: no violation of WCAG 2.2 AA, whole without script, nothing fetched from elsewhere`);
