// Everything a person or the server wrote goes through textContent: it can never be markup.

export const byId = (id) => document.getElementById(id);

export function el(tag, className = "", text = "") {
  const node = document.createElement(tag);
  if (className) node.className = className;
  if (text) node.textContent = text;
  return node;
}

export function within(node, ...children) {
  node.append(...children);
  return node;
}

// A path is a page of our own.
function webAddress(url) {
  try {
    const { href, protocol } = new URL(url, url.startsWith("/") ? location.origin : undefined);
    return protocol === "https:" || protocol === "http:" ? href : "";
  } catch {
    return "";
  }
}

export function link(className, title, url) {
  const href = webAddress(url);
  if (!href) return el("span", "", title);
  const anchor = el("a", className, title);
  Object.assign(anchor, { href, target: "_blank", rel: "noopener noreferrer" });
  return within(anchor, el("span", "unseen", " (mở trong thẻ mới)"));
}
