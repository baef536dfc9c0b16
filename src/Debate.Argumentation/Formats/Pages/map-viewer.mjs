// The viewer of argument maps. A map is a forest (see MapTree): each relation is a line from an item to its parent, and an item whose argument
// is expanded elsewhere only refers to it. Sizes and order of the boxes come from the server (or the tool) that made the data; folding and
// unfolding place them by the rule of TreeLayout. All text goes through textContent.

const SVG = 'http://www.w3.org/2000/svg';
const SIGNS = {
  '+': { mark: '+', kind: 'support', bears: 'supports', under: 'Supported by' },
  '-': { mark: '\u2212', kind: 'attack', bears: 'attacks', under: 'Attacked by' },
  '~': { mark: '~', kind: 'attack', bears: 'undercuts', under: 'Undercut by' },
  '&': { mark: '&', kind: 'premise', bears: 'is a premise of', under: 'Premises' },
};
const STATUS = { in: ['accepted', '\u2713'], out: ['rejected', '\u2717'], undecided: ['undecided', '?'] };
const PLACES = { support: [0.36, -5], attack: [0.64, 5], premise: [0.5, 0] };
const JOINT = 12, FAR = 0.3, TREE_GAP = 26, MARGIN = 24, TALLEST = 200, MAX_FOUND = 100, MAX_ROWS = 600;

function make(parent, name, attributes = {}, text) {
  const element = name.startsWith('svg:') ? document.createElementNS(SVG, name.slice(4)) : document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) if (value !== undefined && value !== false) element.setAttribute(key, value);
  if (text !== undefined) element.textContent = text;
  parent?.append(element);
  return element;
}

/** Draws a map into an element. The map is the data that a map page holds; returns the viewer. */
export function mount(host, map) {
  return new MapViewer(host, map);
}

class MapViewer {
  constructor(host, map) {
    this.map = map;
    this.items = map.items.map(([node, parent, sign, repeated, height], at) =>
      ({ at, node, parent, sign, repeated: repeated === 1, height, kids: [], depth: 0, level: 0, below: 0, open: false, y: 0, shown: false }));
    this.home = new Map();
    for (const item of this.items) {
      if (!item.repeated && item.node >= 0) this.home.set(item.node, item.at);
      if (item.parent < 0) continue;
      const parent = this.items[item.parent];
      parent.kids.push(item.at);
      item.depth = parent.depth + 1;
      item.level = parent.level + (this.isStep(parent) ? 0 : 1);
    }
    for (let i = this.items.length - 1; i >= 0; i--) if (this.items[i].parent >= 0) this.items[this.items[i].parent].below += this.items[i].below + 1;
    // An inference opens with what it stands under, so that its premises are seen with it.
    for (const item of this.items) item.open = item.node >= 0 && item.level + (this.isStep(item) ? 0 : 1) <= map.depth;
    this.view = { x: MARGIN, y: MARGIN, k: 1 };
    this.selected = -1;
    this.found = new Set();
    this.drawn = new Map();
    this.build(host);
    this.layOut();
    this.fit(0.8);
    if (this.rows.length > 0) this.select(this.rows[0].at, false);
  }

  // ---- the page around the map

