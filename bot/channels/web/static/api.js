// The few requests of the page.
import { forget, framed, identity } from "./session.js";

const PATIENCE_MS = 20_000;
const NOT_TAKEN = "Máy chủ không nhận tin nhắn này ạ.";

/** A line that is dead without being closed would hold a request, and all behind it, for minutes. */
async function ask(path, options = {}) {
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), PATIENCE_MS);
  const headers = { ...options.headers, ...identity() };
  try {
    const response = await fetch(path, { ...options, headers, signal: patience.signal });
    // A proxy in between may answer with something else than our JSON.
    return { response, body: await response.json().catch(() => ({})) };
  } finally {
    clearTimeout(timer);
  }
}

const json = (body) => ({
  method: "POST",
  headers: { "Content-Type": "application/json" },
  body: JSON.stringify(body),
});

export async function startOver() {
  if (framed) return forget();
  const { response } = await ask("chat/new", json({}));
  if (!response.ok) throw new Error(`new conversation: ${response.status}`);
}

export async function history() {
  const { response, body } = await ask("chat/messages", { cache: "no-store" });
  if (!response.ok) throw new Error(`history: ${response.status}`);
  return body.turns;
}

/** The stream of answers above the reply `after`; `signal` ends it. */
export const events = (after, signal) =>
  fetch(`chat/events?after=${after}`, { headers: identity(), cache: "no-store", signal });

/**
 * Post one message. Resolves to `{}` when it is stored, `{ refused: sentence }` when it never
 * will be, `{ retry: seconds }` when it is worth another attempt.
 */
export async function post(message) {
  try {
    const { response, body } = await ask("chat/messages", json(message));
    if (response.ok) return {};
    if (response.status === 401) return await renew();
    if (response.status === 429 || response.status >= 500) return { retry: secondsOf(response) };
    return { refused: body.error ?? NOT_TAKEN };
  } catch {
    return { retry: 0 };
  }
}

async function renew() {
  await startOver();
  return { retry: 0, renewed: true };
}

const secondsOf = (response) => Number(response.headers.get("Retry-After")) || 0;
