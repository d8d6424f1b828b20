// What the pages gain where scripts run: lists filtered without a reload, words lit by what points at them, keys.
"use strict";
(() => {
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];

  // Words at code points of a report's text: `#s=104-188`.
  const lightSpan = () => {
    const found = /^#s=(\d+)-(\d+)$/.exec(location.hash);
    if (!found) return;
    const [from, to] = [Number(found[1]), Number(found[2])];
    const old = document.querySelector("mark.lit");
    if (old && old.id === `s=${from}-${to}`) return;
    all("mark.lit").forEach((mark) => { mark.replaceWith(...mark.childNodes); });
    let first = null;
    for (const run of all("[data-o]")) {
      let at = Number(run.dataset.o);
      const walker = document.createTreeWalker(run, NodeFilter.SHOW_TEXT);
      const pieces = [];
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const points = [...node.data];
        const hidden = node.parentElement.classList.contains("ctl");
        const [a, b] = [Math.max(from - at, 0), Math.min(to - at, points.length)];
        if (a < b && !hidden) pieces.push([node, points.slice(0, a).join("").length, points.slice(0, b).join("").length]);
        at += points.length;
      }
      for (const [node, a, b] of pieces) {
        const range = document.createRange();
        range.setStart(node, a);
        range.setEnd(node, b);
        const mark = document.createElement("mark");
        mark.className = "lit";
        range.surroundContents(mark);
        first = first || mark;
      }
    }
    // A long report stands on several pages: the server knows which has the words.
    const query = new URLSearchParams(location.search);
    if (!first && document.querySelector(".text .pager") && query.get("s") !== `${from}-${to}`) {
      location.replace(`${location.pathname}?s=${from}-${to}${location.hash}`);
      return;
    }
    if (first) {
      first.id = `s=${from}-${to}`;
      first.scrollIntoView({ block: "center" });
    }
  };

  // What belongs to the same statement, or rests on the same words, lights up together.
  let lit = [];
  const dim = () => { lit.forEach((e) => e.classList.remove("on", "same")); lit = []; };
  const lightWith = (target) => {
    dim();
    const owner = target.closest("[data-s]");
    if (owner) {
      const ids = new Set(owner.dataset.s.split(" "));
      lit = all("[data-s]").filter((e) => e.dataset.s.split(" ").some((id) => ids.has(id)));
      lit.forEach((e) => e.classList.add("on"));
      return;
    }
    const evidence = target.closest("a.ev");
    if (evidence) {
      const letter = evidence.dataset.letter;
      lit = all("a.ev").filter((e) => e.dataset.letter === letter);
      lit.forEach((e) => e.classList.add("same"));
    }
  };
  document.addEventListener("pointerover", (event) => lightWith(event.target));
  document.addEventListener("focusin", (event) => lightWith(event.target));

  // On a report's own page its words are lit without loading it anew.
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href*='#s=']");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const url = new URL(link.href);
    if (url.pathname === location.pathname && document.querySelector(".printed")) {
      event.preventDefault();
      location.hash = url.hash;
    }
  });
  addEventListener("hashchange", lightSpan);
  lightSpan();

  // Filters act at once; the address always says what is shown.
  const live = (form) => {
    const target = document.getElementById(form.dataset.live);
    let running = null;
    const refresh = async () => {
      const values = new URLSearchParams();
      for (const [name, value] of new FormData(form)) if (value) values.append(name, value);
      const url = `${form.getAttribute("action")}?${values}`;
      if (running) running.abort();
      running = new AbortController();
      target.setAttribute("aria-busy", "true");
      try {
        const answer = await fetch(url, { signal: running.signal, headers: { Accept: "text/html" } });
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        const fresh = page.getElementById(form.dataset.live);
        if (fresh) target.replaceChildren(...fresh.childNodes);
        history.replaceState(null, "", url);
      } catch (error) {
        if (error.name !== "AbortError") form.submit();
      } finally {
        target.removeAttribute("aria-busy");
      }
    };
    let soon = 0;
    form.addEventListener("submit", (event) => { event.preventDefault(); refresh(); });
    form.addEventListener("change", refresh);
    form.addEventListener("input", (event) => {
      if (event.target.type !== "search") return;
      clearTimeout(soon);
      soon = setTimeout(refresh, 250);
    });
  };
  all("form[data-live]").forEach(live);

  // Files go up one by one, each with what became of it.
  const send = async (form, parts) => {
    const list = document.createElement("ul");
    list.className = "plain spaced card";
    document.getElementById("results").replaceChildren(list);
    for (const [label, fill] of parts) {
      const line = document.createElement("li");
      const wait = document.createElement("progress");
      wait.setAttribute("aria-label", "Reading");
      line.append(`${label} `, wait);
      list.append(line);
      const data = new FormData();
      data.append("key", form.elements.key.value);
      fill(data);
      try {
        const answer = await fetch("/add", { method: "POST", body: data, headers: { Accept: "application/json" } });
        const told = await answer.json();
        if (told.error) throw new Error(told.error.message);
        wait.remove();
        const arrivals = told.files.flatMap((file) => file.arrivals);
        if (!arrivals.length) line.append("no report in it");
        for (const arrival of arrivals) {
          const entry = document.createElement("div");
          if (arrival.refused) entry.append(`refused: ${arrival.refused}`);
          else {
            const link = document.createElement("a");
            link.href = `/reports/${arrival.report}`;
            link.textContent = arrival.title;
            entry.append(`${arrival.what}: `, link);
            if (arrival.story) {
              const story = document.createElement("a");
              story.href = `/stories/${arrival.story}`;
              story.textContent = `story ${arrival.story}`;
              entry.append(" in ", story);
            }
            for (const problem of arrival.problems) {
              const note = document.createElement("div");
              note.className = "meta";
              note.textContent = problem;
              entry.append(note);
            }
          }
          line.append(entry);
        }
      } catch (error) {
        wait.remove();
        line.append(`not read: ${error.message}`);
      }
    }
  };
  for (const form of all("form[data-add]")) {
    const files = form.querySelector("input[type=file]");
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (files) send(form, [...files.files].map((file) => [file.name, (data) => data.append("file", file)]));
      else send(form, [["the text", (data) => { for (const name of ["outlet", "published", "text"]) data.append(name, form.elements[name].value); }]]);
    });
    if (!files) continue;
    const over = (event) => { event.preventDefault(); form.classList.add("drop"); };
    form.addEventListener("dragover", over);
    form.addEventListener("dragleave", () => form.classList.remove("drop"));
    form.addEventListener("drop", (event) => {
      event.preventDefault();
      form.classList.remove("drop");
      send(form, [...event.dataTransfer.files].map((file) => [file.name, (data) => data.append("file", file)]));
    });
  }

  // A picture as PNG, drawn by the browser at twice its size.
  for (const link of all("a[data-png]")) {
    link.hidden = false;
    link.addEventListener("click", async (event) => {
      event.preventDefault();
      const image = new Image();
      image.src = link.href;
      try { await image.decode(); } catch { location.href = link.href; return; }
      const canvas = document.createElement("canvas");
      canvas.width = image.width * 2;
      canvas.height = image.height * 2;
      const brush = canvas.getContext("2d");
      brush.fillStyle = getComputedStyle(document.documentElement).backgroundColor;
      brush.fillRect(0, 0, canvas.width, canvas.height);
      brush.drawImage(image, 0, 0, canvas.width, canvas.height);
      canvas.toBlob((blob) => {
        const save = document.createElement("a");
        save.href = URL.createObjectURL(blob);
        save.download = link.dataset.png || new URL(link.href).pathname.split("/").pop().replace(".svg", ".png");
        save.click();
      });
    });
  }

  // Keys.
  let at = -1;
  const move = (step) => {
    const items = all("[data-item]");
    if (!items.length) return;
    items.forEach((item) => item.classList.remove("at"));
    at = Math.max(0, Math.min(items.length - 1, at + step));
    const item = items[at];
    item.classList.add("at");
    const link = item.querySelector("a");
    if (link) link.focus({ preventScroll: true });
    item.scrollIntoView({ block: "nearest" });
  };
  const help = () => {
    const dialog = document.createElement("dialog");
    dialog.setAttribute("aria-label", "Keys");
    const heading = document.createElement("h2");
    heading.textContent = "Keys";
    const list = document.createElement("dl");
    list.className = "pairs";
    for (const [key, what] of [["/", "search"], ["j", "next entry"], ["k", "previous entry"], ["o", "open the entry"], ["?", "these keys"], ["Esc", "close"]]) {
      const [name, meaning, box] = ["dt", "dd", "kbd"].map((tag) => document.createElement(tag));
      box.textContent = key;
      name.append(box);
      meaning.textContent = what;
      list.append(name, meaning);
    }
    const close = document.createElement("button");
    close.textContent = "Close";
    close.addEventListener("click", () => dialog.close());
    dialog.addEventListener("close", () => dialog.remove());
    dialog.append(heading, list, close);
    document.body.append(dialog);
    dialog.showModal();
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select, dialog")) return;
    switch (event.key) {
      case "/": document.getElementById("q").focus(); document.getElementById("q").select(); break;
      case "j": move(1); break;
      case "k": move(-1); break;
      case "o": { const item = document.querySelector("[data-item].at"); const link = item && (item.querySelector("a.title, a.words") || item.querySelector("a")); if (link) link.click(); break; }
      case "?": help(); break;
      default: return;
    }
    event.preventDefault();
  });
})();