  build(host) {
    host.classList.add('map-viewer');
    const bar = make(host, 'div', { class: 'map-bar', role: 'toolbar', 'aria-label': 'Map' });
    this.search = make(bar, 'input', { type: 'search', placeholder: 'Search ( / )', 'aria-label': 'Search arguments' });
    this.hits = make(bar, 'span', { class: 'map-hits', role: 'status' });
    const button = (text, title, act) => make(bar, 'button', { type: 'button', title, 'aria-label': title }, text).addEventListener('click', act);
    button('+', 'Zoom in ( + )', () => this.zoom(1.25));
    button('\u2212', 'Zoom out ( - )', () => this.zoom(0.8));
    button('Fit', 'Show all that is unfolded ( 0 )', () => this.fit(0.02));
    button('Fold', 'Fold all ( [ )', () => this.foldAll(false));
    button('Unfold', 'Unfold all ( ] )', () => this.foldAll(true));
    const body = make(host, 'div', { class: 'map-body' });
    const side = make(body, 'nav', { class: 'map-side', 'aria-label': 'Outline' });
    this.results = make(side, 'div', { class: 'map-results', hidden: '' });
    this.outline = make(side, 'ul', { role: 'tree', tabindex: '0', 'aria-label': `Outline of ${this.map.title}` });
    this.canvas = make(body, 'div', { class: 'map-canvas', tabindex: '0', role: 'group',
      'aria-label': 'Drawing of the map; the outline says the same. Arrow keys move, Enter folds.' });
    this.svg = make(this.canvas, 'svg:svg', { 'aria-hidden': 'true', focusable: 'false' });
    this.stage = make(this.svg, 'svg:g');
    this.lines = make(this.stage, 'svg:g');
    this.far = make(this.stage, 'svg:g');
    this.boxes = make(this.stage, 'svg:g');
    this.detail = make(body, 'aside', { class: 'map-detail', 'aria-label': 'The chosen argument', 'aria-live': 'polite' });
    this.search.addEventListener('input', () => this.find(this.search.value));
    this.search.addEventListener('keydown', event => {
      if (event.key === 'Enter') this.results.querySelector('button')?.click();
      if (event.key === 'Escape') { this.search.value = ''; this.find(''); this.canvas.focus(); }
    });
    host.addEventListener('keydown', event => this.key(event));
    this.outline.addEventListener('click', event => {
      const row = event.target.closest('[data-at]');
      if (!row) return;
      if (event.target.matches('.map-twist')) this.toggle(Number(row.dataset.at));
      else this.select(Number(row.dataset.at));
    });
    this.listenToPointers();
    new ResizeObserver(() => this.draw()).observe(this.canvas);
  }

  listenToPointers() {
    const down = new Map();
    let moved = 0;
    const middle = () => [...down.values()].reduce(([x, y], p) => [x + p.x / down.size, y + p.y / down.size], [0, 0]);
    const spread = () => { const [a, b] = [...down.values()]; return b ? Math.hypot(a.x - b.x, a.y - b.y) : 0; };
    this.canvas.addEventListener('pointerdown', event => {
      if (event.button !== 0) return;
      if (down.size === 0) moved = 0;
      down.set(event.pointerId, { x: event.clientX, y: event.clientY });
    });
    this.canvas.addEventListener('pointermove', event => {
      if (!down.has(event.pointerId)) return;
      const [x, y] = middle(), far = spread();
      down.set(event.pointerId, { x: event.clientX, y: event.clientY });
      const [nx, ny] = middle();
      moved += Math.abs(nx - x) + Math.abs(ny - y);
      if (moved < 4) return;
      if (!this.canvas.hasPointerCapture(event.pointerId)) this.canvas.setPointerCapture(event.pointerId);
      this.view.x += nx - x;
      this.view.y += ny - y;
      if (far > 0) this.zoom(spread() / far, nx, ny);
      else this.draw();
    });
    for (const end of ['pointerup', 'pointercancel']) this.canvas.addEventListener(end, event => down.delete(event.pointerId));
    this.canvas.addEventListener('click', event => {
      const box = event.target.closest('[data-at]');
      if (moved >= 4 || !box) return;
      const at = Number(box.dataset.at);
      if (event.target.closest('.map-fold')) this.toggle(at);
      else this.select(at);
    });
    this.canvas.addEventListener('dblclick', event => {
      const box = event.target.closest('[data-at]');
      if (box) this.toggle(Number(box.dataset.at));
    });
    this.canvas.addEventListener('wheel', event => {
      event.preventDefault();
      if (event.ctrlKey || event.metaKey) return this.zoom(Math.exp(-event.deltaY * 0.01), event.clientX, event.clientY);
      const lines = event.deltaMode === 1 ? 16 : 1;
      this.view.x -= (event.shiftKey ? event.deltaY : event.deltaX) * lines;
      this.view.y -= (event.shiftKey ? 0 : event.deltaY) * lines;
      this.draw();
    }, { passive: false });
  }

  key(event) {
    if (event.target === this.search || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest('button') && (event.key === 'Enter' || event.key === ' ')) return;
    const item = this.items[this.selected], row = item?.row ?? 0;
    const acts = {
      ArrowDown: () => this.selectRow(row + 1),
      ArrowUp: () => this.selectRow(row - 1),
      Home: () => this.selectRow(0),
      End: () => this.selectRow(this.rows.length - 1),
      ArrowRight: () => item.kids.length === 0 ? undefined : item.open ? this.select(item.kids[0]) : this.toggle(item.at),
      ArrowLeft: () => item.open && item.kids.length > 0 ? this.toggle(item.at) : item.parent >= 0 && this.select(item.parent),
      Enter: () => item.repeated ? this.select(this.home.get(item.node)) : this.toggle(item.at),
      ' ': () => this.toggle(item.at),
      '+': () => this.zoom(1.25),
      '=': () => this.zoom(1.25),
      '-': () => this.zoom(0.8),
      0: () => this.fit(0.02),
      '[': () => this.foldAll(false),
      ']': () => this.foldAll(true),
      '/': () => this.search.focus(),
    };
    const act = acts[event.key];
    if (!act || !item) return;
    event.preventDefault();
    act();
  }

