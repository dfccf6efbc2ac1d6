// The few requests of the page.

const json = (body) => ({
  method: "POST",
  headers: { "Content-Type": "application/json" },
  body: JSON.stringify(body),
});

export async function startOver() {
  const response = await fetch("chat/new", json({}));
  if (!response.ok) throw new Error(`new conversation: ${response.status}`);
}

export async function history() {
  const response = await fetch("chat/messages", { cache: "no-store" });
  if (!response.ok) throw new Error(`history: ${response.status}`);
  return (await response.json()).turns;
}

/**
 * Post one message. Resolves to `{}` when it is stored, `{ refused: sentence }` when it never
 * will be, `{ retry: seconds }` when it is worth another attempt.
 */
export async function post(message) {
  try {
    const response = await fetch("chat/messages", json(message));
    if (response.ok) return {};
    if (response.status === 401) return await renew();
    if (response.status === 429 || response.status >= 500) return { retry: secondsOf(response) };
    return { refused: (await response.json()).error };
  } catch {
    return { retry: 0 };
  }
}

async function renew() {
  await startOver();
  return { retry: 0, renewed: true };
}

const secondsOf = (response) => Number(response.headers.get("Retry-After")) || 0;
