// The queue and the page to talk on. Waiting times count on; what is typed is kept until it has
// surely arrived: it is sent again under the same key, and the server takes a key once.
const seen = new WeakMap(); // each time on the page, and when this page first saw it
const pad = (number) => String(number).padStart(2, "0");

function age(seconds) {
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  return hours ? `${hours}:${pad(minutes)}:${pad(seconds % 60)}` : `${minutes}:${pad(seconds % 60)}`;
}

setInterval(() => {
  for (const node of document.querySelectorAll(".age")) {
    if (!seen.has(node)) seen.set(node, performance.now());
    const shown = age(Number(node.dataset.age) + Math.floor((performance.now() - seen.get(node)) / 1000));
    if (node.textContent !== shown) node.textContent = shown;
  }
}, 500);

// A search in a closed sheet opens it first.
for (const field of document.querySelectorAll("[data-opens]")) {
  document.addEventListener("keydown", (event) => {
    if (event.key === field.dataset.key && !event.target.closest("input, textarea, select")) document.getElementById(field.dataset.opens).open = true;
  }, true);
}

const words = document.getElementById("words");
const isNarrow = matchMedia("(max-width: 60rem)");
const toEnd = () => {
  if (isNarrow.matches) scrollTo(0, document.documentElement.scrollHeight);
  else words.scrollTop = words.scrollHeight;
};
if (words) {
  let wasAtEnd = true;
  toEnd();
  document.addEventListener("htmx:beforeSwap", () => {
    const box = isNarrow.matches ? document.documentElement : words;
    wasAtEnd = box.scrollHeight - box.scrollTop - box.clientHeight < 120;
  });
  document.addEventListener("htmx:afterSettle", (event) => { if (wasAtEnd && words.contains(event.target)) toEnd(); });
}

const form = document.getElementById("composer");
if (form) compose(form);

function compose(form) {
  const box = form.elements.text, button = form.querySelector(".solid"), says = form.dataset;
  const state = document.getElementById("state"), length = document.getElementById("length"), places = document.getElementById("places");
  const name = `motcua.talk.${says.talk}`, longest = Number(says.longest);
  let { text = "", key = "" } = JSON.parse(sessionStorage.getItem(name) ?? "{}");
  let pause = 1000, timer;

  box.value = text;
  show();
  if (!isNarrow.matches) box.focus();
  if (key) post(); // a reload came between sending and knowing that it arrived

  box.addEventListener("input", () => { keep(); show(); tell(""); });
  box.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !event.isComposing) form.requestSubmit();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (key || !box.value.trim() || blocked()) return;
    key = id();
    keep();
    post();
  });
  addEventListener("online", () => { if (timer) post(); });
  document.addEventListener("click", ({ target }) => {
    const insert = target.closest("[data-insert]"), place = target.closest("[data-place]");
    if (insert && !key) put(insert.dataset.insert);
    if (place) select(place.dataset.place);
  });

  function keep() {
    if (box.value || key) sessionStorage.setItem(name, JSON.stringify({ text: box.value, key }));
    else sessionStorage.removeItem(name);
  }

  function open() { return [...new Set(box.value.match(/\{[^{}\n]{1,60}\}/g) ?? [])]; }

  function blocked() {
    const why = box.value.trim().length > longest ? says.tooLong : open().length ? `${says.open} ${open().join(", ")}` : "";
    if (why) tell(why, true);
    if (open().length) select(open()[0]);
    return Boolean(why);
  }

  function show() {
    const used = box.value.trim().length;
    length.textContent = `${used} / ${longest}`;
    length.classList.toggle("over", used > longest);
    places.hidden = !open().length;
    places.replaceChildren(says.open, ...open().map(chip));
    box.readOnly = Boolean(key);
    button.disabled = Boolean(key);
  }

  function chip(place) {
    const made = document.createElement("button");
    [made.type, made.textContent, made.dataset.place] = ["button", place, place];
    return made;
  }

  function tell(sentence, isTrouble = false) {
    state.textContent = sentence;
    state.classList.toggle("trouble", isTrouble);
  }

  function put(text) {
    const before = box.value.slice(0, box.selectionStart);
    const gap = before && !/\s$/.test(before) ? "\n" : "";
    box.setRangeText(gap + text, box.selectionStart, box.selectionEnd, "end");
    box.dispatchEvent(new Event("input"));
    box.focus();
    if (open().length) select(open()[0]);
  }

  function select(place) {
    const start = box.value.indexOf(place);
    box.focus();
    box.setSelectionRange(start, start + place.length);
  }

  async function post() {
    clearTimeout(timer);
    timer = undefined;
    show();
    tell(says.sending);
    const body = new URLSearchParams({ csrf: form.elements.csrf.value, text: box.value, key });
    const answer = await fetch(form.action, { method: "POST", body, signal: AbortSignal.timeout(15000) }).catch(() => null);
    if (!answer || answer.status >= 500) return again();
    pause = 1000;
    key = "";
    if (answer.ok) box.value = "";
    keep();
    show();
    if (answer.ok) tell(says.arrived);
    else tell(await why(answer), true);
    if (answer.ok) for (const node of document.querySelectorAll("[data-live]")) htmx.trigger(node, "live");
  }

  function again() {
    tell(says.retrying, true);
    timer = setTimeout(post, pause);
    pause = Math.min(2 * pause, 15000);
  }

  async function why(answer) {
    if (answer.status === 401) return says.loggedOut;
    const isSentence = answer.headers.get("content-type").startsWith("text/plain");
    return isSentence ? await answer.text() : says.stale;
  }
}

function id() {
  if (crypto.randomUUID) return crypto.randomUUID();
  // Plain http on a local network has no randomUUID.
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
