// What is on the page: each message once, each reply once, and whether an answer is on its way.
import { isEmpty, replyElement } from "./blocks.js";
import { byId, el, within } from "./dom.js";

const MEDIA = { photo: "Ảnh", voice: "Tin thoại", sticker: "Nhãn dán", location: "Vị trí", file: "Tệp" };
const SLOW_MS = 8000;

const wording = ({ kind, text, label, media }) => {
  if (kind === "media") return `${MEDIA[media] ?? MEDIA.file} (không được gửi đi)`;
  return kind === "button" ? label || text : text;
};

export class Talk {
  #log = byId("log");
  #scroller = byId("scroller");
  #messages = new Map();
  #replies = new Set();
  #waiting = new Set();
  #slow = 0;

  constructor(press) {
    this.press = press;
  }

  /** Show what was said before, above what has been written since the page was opened. */
  recall(turns) {
    const written = [...this.#messages];
    const known = new Set();
    for (const turn of turns) {
      const isFirst = !known.has(turn.id); // a message comes once for each reply to it
      known.add(turn.id);
      if (isFirst && this.#messages.has(turn.id)) this.#log.append(this.#messages.get(turn.id));
      this.show(turn, false);
    }
    for (const [id, line] of written) if (!known.has(id)) this.#log.append(line);
  }

  /** Show a turn as far as it is not shown yet. */
  show(turn, fresh = true) {
    if (turn.kind !== "notice") this.say(turn, fresh);
    if (turn.reply && !this.#replies.has(turn.reply.id)) this.#tell(turn, fresh);
  }

  say(message, fresh = true) {
    if (this.#messages.has(message.id)) return;
    const line = within(
      el("div", `mine ${message.kind}`),
      el("span", "unseen", "Anh/chị viết: "),
      el("div", "bubble", wording(message)),
      el("span", "state"),
    );
    line.classList.toggle("new", fresh);
    this.#messages.set(message.id, line);
    this.#log.append(line);
    if (!message.reply) this.#await(message.id);
    if (fresh) this.#toEnd();
  }

  /** Say beside a message what became of it; `refused` means that it will not be sent again. */
  mark(id, state, refused = false) {
    const line = this.#messages.get(id);
    if (!line) return;
    line.querySelector(".state").textContent = state;
    line.classList.toggle("refused", refused);
    if (refused) this.#settle(id);
  }

  get lastReply() {
    return Math.max(0, ...this.#replies);
  }

  /** The messages of history are not news: a screen reader shall not read them all. */
  ready() {
    this.#log.setAttribute("aria-busy", "false");
    if (this.#messages.size) this.#toEnd();
  }

  #tell(turn, fresh) {
    const follow = this.#nearEnd();
    this.#replies.add(turn.reply.id);
    this.mark(turn.id, "");
    this.#settle(turn.id);
    if (isEmpty(turn.reply)) return;
    const reply = replyElement(turn.reply, this.press);
    reply.classList.toggle("new", fresh);
    this.#log.append(reply);
    const message = this.#messages.get(turn.id);
    if (fresh && follow) this.#toStartOf(message?.nextElementSibling === reply ? message : reply);
  }

  #await(id) {
    this.#waiting.add(id);
    this.#showTyping();
  }

  #settle(id) {
    this.#waiting.delete(id);
    this.#showTyping();
  }

  #showTyping() {
    const waits = this.#waiting.size > 0;
    byId("typing").hidden = !waits;
    this.#sayTyping(waits ? "Trợ lý đang soạn câu trả lời…" : "");
    clearTimeout(this.#slow);
    if (waits) {
      this.#slow = setTimeout(() => this.#sayTyping("Đang đông người hỏi, câu trả lời sẽ hiện ngay khi có ạ.", true), SLOW_MS);
    }
  }

  #sayTyping(sentence, seen = false) {
    const line = byId("typing-said");
    line.textContent = sentence;
    line.className = seen ? "hint" : "unseen";
  }

  #nearEnd() {
    const { scrollHeight, scrollTop, clientHeight } = this.#scroller;
    return scrollHeight - scrollTop - clientHeight < 160;
  }

  #toEnd() {
    this.#scroller.scrollTop = this.#scroller.scrollHeight;
  }

  /** Long answers are read from their start, so the question stays in view above them. */
  #toStartOf(node) {
    const top = node.getBoundingClientRect().top - this.#scroller.getBoundingClientRect().top;
    this.#scroller.scrollTop += top - 16;
  }
}
