(() => {
  "use strict";
  const root = document.documentElement;
  const story = JSON.parse(document.getElementById("story").textContent);
  const all = (selector) => Array.from(document.querySelectorAll(selector));
  const one = (selector) => document.querySelector(selector);
  root.classList.add("js");

  // What a reader chose is kept where the browser allows it, and forgotten where it does not.
  const recall = (name) => {
    try { return localStorage.getItem(`seatrial-${name}`); } catch { return null; }
  };
  const keep = (name, value) => {
    try { localStorage.setItem(`seatrial-${name}`, value); } catch { /* a page in a file may keep nothing */ }
  };

  let here = -1;
  const paper = matchMedia("print");
  const words = (name) => story.words[name][root.dataset.lang === "zh-Hant" ? 1 : 0];
  const filled = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);

  // Without a prototype: a value may be called as one of its members.
  const meanings = Object.assign(Object.create(null), story.meanings);

  // A value in the language of the page; one without a translation is English whatever the page speaks.
  const write = (place, text, meaning) => {
    const isChinese = root.dataset.lang === "zh-Hant";
    place.textContent = (isChinese && meaning) || text;
    if (isChinese && meaning === null) place.setAttribute("lang", "en");
    else place.removeAttribute("lang");
  };

  // The language and the theme.
  const speak = (language) => {
    root.dataset.lang = language;
    root.lang = language;
    document.title = story.title[language === "zh-Hant" ? 1 : 0];
    all("[data-speak]").forEach((button) => {
      button.setAttribute("aria-pressed", String(button.dataset.speak === language));
    });
    // What a message says when one points at it: an image has one title, in one language.
    all("svg title").forEach((title) => {
      title.dataset.text ??= title.textContent;
      write(title, title.dataset.text, meanings[title.dataset.text]);
    });
    if (here >= 0) {
      showState();
      tell();
    }
  };
  const isDark = () => (root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches);
  const dress = (theme) => {
    if (theme) root.dataset.theme = theme;
    one("#theme")?.setAttribute("aria-pressed", String(isDark()));
  };
  all("[data-speak]").forEach((button) => {
    button.addEventListener("click", () => { speak(button.dataset.speak); keep("language", button.dataset.speak); });
  });
  one("#theme")?.addEventListener("click", () => {
    const theme = isDark() ? "light" : "dark";
    dress(theme);
    keep("theme", theme);
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => dress());
  const opens = "opens" in root.dataset ? root.dataset.lang : null;
  const spoken = opens || recall("language") || ((navigator.language || "").toLowerCase().startsWith("zh") ? "zh-Hant" : "en");
  speak(spoken === "zh-Hant" ? spoken : "en");
  dress(["light", "dark"].includes(recall("theme")) ? recall("theme") : null);

  const slider = one("#slider");
  if (!slider) return; // the index of a gallery has no steps

  // The state after each step: the initial one, with what each step changed.
  const states = [story.start];
  story.deltas.forEach((delta, number) => {
    const state = states[number].map((values) => values.slice());
    delta.forEach(([process, field, value]) => { state[process][field] = value; });
    states.push(state);
  });
  const last = states.length - 1;
  const cells = all("[data-cell]").map((cell) => [cell, ...cell.dataset.cell.split(".").map(Number)]);
  const rows = all("#stage .row");
  const marked = all("#stage [data-at]").map((part) => [part, Number(part.dataset.at), Number(part.dataset.since ?? part.dataset.at)]);
  const steps = all(".step");
  // What is shown is chosen here from now on: the browser need not look for the step that a link names.
  steps.forEach((step) => step.removeAttribute("id"));
  const quiet = matchMedia("(prefers-reduced-motion: reduce)");

  const showState = () => {
    const now = states[here];
    const before = states[Math.max(here - 1, 0)];
    for (const [cell, process, field] of cells) {
      const value = now[process][field];
      const text = value === null ? "–" : value;
      if (value !== before[process][field]) {
        const mark = document.createElement("mark");
        write(mark, text, meanings[text]);
        cell.removeAttribute("lang");
        cell.replaceChildren(mark);
      } else {
        write(cell, text, meanings[text]);
      }
    }
    all("[data-summary]").forEach((cell) => {
      const line = story.lines[story.summaries[here][Number(cell.dataset.summary)]];
      write(cell, line, meanings[line]);
    });
    all("[data-head]").forEach((head) => {
      head.classList.toggle("down", story.down[here].includes(Number(head.dataset.head)));
    });
  };

  // On paper all steps are told, and how things stand after the last of them.
  const shown = () => (paper.matches || root.classList.contains("printed") ? last : here);
  const showProperties = () => {
    const now = shown();
    all(".moment").forEach((place) => {
      place.textContent = now ? filled(words("after"), { step: now }) : words("start");
    });
    all("[data-property]").forEach((item) => {
      const [kind, marks, findings] = story.standings[Number(item.dataset.property)];
      const mark = marks[now];
      const off = mark !== "1";
      const standing = kind === "sometimes" ? (off ? "unseen" : "holds")
        : kind === "promise" && mark === "0" ? "owed"
          : off ? "fails" : "holds";
      item.classList.remove("unseen", "holds", "owed", "fails");
      item.classList.add(standing);
      item.querySelector(".sign").textContent = { unseen: "○", holds: "✓", owed: "…", fails: "✗" }[standing];
      item.querySelector(".standing").textContent = words(kind === "sometimes" && !off ? "seen" : standing);
      const said = item.querySelector(".finding");
      const finding = findings[String(now)];
      write(said, ...(finding || [""]));
      said.hidden = !finding;
      item.querySelectorAll(".strip i").forEach((cell, number) => cell.classList.toggle("now", number === now));
    });
  };
  // Not every browser tells both of the medium and of the printing.
  const print = (printed) => {
    root.classList.toggle("printed", printed);
    showProperties();
  };
  addEventListener("beforeprint", () => print(true));
  addEventListener("afterprint", () => print(false));
  paper.addEventListener("change", showProperties);

  const tell = () => {
    const where = filled(words("where"), { step: here, last });
    one("#where").textContent = `${here} / ${last}`;
    slider.setAttribute("aria-valuetext", where);
    const sentence = steps[here].querySelector(".sentence");
    one("#spoken").textContent = `${where}: ${sentence.innerText}`;
    showProperties();
  };

  const bringIntoView = () => {
    const box = one("#stage .scroller");
    const row = rows[here];
    if (!box || !row) return;
    const outer = box.getBoundingClientRect();
    const inner = row.getBoundingClientRect();
    const middle = inner.top + inner.height / 2 - (outer.top + outer.height / 2);
    const behavior = quiet.matches ? "auto" : "smooth";
    const across = marked.find(([part, at]) => at === here && part.classList.contains("mark"));
    // To the side no further than needed: the numbers of the steps are at the left.
    const x = across ? across[0].getBoundingClientRect().left - outer.left + box.scrollLeft : 0;
    const edge = Math.min(130, outer.width / 3);
    const side = x > outer.width - edge ? x - (outer.width - edge) : 0;
    box.scrollTo({ top: box.scrollTop + middle, left: side, behavior });
  };

  const go = (number, { remember = true } = {}) => {
    const wanted = Math.min(Math.max(number, 0), last);
    if (wanted === here) return;
    here = wanted;
    steps.forEach((step, place) => step.classList.toggle("now", place === here));
    rows.forEach((row, place) => {
      row.classList.toggle("now", place === here);
      row.classList.toggle("ahead", place > here);
      row.querySelector("a").toggleAttribute("aria-current", place === here);
      if (place === here) row.querySelector("a").setAttribute("aria-current", "step");
    });
    for (const [part, at, since] of marked) {
      part.classList.toggle("now", at === here || (since === here && part.classList.contains("flight")));
      part.classList.toggle("ahead", since > here);
    }
    slider.value = String(here);
    for (const [name, off] of [["first", here === 0], ["back", here === 0], ["on", here === last], ["end", here === last]]) {
      one(`#${name}`).disabled = off;
    }
    showState();
    tell();
    bringIntoView();
    if (remember) {
      try { history.replaceState(null, "", `#step-${here}`); } catch { /* the step is shown all the same */ }
    }
  };

  // A button that is switched off while it has the focus would lose it: its neighbour takes over.
  const press = (name, step, other) => one(`#${name}`).addEventListener("click", () => {
    go(step());
    if (one(`#${name}`).disabled) one(`#${other}`).focus();
  });
  press("first", () => 0, "on");
  press("back", () => here - 1, "on");
  press("on", () => here + 1, "back");
  press("end", () => last, "back");
  slider.addEventListener("input", () => go(Number(slider.value)));

  document.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (event.target instanceof Element && event.target.closest("input[type=range], select, textarea")) return;
    const wanted = { ArrowRight: here + 1, ArrowLeft: here - 1, Home: 0, End: last }[event.key];
    if (wanted === undefined) return;
    event.preventDefault();
    go(wanted);
  });

  const named = () => {
    const match = /^#step-(\d{1,6})$/.exec(location.hash);
    return match ? Number(match[1]) : null;
  };
  addEventListener("hashchange", () => { const number = named(); if (number !== null) go(number, { remember: false }); });
  document.addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest('a[href^="#step-"]') : null;
    if (!link) return;
    event.preventDefault();
    go(Number(link.getAttribute("href").slice("#step-".length)));
  });
  one("#unmoved")?.addEventListener("change", (event) => {
    one(".state").classList.toggle("all", event.target.checked);
  });
  go(named() ?? 0, { remember: false });
  if (named() !== null) one("#stage").scrollIntoView();
})();
