// Messages until the server has stored them: sent in order, again after a failure or a reload.
// The id travels with each message, so the server takes it once, however often it is posted.

const KEY = "motcua.unsent";
const LONGEST_PAUSE = 15;

export class Outbox {
  #queue = [];
  #busy = false;
  #nudge = () => {};

  constructor({ post, onState }) {
    this.post = post;
    this.onState = onState;
    this.#queue = this.#load();
  }

  get unsent() {
    return [...this.#queue];
  }

  add(message) {
    this.#queue.push(message);
    this.#save();
    this.send();
  }

  /** The server is known to have the message, for instance because it answered it. */
  settle(id) {
    this.#queue = this.#queue.filter((message) => message.id !== id);
    this.#save();
  }

  clear() {
    this.#queue = [];
    this.#save();
  }

  /** Send what waits; called again while it pauses after a failure, it tries at once. */
  async send() {
    this.#nudge();
    if (this.#busy) return;
    this.#busy = true;
    for (let failures = 0; this.#queue.length; ) {
      failures = (await this.#sendFirst(failures)) ? 0 : failures + 1;
    }
    this.#busy = false;
  }

  async #sendFirst(failures) {
    const message = this.#queue[0];
    const result = await this.post(message);
    if (!this.#queue.includes(message)) return true; // answered meanwhile, whatever became of the post
    if (result.retry === undefined) {
      this.settle(message.id);
      this.onState(message.id, result);
      return true;
    }
    this.onState(message.id, result);
    await this.#pause(result.retry || Math.min(2 ** failures, LONGEST_PAUSE));
    return false;
  }

  #pause(seconds) {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, seconds * 1000);
      this.#nudge = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  #load() {
    try {
      return JSON.parse(sessionStorage.getItem(KEY)) ?? [];
    } catch {
      return [];
    }
  }

  #save() {
    try {
      sessionStorage.setItem(KEY, JSON.stringify(this.#queue));
    } catch {
      // Storage may be switched off: then the queue lives as long as the page.
    }
  }
}
