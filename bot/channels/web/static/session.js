// Who writes. On our own page a cookie tells, which scripts cannot read. In a frame on somebody
// else's page browsers withhold that cookie, so a token tells, sent in a header: the only thing
// that the server goes by, so that no other site can write in anybody's name.
//
// Browsers do not agree on what such a frame may keep: Chrome without third-party cookies grants a
// cookie set apart for that site (“Partitioned”) and no storage, older Safari storage and no cookie.

const KEY = "motcua_khung";
const HEADER = "X-Motcua-Chat";
const LIFETIME_S = 30 * 24 * 3600;

export const framed = "framed" in document.body.dataset;

let token = "";

/** What each request of a frame carries; nothing on our own page. */
export function identity() {
  if (!framed) return {};
  if (!token) keep(attempt(fromCookie) || attempt(fromStorage) || fresh());
  return { [HEADER]: token };
}

/** Become somebody who has said nothing yet. */
export function forget() {
  keep(fresh());
}

function fresh() {
  const bytes = crypto.getRandomValues(new Uint8Array(32));
  return btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replace("=", "");
}

function keep(one) {
  token = one;
  attempt(() => {
    const place = `Path=${location.pathname}; Max-Age=${LIFETIME_S}; Secure; SameSite=None; Partitioned`;
    document.cookie = `${KEY}=${token}; ${place}`;
  });
  attempt(() => localStorage.setItem(KEY, JSON.stringify({ token, at: Date.now() })));
}

const fromCookie = () => new RegExp(`(?:^|; )${KEY}=([^;]+)`).exec(document.cookie)?.[1];

function fromStorage() {
  const { token, at } = JSON.parse(localStorage.getItem(KEY));
  return Date.now() - at < LIFETIME_S * 1000 ? token : "";
}

/** What is forbidden to a frame throws; without any memory the talk lives as long as the frame. */
function attempt(step) {
  try {
    return step();
  } catch {
    return "";
  }
}
