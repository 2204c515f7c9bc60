// The form of a site: suggestions while typing, every field filled by a choice, the address under a moved pin proposed.
import { combobox, show } from "./combobox.js";

const PAUSE = 300; // ms without a key before anything is asked
const SHORTEST = 3;
const ADDRESS = ["line1", "line2", "city", "state", "postal_code"];
const POINT = ["latitude", "longitude"];

class SiteForm {
  constructor(root) {
    this.root = root;
    this.form = root.closest("form");
    this.input = document.getElementById("place-search");
    this.list = document.getElementById("place-suggestions");
    this.message = document.getElementById("place-message");
    this.told = document.getElementById("location-told");
    this.proposal = document.getElementById("proposal");
    this.map = root.querySelector("[data-map]");
    this.find = root.querySelector("[data-find]");
    this.find.type = "button"; // so that Enter in a field saves, and does not search
    this.listen();
  }

  listen() {
    combobox(this.input, this.list, this.input.parentElement);
    this.input.addEventListener("input", () => this.later());
    this.input.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !event.defaultPrevented && !event.ctrlKey && !event.metaKey) {
        event.preventDefault();
        this.suggest();
      }
    });
    this.find.addEventListener("click", () => this.suggest());
    this.list.addEventListener("pointerdown", (event) => event.preventDefault()); // the focus stays in the field
    this.list.addEventListener("click", (event) => this.choose(event.target.closest("[role=option]")));
    this.field("country").addEventListener("change", () => this.speak());
    for (const name of POINT) {
      this.field(name).addEventListener("change", (event) => event.isTrusted && this.typed());
    }
    this.root.addEventListener("pin:moved", ({ detail }) => this.moved(detail));
    this.proposal.querySelector("[data-keep]").addEventListener("click", () => this.answered());
    this.proposal.querySelector("[name=adopt]").addEventListener("click", (event) => {
      event.preventDefault();
      this.fill(this.proposed);
      this.speak();
      this.answered();
    });
  }

  field(name) {
    return this.form.elements[name];
  }

  /** Ask the server; its answer, null where it failed, undefined where another question overtook it. */
  async ask(kind, asked) {
    this.asking?.abort();
    const asking = new AbortController();
    this.asking = asking;
    const waiting = setTimeout(() => this.say(this.root.dataset.searching), 400);
    try {
      const address = `${this.root.dataset[kind]}?${new URLSearchParams(asked)}`;
      const response = await fetch(address, { signal: asking.signal, headers: { Accept: "application/json" } });
      if (!response.ok || response.redirected) {
        throw new Error(response.statusText);
      }
      const answer = await response.json();
      clearTimeout(waiting);
      this.say(answer.message ?? "");
      return answer;
    } catch (error) {
      clearTimeout(waiting);
      if (error.name === "AbortError") {
        return undefined;
      }
      this.say(this.root.dataset.failed);
      return null;
    }
  }

  say(text) {
    this.message.textContent = text;
  }

  tell(text) {
    if (text && this.told.textContent !== text) {
      this.told.textContent = text;
    }
  }

  later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.suggest(), PAUSE);
  }

  async suggest() {
    clearTimeout(this.timer);
    const text = this.input.value.trim();
    if (text.length < SHORTEST) {
      this.asking?.abort();
      this.offer([]);
      this.say("");
      return;
    }
    const values = Object.fromEntries(["session", "country", ...POINT].map((name) => [name, this.field(name).value]));
    const answer = await this.ask("suggestions", { text, ...values });
    if (answer !== undefined) {
      this.offer(answer?.suggestions ?? []);
    }
  }

  offer(suggestions) {
    this.list.replaceChildren(
      ...suggestions.map(({ title, detail, place_id: place }) => {
        const option = document.createElement("div");
        option.setAttribute("role", "option");
        option.dataset.place = place;
        const more = document.createElement("small");
        more.textContent = detail;
        option.append(title, " ", more);
        return option;
      }),
    );
    show(this.input, this.list, suggestions.length > 0 && document.activeElement !== document.body);
  }

  async choose(option) {
    if (!option) {
      return;
    }
    clearTimeout(this.timer); // what was typed last is not looked for any more
    show(this.input, this.list, false);
    const answer = await this.ask("place", { place: option.dataset.place, session: this.field("session").value });
    if (!answer) {
      return;
    }
    this.field("session").value = answer.session;
    if (answer.values.latitude) {
      this.offer([]);
      this.input.value = "";
      this.answered();
      this.field("confirmed").checked = false; // nobody has looked at this one yet
      this.fill(answer.values);
      this.tell(answer.told);
      this.speak();
    }
  }

  /** Write values into their fields; the map follows the coordinates. */
  fill(values) {
    for (const [name, value] of Object.entries(values)) {
      this.field(name).value = value;
    }
    for (const name of Object.keys(values)) {
      for (const kind of ["input", "change"]) {
        this.field(name).dispatchEvent(new Event(kind, { bubbles: true }));
      }
    }
  }

  /** The pin was put somewhere by hand: whoever did it has looked. */
  moved({ latitude, longitude }) {
    this.set({
      location_source: "pin",
      accuracy: "exact",
      provider: "",
      provider_place_id: "",
      placed: `${latitude.toFixed(6)},${longitude.toFixed(6)}`,
    });
    this.field("confirmed").checked = true;
    this.here();
  }

  /** Coordinates were typed: the server sees that they are not those the facts are about. */
  typed() {
    this.set({ placed: "" });
    this.here();
  }

  set(values) {
    for (const [name, value] of Object.entries(values)) {
      this.field(name).value = value;
    }
  }

  async here() {
    this.answered();
    const [latitude, longitude] = POINT.map((name) => this.field(name).value);
    const answer = await this.ask("here", { latitude, longitude });
    if (!answer) {
      return;
    }
    this.tell(answer.told);
    if (!Object.keys(answer.values).length) {
      return;
    }
    if (ADDRESS.every((name) => !this.field(name).value.trim())) {
      this.fill(answer.values);
      this.speak();
    } else if (Object.entries(answer.values).some(([name, value]) => this.field(name).value !== value)) {
      this.proposed = answer.values;
      this.proposal.querySelector("[data-proposed]").textContent = answer.address;
      this.proposal.hidden = false;
    }
  }

  answered() {
    this.proposal.hidden = true;
  }

  /** Region and postal code are called what the country calls them. */
  async speak() {
    const country = this.field("country").value;
    const response = await fetch(`${this.root.dataset.customs}?${new URLSearchParams({ country })}`).catch(() => null);
    if (!response?.ok) {
      return;
    }
    const words = await response.json();
    this.map.dataset.country = words.number;
    this.map.dispatchEvent(new Event("map:country"));
    for (const name of ["state", "postal_code"]) {
      this.form.querySelector(`label[for=id_${name}]`).textContent = words[name];
    }
    const hint = document.getElementById("id_postal_code_helptext");
    if (hint) {
      hint.textContent = words.postal_code_hint;
    }
  }
}

for (const root of document.querySelectorAll("[data-site-form]")) {
  new SiteForm(root);
}