  // ---- folding and places

  toggle(at) {
    const item = this.items[at];
    if (item.kids.length === 0) return;
    item.open = !item.open;
    this.layOut();
    this.select(at);
  }

  foldAll(open) {
    for (const item of this.items) item.open = open && item.kids.length > 0;
    this.layOut();
    let at = this.selected;
    while (at >= 0 && !this.items[at].shown) at = this.items[at].parent;
    if (at >= 0) this.select(at);
  }

  layOut() {
    const { gap } = this.map.box, whole = new Float64Array(this.items.length), next = new Float64Array(this.items.length);
    for (const item of this.items) item.shown = item.parent < 0 || (this.items[item.parent].shown && this.items[item.parent].open);
    for (let i = this.items.length - 1; i >= 0; i--) {
      const item = this.items[i];
      if (!item.shown) continue;
      whole[i] = Math.max(item.height, whole[i] - gap);
      if (item.parent >= 0) whole[item.parent] += whole[i] + gap;
    }
    let bottom = 0;
    this.rows = [];
    for (const item of this.items) {
      if (!item.shown) continue;
      item.y = item.parent < 0 ? bottom : next[item.parent];
      if (item.parent < 0) bottom += whole[item.at] + TREE_GAP;
      else next[item.parent] = item.y + whole[item.at] + gap;
      next[item.at] = item.y;
      item.row = this.rows.length;
      this.rows.push(item);
    }
    this.height = Math.max(0, bottom - TREE_GAP);
    this.width = this.rows.reduce((most, item) => Math.max(most, this.left(item) + this.map.box.width), 0);
    this.lasts = new Map();
    for (const item of this.rows) if (item.parent >= 0 && item.sign !== '*') this.lasts.set(`${item.parent} ${SIGNS[item.sign].kind}`, item);
    for (const box of this.drawn.values()) box.remove();
    this.drawn.clear();
    this.listRows();
    this.draw();
  }

  left(item) { return item.depth * (this.map.box.width + this.map.box.gutter); }

  isStep(item) { return item.node >= 0 && this.map.nodes[item.node].step === true; }

  // ---- drawing what is in view

  draw() {
    if (this.isWaiting) return;
    this.isWaiting = true;
    requestAnimationFrame(() => { this.isWaiting = false; this.drawNow(); });
  }

  drawNow() {
    const { x, y, k } = this.view, { width, height } = this.canvas.getBoundingClientRect(), isFar = k < FAR;
    this.stage.setAttribute('transform', `translate(${x} ${y}) scale(${k})`);
    const top = -y / k, bottom = (height - y) / k, left = -x / k - this.map.box.width - 60, right = (width - x) / k + 20;
    // The rows are in the order of their tops, and no box is higher than this.
    let low = 0, high = this.rows.length;
    while (low < high) { const mid = (low + high) >> 1; if (this.rows[mid].y < top - TALLEST) low = mid + 1; else high = mid; }
    for (high = low; high < this.rows.length && this.rows[high].y < bottom; high++);
    const near = this.rows.slice(low, high), seen = new Set();
    this.drawLines(near, top - 50, bottom + 50, isFar);
    this.drawFar(isFar ? near : []);
    for (const item of isFar ? [] : near) {
      const at = this.left(item);
      if (at < left || at > right || item.y + item.height < top) continue;
      seen.add(item.at);
      if (!this.drawn.has(item.at)) this.drawn.set(item.at, this.drawBox(item));
    }
    for (const [at, box] of this.drawn) {
      if (seen.has(at)) continue;
      box.remove();
      this.drawn.delete(at);
    }
  }

