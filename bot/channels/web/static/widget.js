// A round button at the edge of any page, which opens the chat in a frame. One line brings it:
//   <script src="https://…/widget.js" async></script>
// It sets no cookie and no style on that page, and needs nothing allowed but this script and the frame.
(() => {
  const script = document.currentScript;
  const TAG = "motcua-widget";
  if (!script || document.querySelector(TAG)) return;

  const { hoi = "", side = "right", label = "Hỏi trợ lý thủ tục" } = script.dataset;
  const query = hoi ? `?hoi=${encodeURIComponent(hoi)}` : "";
  const chat = new URL(`khung-chat${query}`, script.src);
  const alone = new URL(`./${query}`, script.src);

  const STYLE = `
    :host { all: initial !important; }
    *, ::before { box-sizing: border-box; }
    .${TAG} {
      --card: #fff; --ink: #2a211c; --line: #e6dcd1; --brand: #9c2727; --ring: #a8720c;
      position: fixed; z-index: 2147483000; bottom: max(1rem, env(safe-area-inset-bottom));
      ${side === "left" ? "left" : "right"}: 1rem;
      color: var(--ink); font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif;
    }
    button { font: inherit; cursor: pointer; }
    button:focus-visible, a:focus-visible { outline: 3px solid var(--ring); outline-offset: 2px; box-shadow: 0 0 0 2px #fff; }
    svg { display: block; fill: none; stroke: currentcolor; stroke-width: 2; stroke-linecap: round; stroke-linejoin: round; }
    .open {
      display: grid; place-items: center; width: 60px; height: 60px; padding: 0; border: 2px solid #fff; border-radius: 50%;
      background: var(--brand); color: #fff; box-shadow: 0 4px 18px rgb(0 0 0 / 30%);
    }
    dialog {
      position: fixed; inset: auto; bottom: calc(60px + 1.75rem); ${side === "left" ? "left" : "right"}: 1rem;
      width: 25rem; max-width: calc(100vw - 2rem); height: 42rem; max-height: calc(100vh - 60px - 2.75rem); margin: 0; padding: 0;
      overflow: hidden; border: 1px solid var(--line); border-radius: 16px; background: var(--card); color: inherit;
      box-shadow: 0 12px 48px rgb(0 0 0 / 30%);
    }
    .full { inset: 0; width: 100%; max-width: none; height: 100%; max-height: none; border: 0; border-radius: 0; }
    iframe { position: absolute; inset: 0; width: 100%; height: 100%; border: 0; visibility: hidden; }
    .ready iframe { visibility: visible; }
    .ready p { visibility: hidden; }
    p { margin: 0; padding: 4.5rem 1.5rem 1rem; }
    a { color: var(--brand); }
    .close {
      position: absolute; z-index: 1; top: 16px; right: 10px; display: grid; place-items: center; width: 44px; height: 44px;
      padding: 0; border: 1px solid var(--line); border-radius: 50%; background: var(--card); color: inherit;
    }
    @media (prefers-color-scheme: dark) {
      .${TAG} { --card: #231e1b; --ink: #f3ebe3; --line: #6b5d54; --brand: #a83434; --ring: #e0b25a; }
      a { color: #f2aba0; }
    }
    @media (prefers-reduced-motion: no-preference) {
      dialog { animation: appear .2s; }
      @keyframes appear { from { opacity: 0; transform: translateY(1rem); } }
    }
    @media print { .${TAG} { display: none; } }
  `;

  // Element by element: a strict page allows no markup in strings (Trusted Types).
  const made = (name, attributes = {}, ...children) => {
    const svg = name === "svg" || name === "path";
    const node = svg ? document.createElementNS("http://www.w3.org/2000/svg", name) : document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
    node.append(...children);
    return node;
  };
  const icon = (d) => made("svg", { viewBox: "0 0 24 24", width: 28, height: 28, "aria-hidden": "true" }, made("path", { d }));

  const opener = made("button", { type: "button", class: "open", "aria-label": label, title: label, "aria-haspopup": "dialog", "aria-expanded": "false" },
    icon("M4 5h16v11H10l-4 4v-4H4z M8 9h8 M8 12h5"));
  const closer = made("button", { type: "button", class: "close", "aria-label": "Đóng khung trò chuyện" }, icon("M6 6l12 12 M18 6 6 18"));
  const frame = made("iframe", { src: chat.href, title: "Trò chuyện với trợ lý Một Cửa", referrerpolicy: "no-referrer" });
  const instead = made("p", {}, "Đang mở trợ lý… Nếu chờ lâu không thấy, anh/chị vui lòng ",
    made("a", { href: alone.href, target: "_blank", rel: "noopener" }, "mở trợ lý trong thẻ mới"), " ạ.");
  const dialog = made("dialog", { "aria-label": label }, closer, instead);
  const narrow = matchMedia("(max-width: 36rem), (max-height: 30rem)");

  /** On a small screen nothing behind the chat can be reached, so nothing there gets the focus. */
  function show() {
    dialog.classList.toggle("full", narrow.matches);
    if (narrow.matches) dialog.showModal();
    else dialog.show();
    greet();
  }

  function open() {
    if (!frame.isConnected) dialog.append(frame);
    opener.setAttribute("aria-expanded", "true");
    show();
  }

  function close() {
    dialog.close();
    opener.setAttribute("aria-expanded", "false");
    opener.focus();
  }

  function greet() {
    if (!dialog.classList.contains("ready")) return;
    frame.focus();
    frame.contentWindow.postMessage({ motcua: "opened" }, chat.origin);
  }

  opener.addEventListener("click", () => (dialog.open ? close() : open()));
  closer.addEventListener("click", close);
  dialog.addEventListener("cancel", (event) => {
    event.preventDefault();
    close();
  });
  dialog.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
  });
  narrow.addEventListener("change", () => {
    if (!dialog.open) return;
    dialog.close();
    show();
  });
  window.addEventListener("message", ({ source, origin, data }) => {
    if (source !== frame.contentWindow || origin !== chat.origin) return;
    if (data?.motcua === "close" && dialog.open) close();
    if (data?.motcua !== "ready") return;
    dialog.classList.add("ready");
    if (dialog.open) greet();
  });

  function dress(root) {
    if (!root.adoptedStyleSheets) {
      root.append(made("style", {}, STYLE)); // Safari before 16.4
      return;
    }
    const sheet = new CSSStyleSheet(); // not bound by the page's style-src
    sheet.replaceSync(STYLE);
    root.adoptedStyleSheets = [sheet];
  }

  function place() {
    const host = made(TAG, { lang: "vi" });
    const root = host.attachShadow({ mode: "open" });
    dress(root);
    root.append(made("div", { class: TAG }, opener, dialog));
    document.body.append(host);
  }

  if (document.body) place();
  else document.addEventListener("DOMContentLoaded", place);
})();
