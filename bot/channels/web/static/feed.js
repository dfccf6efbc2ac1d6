// The stream of answers, opened again whenever it ends, also when it is dead without having been
// closed. Read by hand, since EventSource cannot say who asks (see session.js).
import { events } from "./api.js";

const SILENCE_MS = 45_000;
const AGAIN_MS = 1500;
const REFUSED_MS = 3000;

export class Feed {
  #line = new AbortController();
  #watch = 0;

  /** `after()` names the last reply the page shows; `onGap` is called when the stream fails. */
  constructor({ after, onTurn, onOpen, onGap }) {
    Object.assign(this, { after, onTurn, onOpen, onGap });
  }

  open() {
    this.close();
    this.#line = new AbortController();
    this.#openAgainIn(SILENCE_MS);
    this.#follow(this.#line.signal);
  }

  close() {
    clearTimeout(this.#watch);
    this.#line.abort();
  }

  async #follow(signal) {
    let pause = AGAIN_MS;
    try {
      const response = await events(this.after(), signal);
      if (response.ok) await this.#read(response.body.getReader(), signal);
      else pause = REFUSED_MS;
    } catch {
      // Cut off, or closed by us.
    }
    if (signal.aborted) return;
    this.onGap();
    this.#openAgainIn(pause);
  }

  async #read(reader, signal) {
    const letters = new TextDecoder();
    let text = "";
    this.onOpen();
    for (;;) {
      const { value, done } = await reader.read();
      if (done || signal.aborted) return;
      this.#openAgainIn(SILENCE_MS);
      const parts = (text + letters.decode(value, { stream: true })).split(/\r?\n\r?\n/);
      text = parts.pop();
      for (const part of parts) this.#tell(part);
    }
  }

  #tell(part) {
    const lines = part.split(/\r?\n/);
    if (!lines.includes("event: turn")) return;
    const data = lines.filter((line) => line.startsWith("data: ")).map((line) => line.slice(6));
    // On its own, so that a fault in showing it is not taken for a cut of the line.
    queueMicrotask(() => this.onTurn(JSON.parse(data.join("\n"))));
  }

  #openAgainIn(milliseconds) {
    clearTimeout(this.#watch);
    this.#watch = setTimeout(() => this.open(), milliseconds);
  }
}