  // The lines of the rows in view, and those that pass: they lead to what stands above a row in view. Children of one kind share a line to
  // their parent, so that many of them do not become a bundle.
  drawLines(near, top, bottom, isFar) {
    const { width, anchor, gutter } = this.map.box, d = { support: '', attack: '', premise: '' }, heads = { support: '', attack: '' };
    const place = (parent, kind) => this.left(parent) + width + gutter * PLACES[kind][0], parents = new Set();
    const within = y => Math.min(bottom, Math.max(top, y));
    for (const item of near) {
      for (let up = item; up && !parents.has(up.at); up = this.items[up.parent]) parents.add(up.at);
      if (item.parent < 0 || item.sign === '*') continue;
      const { kind } = SIGNS[item.sign];
      d[kind] += `M${this.left(item)} ${item.y + anchor}H${place(this.items[item.parent], kind)}`;
    }
    for (const at of parents)
      for (const kind of Object.keys(d)) {
        const parent = this.items[at], last = this.lasts.get(`${at} ${kind}`);
        if (!last) continue;
        const end = this.left(parent) + (this.isStep(parent) ? JOINT + 22 : width + 14);
        const isMixed = Object.keys(d).filter(other => this.lasts.has(`${at} ${other}`)).length > 1;
        const to = parent.y + anchor + (isMixed ? PLACES[kind][1] : 0);
        d[kind] += `M${place(parent, kind)} ${within(last.y + anchor)}V${within(to)}`;
        if (to < top || to > bottom) continue;
        d[kind] += `H${end}`;
        if (kind !== 'premise') heads[kind] += kind === 'attack' ? `M${end} ${to}l9 -4.5v9z` : `M${end + 9} ${to - 5}L${end} ${to}l9 5`;
      }
    this.lines.replaceChildren();
    for (const kind of Object.keys(d)) make(this.lines, 'svg:path', { class: `map-line ${kind}${isFar ? ' far' : ''}`, d: d[kind] });
    if (!isFar) for (const kind of Object.keys(heads)) make(this.lines, 'svg:path', { class: `map-head ${kind}`, d: heads[kind] });
  }

  // From far away a box is a rectangle of the colour of its status.
  drawFar(near) {
    const d = {};
    for (const item of near) {
      const label = item.node < 0 ? 'none' : this.map.nodes[item.node].label ?? 'none';
      d[label] = (d[label] ?? '') + `M${this.left(item)} ${item.y}h${this.isStep(item) ? JOINT : this.map.box.width}v${item.height}H${this.left(item)}z`;
    }
    this.far.replaceChildren();
    for (const label of Object.keys(d)) make(this.far, 'svg:path', { class: `map-far ${label}`, d: d[label] });
  }

  drawBox(item) {
    const { width, anchor, line } = this.map.box, node = this.map.nodes[item.node], step = this.isStep(item);
    const label = item.repeated ? 'repeated' : node?.label ?? 'none';
    const box = make(this.boxes, 'svg:g', { class: `map-box ${label}`, 'data-at': item.at, transform: `translate(${this.left(item)} ${item.y})` });
    box.classList.toggle('selected', item.at === this.selected);
    box.classList.toggle('found', this.found.has(item.node));
    if (node) make(box, 'svg:title', {}, step ? node.id : `${node.id}: ${node.text}`);
    if (step) make(box, 'svg:circle', { class: 'map-frame', cx: JOINT / 2, cy: anchor, r: JOINT / 2 });
    else {
      make(box, 'svg:rect', { class: 'map-frame', width, height: item.height, rx: 7 });
      const head = node ? `${item.repeated ? '\u21AA ' : ''}${node.head}` : `${item.kids.length} arguments without relations`;
      make(box, 'svg:text', { class: 'map-id', x: 14, y: 19 }, head);
      if (node) this.drawStatus(box, item, node);
      if (!item.repeated) node?.lines.forEach((text, i) => make(box, 'svg:text', { class: 'map-text', x: 14, y: 19 + line * (i + 1) }, text));
    }
    if (item.sign !== '*') {
      const sign = make(box, 'svg:g', { class: `map-sign ${SIGNS[item.sign].kind}`, transform: `translate(0 ${anchor})` });
      make(sign, 'svg:circle', { r: 8 });
      make(sign, 'svg:text', { y: 4.5 }, SIGNS[item.sign].mark);
    }
    if (item.kids.length > 0) {
      const told = item.open ? '\u2212' : `+${item.below}`, room = 12 + 7 * told.length;
      const fold = make(box, 'svg:g', { class: 'map-fold', transform: `translate(${step ? JOINT + 4 : width - 6} ${anchor - 9})` });
      if (item.open) fold.classList.add('open');
      make(fold, 'svg:rect', { width: room, height: 18, rx: 9 });
      make(fold, 'svg:text', { x: room / 2, y: 13 }, told);
    }
    return box;
  }

