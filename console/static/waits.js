// Tells staff that somebody new waits: in the title always, by sound and notification if wanted.
const WANTED = "motcua.alerts", BEFORE = "motcua.waiting", TOLD = "motcua.told";
const PAUSE = 3000; // milliseconds in which one tab tells for all
const said = document.querySelector("script[data-waiting]").dataset.waiting;
let audio;

document.addEventListener("motcua:changed", ({ detail }) => {
  const before = Number(sessionStorage.getItem(BEFORE) ?? detail.waiting);
  sessionStorage.setItem(BEFORE, detail.waiting);
  name();
  if (detail.waiting > before && wanted()) tell(detail.waiting);
});

document.addEventListener("htmx:afterSettle", name); // which takes the title of what it fetched

function name() {
  const bare = document.title.replace(/^\(\d+\) /, ""), waiting = Number(sessionStorage.getItem(BEFORE));
  document.title = waiting ? `(${waiting}) ${bare}` : bare;
}

const wanted = () => localStorage.getItem(WANTED) === "on";

async function tell(waiting) {
  if (!(await isFirst())) return;
  chime();
  if (self.Notification?.permission !== "granted") return;
  const note = new Notification(said, { body: `(${waiting})`, tag: "motcua-waiting" });
  note.onclick = () => { focus(); note.close(); };
}

// Several tabs hear of it at the same moment; the lock lets one after the other look.
function isFirst() {
  const look = () => {
    if (Date.now() - Number(localStorage.getItem(TOLD)) < PAUSE) return false;
    localStorage.setItem(TOLD, Date.now());
    return true;
  };
  return navigator.locks ? navigator.locks.request(TOLD, look) : look();
}

function chime() {
  audio ??= new AudioContext();
  for (const [number, pitch] of [660, 880].entries()) {
    const tone = audio.createOscillator(), loudness = audio.createGain();
    const start = audio.currentTime + number * 0.18;
    tone.frequency.value = pitch;
    loudness.gain.setValueAtTime(0.15, start);
    loudness.gain.exponentialRampToValueAtTime(0.001, start + 0.4);
    tone.connect(loudness).connect(audio.destination);
    tone.start(start);
    tone.stop(start + 0.4);
  }
}

// The switch stands on the page of the queue; the browser is asked only when it is pressed.
const button = document.querySelector("#alerts");

function show() {
  button.textContent = wanted() ? button.dataset.off : button.dataset.on;
  button.hidden = false;
}

button?.addEventListener("click", async () => {
  localStorage.setItem(WANTED, wanted() ? "off" : "on");
  show();
  if (!wanted()) return;
  chime();
  if (self.Notification?.permission === "default") await Notification.requestPermission();
});
if (button) show();
