// Puts the page together: what is typed goes to the outbox, what is answered comes by the feed.
import { history, post, startOver } from "./api.js";
import { listenToComposer } from "./composer.js";
import { byId } from "./dom.js";
import { Feed } from "./feed.js";
import { listenToHost } from "./frame.js";
import { Outbox } from "./outbox.js";
import { framed } from "./session.js";
import { Talk } from "./talk.js";

const AGAIN_MS = 3000;
const LOST = "Mất kết nối, đang nối lại… Tin nhắn của anh/chị vẫn được giữ.";

const NO_COOKIES = "Trang cần cookie để giữ cuộc trò chuyện. Anh/chị bật cookie rồi tải lại trang ạ.";

const otherTabs = new BroadcastChannel("motcua");
const connection = byId("connection");

const talk = new Talk(({ title, payload }) => say({ kind: "button", text: payload, label: title }));
const outbox = new Outbox({ post, onState });
const feed = new Feed({
  after: () => talk.lastReply,
  onTurn: (turn) => {
    outbox.settle(turn.id);
    talk.show(turn);
  },
  onOpen: () => {
    connection.textContent = "";
    outbox.send();
  },
  onGap: () => {
    connection.textContent = LOST;
  },
});

function newId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  // Plain http on a local network has no randomUUID.
  const hex = Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0"));
  return hex.join("");
}

function say(message) {
  const whole = { id: newId(), ...message };
  talk.say(whole);
  outbox.add(whole);
}

function onState(id, { refused, retry, renewed }) {
  if (renewed) feed.open();
  if (refused) talk.mark(id, `Không gửi được. ${refused}`, true);
  else talk.mark(id, retry === undefined ? "" : "Chưa gửi được, sẽ tự gửi lại.");
}

async function load() {
  if (!framed && !navigator.cookieEnabled) {
    connection.textContent = NO_COOKIES;
    return;
  }
  try {
    const turns = await history();
    for (const turn of turns) outbox.settle(turn.id);
    talk.recall(turns);
  } catch {
    connection.textContent = LOST;
    setTimeout(load, AGAIN_MS);
    return;
  }
  for (const message of outbox.unsent) talk.say(message, false);
  talk.ready();
  feed.open();
  outbox.send();
}

async function leave() {
  try {
    await startOver();
  } catch {
    connection.textContent = LOST;
    return;
  }
  outbox.clear();
  otherTabs.postMessage("left");
  location.reload();
}

const confirmation = byId("confirm");
byId("new-talk").addEventListener("click", () => confirmation.showModal());
confirmation.addEventListener("close", () => {
  if (confirmation.returnValue === "leave") leave();
});
otherTabs.addEventListener("message", () => {
  outbox.clear();
  location.reload();
});

for (const example of document.querySelectorAll("[data-example]")) {
  example.addEventListener("click", () => say({ kind: "text", text: example.textContent }));
}
for (const button of document.querySelectorAll("[data-payload]")) {
  button.addEventListener("click", () => {
    say({ kind: "button", text: button.dataset.payload, label: button.dataset.label });
    byId("prepared").hidden = true;
    window.history.replaceState(null, "", location.pathname); // a reload shall not offer it again
    byId("message").focus({ preventScroll: true });
  });
}
listenToComposer({
  onText: (text) => say({ kind: "text", text }),
  onFile: (media) => say({ kind: "media", media, label: "" }),
});
window.addEventListener("online", () => feed.open());
window.addEventListener("pagehide", () => feed.close());
window.addEventListener("pageshow", (event) => event.persisted && feed.open());
listenToHost();
load();