  drawStatus(box, item, node) {
    const { width } = this.map.box;
    let right = width - (item.kids.length > 0 ? 22 : 10);
    const put = (style, text, room) => { make(box, 'svg:text', { class: style, x: right, y: 19 }, text); right -= room; };
    if (node.label && !item.repeated) put('map-mark', STATUS[node.label][1], 15);
    if (node.strength !== undefined && !item.repeated) {
      put('map-strength', node.strength.toFixed(2), 30);
      make(box, 'svg:rect', { class: 'map-bar-room', x: 10, y: item.height - 9, width: width - 20, height: 4, rx: 2 });
      make(box, 'svg:rect', { class: 'map-bar-full', x: 10, y: item.height - 9, width: (width - 20) * node.strength, height: 4, rx: 2 });
    }
    if (node.who) put('map-who', node.who.length > 18 ? `${node.who.slice(0, 17)}\u2026` : node.who, 0);
  }

  zoom(factor, clientX, clientY) {
    const place = this.canvas.getBoundingClientRect(), view = this.view;
    const x = (clientX ?? place.left + place.width / 2) - place.left, y = (clientY ?? place.top + place.height / 2) - place.top;
    const k = Math.min(4, Math.max(0.02, view.k * factor));
    view.x = x - (x - view.x) * k / view.k;
    view.y = y - (y - view.y) * k / view.k;
    view.k = k;
    this.draw();
  }

  fit(least) {
    const { width, height } = this.canvas.getBoundingClientRect();
    const k = Math.min(1, (width - 2 * MARGIN) / Math.max(1, this.width), (height - 2 * MARGIN) / Math.max(1, this.height));
    this.view = { x: MARGIN, y: MARGIN, k: Math.max(least, k) };
    this.draw();
  }

  // ---- choosing, finding, telling

  selectRow(row) { this.select(this.rows[Math.min(this.rows.length - 1, Math.max(0, row))].at); }

  select(at, move = true) {
    let folded = false;
    for (let up = this.items[at].parent; up >= 0; up = this.items[up].parent) if (!this.items[up].open) folded = this.items[up].open = true;
    const before = this.selected;
    this.selected = at;
    if (folded) this.layOut();
    else if (!this.outline.querySelector(`[data-at="${at}"]`)) this.listRows();
    for (const other of [before, at]) {
      this.drawn.get(other)?.classList.toggle('selected', other === at);
      this.outline.querySelector(`[data-at="${other}"]`)?.setAttribute('aria-selected', other === at);
    }
    this.outline.setAttribute('aria-activedescendant', `map-row-${at}`);
    const row = this.outline.querySelector(`[data-at="${at}"]`);
    if (row && move) row.scrollIntoView({ block: 'nearest' });
    if (move) this.show(this.items[at]);
    this.tell(this.items[at]);
  }

  // Moves the view only as far as the box needs to be seen.
  show(item) {
    const { width, height } = this.canvas.getBoundingClientRect(), view = this.view, room = 40;
    if (view.k < FAR) view.k = 0.7;
    const left = this.left(item) * view.k + view.x, top = item.y * view.k + view.y;
    const right = left + this.map.box.width * view.k, bottom = top + item.height * view.k;
    if (left < room || right > width - room) view.x += (left < room ? room - left : Math.max(room - left, width - room - right));
    if (top < room || bottom > height - room) view.y += (top < room ? room - top : Math.max(room - top, height - room - bottom));
    this.draw();
  }

  find(text) {
    const words = text.toLowerCase().split(/\s+/).filter(word => word.length > 0);
    this.found = new Set();
    if (words.length > 0)
      this.map.nodes.forEach((node, at) => {
        const all = `${node.id} ${node.text} ${node.who ?? ''}`.toLowerCase();
        if (!node.step && words.every(word => all.includes(word))) this.found.add(at);
      });
    this.hits.textContent = words.length === 0 ? '' : `${this.found.size} found`;
    this.results.hidden = this.found.size === 0;
    this.results.parentElement.scrollTop = 0;
    this.results.replaceChildren();
    for (const node of [...this.found].slice(0, MAX_FOUND)) this.link(make(this.results, 'div'), node);
    if (this.found.size > MAX_FOUND) make(this.results, 'p', {}, `and ${this.found.size - MAX_FOUND} more`);
    for (const [at, box] of this.drawn) box.classList.toggle('found', this.found.has(this.items[at].node));
  }

  link(parent, at) {
    const node = this.map.nodes[at];
    const text = node.step ? node.id : node.text ? `${node.id}: ${node.text}` : node.id;
    make(parent, 'button', { type: 'button', class: 'map-link' }, text).addEventListener('click', () => this.select(this.home.get(at) ?? 0));
  }

