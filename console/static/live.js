// Hears which conversations change, and lets what shows them refresh itself.
//
// On `document` comes "motcua:changed" with {conversations, waiting}; every element with
// data-live="*", or with the id of a changed conversation, gets the htmx event "live".
const BASE = document.body.dataset.console;
const PAUSE = 1000; // milliseconds between two refreshes, however much happens
const IDLE = 50 * 60_000; // a page that nobody touches must not keep its session alive
let source, changed = new Set(), timer, keepsOn = false, touchedAt = Date.now();
let missed = true; // also what happened between the making of the page and its first event

function open() {
  if (source || !BASE) return;
  source = new EventSource(`${BASE}/events`);
  source.addEventListener("changed", ({ data }) => hear(JSON.parse(data)));
  source.onopen = () => { if (missed) catchUp(); };
  source.onerror = () => {
    missed = true;
    if (source?.readyState === EventSource.CLOSED) close(); // the session is over
  };
}

function close() {
  missed ||= Boolean(source);
  source?.close();
  source = undefined;
}

// What happened while nobody listened is not told again: everything refreshes once.
function catchUp() {
  missed = false;
  for (const node of document.querySelectorAll("[data-live]")) changed.add(node.dataset.live);
  if (changed.size && !timer) refresh();
}

function hear(detail) {
  show(detail.waiting);
  document.dispatchEvent(new CustomEvent("motcua:changed", { detail }));
  for (const id of detail.conversations) changed.add(id);
  if (changed.size && !timer) refresh();
}

function refresh() {
  for (const node of document.querySelectorAll("[data-live]")) {
    if (node.dataset.live === "*" || changed.has(node.dataset.live)) htmx.trigger(node, "live");
  }
  changed = new Set();
  timer = setTimeout(() => { timer = undefined; if (changed.size) refresh(); }, PAUSE);
}

function show(waiting) {
  const count = document.getElementById("waiting");
  if (!count) return;
  count.textContent = waiting;
  count.hidden = !waiting;
}

// A browser has six connections for all tabs, so of those in the background one listens.
navigator.locks?.request("motcua.live", () => new Promise(() => { keepsOn = true; decide(); }));

function decide() {
  const isAwake = Date.now() - touchedAt < IDLE;
  if (isAwake && (keepsOn || !document.hidden)) open();
  else close();
}

function touched() {
  touchedAt = Date.now();
  if (!source) decide();
}

for (const name of ["keydown", "pointerdown", "focus"]) addEventListener(name, touched);
document.addEventListener("visibilitychange", decide);
addEventListener("pagehide", close);
addEventListener("pageshow", decide);
setInterval(decide, 60_000);
decide();
