// The table of an evaluation's answers: filters, search, order, and answers side by side. It asks nobody for anything: its data stand in the
// page, and every text of them enters the page as text, never as markup. What is chosen stands in the address, behind the '#'.
"use strict";
(() => {
  const data = JSON.parse(document.getElementById("answers-data").textContent);
  const columns = data.columns;
  const signs = { right: "\u2713", wrong: "\u2717", unread: "?", cut: "\u2702", empty: "\u2205", refused: "\u2298", failed: "!", open: "\u2026" };
  const statuses = Object.keys(signs);
  const open = { s: "open" };
  const rows = data.rows.map(([number, text, key, choices, cells], index) => ({
    number, text, key, choices, index, cells: cells.map(cell => cell ?? open), isOpen: false,
    calls: sum(cells, "c"), cost: sum(cells, "m"),
  }));
  const step = 100;
  const start = {
    show: "all", of: "any", q: "", a: "0", b: String(Math.min(1, columns.length - 1)),
    sort: "file", down: "",
  };
  const state = { ...start, ...readAddress() };
  let shown = step;
  let found = [];

  const byId = id => document.getElementById(id);
  const right = cell => cell.s === "right";
  const at = index => row => row.cells[Number(state[index])] ?? open;
  const first = at("a"), second = at("b");

  // What the address says; nothing where it names a section of the page.
  function readAddress() {
    return location.hash.includes("=") ? Object.fromEntries(new URLSearchParams(location.hash.slice(1))) : {};
  }

  function sum(cells, field) {
    return cells.reduce((total, cell) => total + (cell?.[field] ?? 0), 0);
  }

  function element(name, properties = {}, ...children) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(properties))
      if (key in made) made[key] = value; else made.setAttribute(key, value);
    made.append(...children.filter(child => child !== null));
    return made;
  }

  // What a row must be to be shown, by the name of the choice.
  const choices = {
    all: ["all questions", () => true],
    missed: ["not right", row => some(row, cell => cell.s !== "right" && cell.s !== "open")],
    ...Object.fromEntries(statuses.map(status => [status, [status, row => some(row, cell => cell.s === status)]])),
    notread: ["not read (unread, cut, empty)", row => some(row, cell => ["unread", "cut", "empty"].includes(cell.s))],
  };
  const pairs = {
    differ: ["A and B differ", row => both(row) && right(first(row)) !== right(second(row))],
    onlya: ["only A right", row => both(row) && right(first(row)) && !right(second(row))],
    onlyb: ["only B right", row => both(row) && !right(first(row)) && right(second(row))],
    bothright: ["both right", row => both(row) && right(first(row)) && right(second(row))],
    neither: ["neither right", row => both(row) && !right(first(row)) && !right(second(row))],
    otheranswer: ["answers differ", row => both(row) && first(row).a !== second(row).a],
  };
  if (columns.length > 1) Object.assign(choices, pairs);

  // Paired only where both have a verdict: a call that failed says nothing of an answer.
  function both(row) {
    return ![first(row), second(row)].some(cell => cell.s === "open" || cell.s === "failed");
  }

  function some(row, fits) {
    return state.of === "any" ? row.cells.some(fits) : fits(row.cells[Number(state.of)] ?? open);
  }

  function words(row) {
    return row.words ??= [row.number, row.text, row.key, ...row.choices, ...row.cells.flatMap(cell => [cell.a ?? "", cell.r ?? ""])]
      .join("\n").toLowerCase();
  }

  const orders = {
    file: row => row.index,
    question: row => row.text.toLowerCase(),
    key: row => row.key.toLowerCase(),
    calls: row => row.calls,
    cost: row => row.cost,
  };
  columns.forEach((_, i) => {
    orders[`result${i}`] = row => statuses.indexOf(row.cells[i].s);
    orders[`answer${i}`] = row => (row.cells[i].a ?? "").toLowerCase();
  });

  function select() {
    const sought = state.q.toLowerCase().split(/\s+/).filter(word => word.length > 0);
    const fits = (choices[state.show] ?? choices.all)[1];
    const order = orders[state.sort] ?? orders.file;
    const sign = state.down ? -1 : 1;
    found = rows.filter(row => fits(row) && sought.every(word => words(row).includes(word)));
    found.sort((x, y) => {
      const [a, b] = [order(x), order(y)];
      return (a < b ? -sign : a > b ? sign : 0) || x.index - y.index;
    });
  }

  function set(changes) {
    Object.assign(state, changes);
    shown = step;
    const address = new URLSearchParams(Object.entries(state).filter(([name, value]) => name in start && value !== start[name]));
    history.replaceState(null, "", `#${address}`);
    draw();
  }

  function mark(cell) {
    return element("span", { className: `mark ${cell.s}` }, element("b", { ariaHidden: "true" }, signs[cell.s]), ` ${cell.s}`);
  }

  function drawRow(row) {
    const toggle = element("button", { type: "button", className: "toggle", ariaExpanded: String(row.isOpen) }, row.number);
    toggle.setAttribute("aria-label", `question ${row.number}, ${row.cells.map((cell, i) => `${columns[i]} ${cell.s}`).join(", ")}`);
    const line = element("tr", { className: "row" },
      element("td", { className: "n" }, toggle),
      element("td", { className: "question" }, element("div", { className: "clamp" }, row.text)),
      element("td", { className: "key" }, element("div", { className: "clamp" }, row.key)),
      ...row.cells.map((cell, i) => element("td", { className: "cell", "data-column": columns[i] },
        element("div", { className: "clamp" }, mark(cell), ` ${cell.a ?? ""}`))),
      element("td", { className: "n calls" }, String(row.calls)));
    line.addEventListener("click", event => {
      if (event.target !== toggle && (event.target.closest("a,button") || String(getSelection()).length > 0)) return;
      row.isOpen = !row.isOpen;
      toggle.ariaExpanded = String(row.isOpen);
      if (row.isOpen) line.after(drawDetail(row)); else line.nextSibling.remove();
    });
    return row.isOpen ? [line, drawDetail(row)] : [line];
  }

  function drawDetail(row) {
    const problem = element("div", { className: "problem" }, element("p", { className: "text" }, row.text));
    if (row.choices.length > 0)
      problem.append(element("ol", { type: "A" }, ...row.choices.map(choice => element("li", {}, choice))));
    problem.append(element("p", { className: "text" }, element("span", { className: "soft" }, "key: "), row.key || "none"));
    const cards = row.cells.map((cell, i) => {
      const card = element("article", { className: `card ${cell.s}` }, element("h3", {}, columns[i], " ", mark(cell)),
        element("p", { className: "text answer" }, cell.a ?? "no answer"));
      if (cell.r) card.append(element("p", { className: "text soft" }, cell.r));
      if (cell.s === "open") return card;
      card.append(element("p", { className: "soft" },
        `${cell.c} calls, ${cell.i} tokens in, ${cell.o} out${cell.m ? `, cost ${cell.m}` : ""}`));
      card.append(element("code", { tabIndex: 0 }, `debate show ${cell.id}`));
      return card;
    });
    return element("tr", { className: "detail" }, element("td", { colSpan: columns.length + 4 }, problem,
      element("div", { className: "cards" }, ...cards)));
  }

  function drawHead() {
    const head = (name, order, className = "") => {
      const isSorted = state.sort === order;
      const button = element("button", { type: "button" }, name, isSorted ? (state.down ? " \u25bc" : " \u25b2") : "");
      button.addEventListener("click", () => set({ sort: order, down: isSorted && !state.down ? "1" : "" }));
      const cell = element("th", { scope: "col", className }, button);
      cell.setAttribute("aria-sort", isSorted ? (state.down ? "descending" : "ascending") : "none");
      return cell;
    };
    byId("answers-head").replaceChildren(head("#", "file", "n"), head("question", "question"), head("key", "key"),
      ...columns.map((column, i) => head(column, `result${i}`)), head("calls", "calls", "n"));
  }

  // The numbers by status, each a button that shows just those questions; and, of two columns, who was right.
  function drawCounts() {
    const used = statuses.filter(status => rows.some(row => row.cells.some(cell => cell.s === status)));
    const button = (count, name, changes, className) => {
      const isPressed = Object.entries(changes).every(([key, value]) => state[key] === value);
      const made = element("button", { type: "button", className: `count ${className}`, ariaPressed: String(isPressed) }, `${count} ${name}`);
      made.addEventListener("click", () => set(isPressed ? { show: "all", of: "any" } : changes));
      return made;
    };
    const lines = columns.map((column, i) => element("div", { className: "counts" }, element("span", {}, column),
      ...used.map(status => [status, rows.filter(row => row.cells[i].s === status).length]).filter(([, count]) => count > 0)
        .map(([status, count]) => button(count, status, { show: status, of: String(i) }, status))));
    if (columns.length > 1) {
      const line = ["bothright", "onlya", "onlyb", "neither", "otheranswer"].map(name =>
        button(rows.filter(pairs[name][1]).length, pairs[name][0], { show: name, of: "any" }, ""));
      lines.push(element("div", { className: "counts" }, element("span", {}, `${columns[state.a]} (A), ${columns[state.b]} (B)`), ...line));
    }
    byId("answers-counts").replaceChildren(...lines);
  }

  function draw() {
    select();
    for (const name of ["show", "of", "q", "a", "b", "sort"])
      if (byId(`answers-${name}`) && byId(`answers-${name}`).value !== state[name]) byId(`answers-${name}`).value = state[name];
    drawHead();
    drawCounts();
    byId("answers-body").replaceChildren(...found.slice(0, shown).flatMap(drawRow));
    tell();
  }

  function more(count) {
    const from = shown;
    shown += count;
    byId("answers-body").append(...found.slice(from, shown).flatMap(drawRow));
    tell();
  }

  function tell() {
    const count = Math.min(shown, found.length);
    byId("answers-tally").textContent = (found.length === rows.length ? "" : `${found.length} of `) + `${rows.length} questions`
      + (count < found.length ? `; the first ${count} are shown` : "");
    byId("answers-more").hidden = byId("answers-every").hidden = count >= found.length;
    byId("answers-none").hidden = found.length > 0;
  }

  function fill(name, options) {
    const list = byId(`answers-${name}`);
    list?.replaceChildren(...options.map(([value, text]) => element("option", { value }, text)));
    list?.addEventListener("change", () => set({ [name]: list.value }));
  }

  function move(by) {
    const toggles = [...document.querySelectorAll("#answers-body .toggle")];
    const now = toggles.indexOf(document.activeElement);
    const next = toggles[Math.max(0, Math.min(toggles.length - 1, now < 0 ? 0 : now + by))];
    next?.focus();
    next?.closest("tr").scrollIntoView({ block: "nearest" });
  }

  const numbered = columns.map((column, i) => [String(i), column]);
  fill("show", Object.entries(choices).filter(([name]) => !statuses.includes(name)
    || rows.some(row => row.cells.some(cell => cell.s === name))).map(([name, [text]]) => [name, text]));
  fill("of", [["any", "any column"], ...numbered]);
  fill("a", numbered);
  fill("b", numbered);
  fill("sort", [["file", "as in the file"], ["question", "question"], ["key", "key"], ["calls", "calls"], ["cost", "cost"],
    ...columns.flatMap((column, i) => [[`result${i}`, `result of ${column}`], [`answer${i}`, `answer of ${column}`]])]);
  byId("answers-pair").hidden = columns.length < 2;
  if (columns.length > 5) {
    byId("answers-wide").className = "wide";
    byId("answers-wide").firstElementChild.style.minWidth = `${26 + 9 * columns.length}rem`;
  }
  byId("answers-q").addEventListener("input", event => set({ q: event.target.value }));
  byId("answers-bar").addEventListener("submit", event => event.preventDefault());
  byId("answers-clear").addEventListener("click", () => set({ ...start }));
  byId("answers-more").addEventListener("click", () => more(step));
  byId("answers-every").addEventListener("click", () => more(found.length));
  addEventListener("keydown", event => {
    const isTyping = event.target.matches?.("input,select,textarea");
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape" && isTyping) {
      if (event.target.id === "answers-q" && state.q) set({ q: "" }); else event.target.blur();
    } else if (isTyping) return;
    else if (event.key === "/") {
      event.preventDefault();
      byId("answers-q").focus();
    } else if (event.key === "j") move(1);
    else if (event.key === "k") move(-1);
  });
  addEventListener("hashchange", () => {
    if (!location.hash.includes("=")) return;
    Object.assign(state, start, readAddress());
    draw();
  });
  draw();
  byId("answers").hidden = false;
})();