  // A long outline holds the rows around the chosen one, and says how many stand above and below.
  listRows() {
    const rows = document.createDocumentFragment(), chosen = this.items[this.selected];
    const start = this.rows.length <= MAX_ROWS ? 0 : Math.min(this.rows.length - MAX_ROWS, Math.max(0, (chosen?.shown ? chosen.row : 0) - MAX_ROWS / 2));
    const shown = this.rows.slice(start, start + MAX_ROWS), below = this.rows.length - start - shown.length;
    if (start > 0) make(rows, 'li', { role: 'none' }, `${start} rows above`);
    for (const item of shown) {
      const node = this.map.nodes[item.node], sign = SIGNS[item.sign];
      const row = make(rows, 'li', {
        role: 'treeitem', id: `map-row-${item.at}`, 'data-at': item.at, 'aria-level': item.depth + 1, 'aria-selected': item.at === this.selected ? 'true' : 'false',
        'aria-expanded': item.kids.length > 0 ? `${item.open}` : undefined,
      });
      row.style.paddingLeft = `${4 + 14 * item.depth}px`;
      make(row, 'span', { class: 'map-twist', 'aria-hidden': 'true' }, item.kids.length === 0 ? '' : item.open ? '\u25BE' : '\u25B8');
      if (sign) {
        make(row, 'span', { class: `map-mark-small ${sign.kind}`, 'aria-hidden': 'true' }, sign.mark);
        make(row, 'span', { class: 'map-hidden' }, `${sign.bears}: `);
      }
      const text = !node ? `${item.kids.length} arguments without relations` : item.repeated ? `see ${node.id}` : node.step ? `inference ${node.id}`
        : `${node.id}${node.who ? ` (${node.who})` : ''}${node.text ? `: ${node.text}` : ''}`;
      make(row, 'span', {}, text);
      if (node?.label && !item.repeated && !node.step) make(row, 'span', { class: 'map-hidden' }, `, ${STATUS[node.label][0]}`);
    }
    if (below > 0) make(rows, 'li', { role: 'none' }, `${below} rows below`);
    this.outline.replaceChildren(rows);
  }

  tell(item) {
    const node = this.map.nodes[item.node], detail = this.detail;
    detail.replaceChildren();
    if (!node) return make(detail, 'p', {}, `${item.kids.length} arguments bear on nothing, and nothing bears on them.`);
    make(detail, 'h2', {}, node.step ? `Inference ${node.id}` : node.id);
    if (node.text) make(detail, 'p', { class: 'map-whole' }, node.text);
    if (node.who) make(detail, 'p', { class: 'map-by' }, `\u2014 ${node.who}`);
    if (!node.step) {
      const state = make(detail, 'p', { class: `map-state ${node.label}` });
      make(state, 'strong', {}, `${STATUS[node.label][1]} ${STATUS[node.label][0]}`);
      make(state, 'span', {}, ` (${this.map.acceptance}), strength ${node.strength.toFixed(3)} `);
      make(detail, 'meter', { min: 0, max: 1, value: node.strength, 'aria-label': `Strength ${node.strength.toFixed(3)}` });
      const why = make(detail, 'ul', { class: 'map-why' });
      for (const sentence of node.why) make(why, 'li', {}, sentence);
    }
    const home = this.items[this.home.get(item.node) ?? item.at];
    for (const [sign, { under }] of Object.entries(SIGNS)) {
      const kids = home.kids.map(at => this.items[at]).filter(kid => kid.sign === sign);
      if (kids.length > 0) make(detail, 'h3', {}, under);
      for (const kid of kids) this.link(make(detail, 'div'), kid.node);
    }
    const up = this.items.filter(other => other.node === item.node && other.parent >= 0 && other.sign !== '*');
    if (up.length > 0) make(detail, 'h3', {}, 'Bears on');
    for (const other of up) {
      const line = make(detail, 'div');
      make(line, 'span', { class: 'map-bears' }, `${SIGNS[other.sign].bears} `);
      this.link(line, this.items[other.parent].node);
    }
    if (node.said?.length > 0) make(detail, 'h3', {}, 'Said');
    for (const [who, text] of node.said ?? []) make(detail, 'blockquote', {}, who && !text.startsWith(who) ? `${who}: ${text}` : text);
  }
}

for (const host of document.querySelectorAll('[data-map]')) mount(host, JSON.parse(document.getElementById(host.dataset.map).textContent));
