// The stream of answers. The browser reconnects by itself after a cut; this also covers what it
// gives up on: a refused reconnect, and a line that is dead without having been closed.

const SILENCE_MS = 45_000;
const AGAIN_MS = 3000;

export class Feed {
  #source = null;
  #watch = 0;

  /** `after()` names the last reply the page shows; `onGap` is called when the stream fails. */
  constructor({ after, onTurn, onOpen, onGap }) {
    Object.assign(this, { after, onTurn, onOpen, onGap });
  }

  open() {
    this.close();
    this.#source = new EventSource(`chat/events?after=${this.after()}`);
    this.#source.addEventListener("open", () => this.#alive(this.onOpen));
    this.#source.addEventListener("beat", () => this.#alive());
    this.#source.addEventListener("turn", (event) => this.#alive(() => this.onTurn(JSON.parse(event.data))));
    this.#source.addEventListener("error", () => this.#failed());
    this.#alive();
  }

  close() {
    clearTimeout(this.#watch);
    this.#source?.close();
  }

  #alive(then) {
    this.#openAgainIn(SILENCE_MS);
    then?.();
  }

  #failed() {
    this.onGap();
    if (this.#source.readyState === EventSource.CLOSED) this.#openAgainIn(AGAIN_MS);
  }

  #openAgainIn(milliseconds) {
    clearTimeout(this.#watch);
    this.#watch = setTimeout(() => this.open(), milliseconds);
  }
}
