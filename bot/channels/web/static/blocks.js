// The parts of a reply, one function for each kind of block.
import { el, link, within } from "./dom.js";

const PARTS = {
  text: ({ text }) => el("p", "text", text),
  list: ({ title, items, ordered }) => {
    const list = within(
      el(ordered ? "ol" : "ul", "items"),
      ...items.map((item) => el("li", "", item)),
    );
    return title ? within(el("div"), el("p", "title", title), list) : list;
  },
  fact: ({ label, text }) => within(el("dl", "facts"), el("dt", "", label), el("dd", "", text)),
  link: ({ title, url }) => link("go", title, url),
  warning: ({ text }) =>
    within(el("p", "warning"), el("strong", "", "Lưu ý: "), document.createTextNode(text)),
};

function addBlock(card, block) {
  const part = PARTS[block.kind]?.(block);
  if (!part) return;
  const before = card.lastElementChild;
  if (block.kind === "fact" && before?.matches(".facts")) before.append(...part.children);
  else card.append(part);
}

const vietnameseDate = (iso) => iso.split("-").reverse().join("/");

function sources(list) {
  const lines = list.map(({ title, url, checked }) =>
    within(el("div", "", "Nguồn: "), link("", title, url), ` · kiểm tra ngày ${vietnameseDate(checked)}`),
  );
  return within(el("div", "sources"), ...lines);
}

function choices(buttons, press) {
  const made = buttons.map((choice) => {
    const button = el("button", "", choice.title);
    button.type = "button";
    button.addEventListener("click", () => press(choice));
    return button;
  });
  const group = within(el("div", "choices"), ...made);
  group.setAttribute("role", "group");
  group.setAttribute("aria-label", "Lựa chọn");
  return group;
}

/** Who speaks: a person is named to everybody, the assistant looks like itself. */
function saidBy({ speaker }) {
  if (!speaker) return el("h3", "unseen", "Trợ lý trả lời");
  return within(el("h3", "speaker", speaker), el("span", "unseen", " trả lời"));
}

/** Whether there is nothing to show, as when a person will answer. */
export const isEmpty = ({ blocks, buttons }) => !blocks.length && !buttons.length;

export function replyElement(reply, press) {
  const card = el("div", "card");
  for (const block of reply.blocks) addBlock(card, block);
  if (reply.sources.length) card.append(sources(reply.sources));
  const whole = within(el("article", `reply ${reply.outcome}`), saidBy(reply), card);
  whole.classList.toggle("by-person", Boolean(reply.speaker));
  if (reply.buttons.length) whole.append(choices(reply.buttons, press));
  return whole;
}
