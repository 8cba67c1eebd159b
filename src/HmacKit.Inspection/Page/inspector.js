"use strict";

(() => {
  const rowHeight = 56, overscan = 12, mostCached = 1500, mostAsked = 200;
  const byId = id => document.getElementById(id);
  const scroller = byId("scroller"), rows = byId("rows"), detail = byId("detail"), filter = byId("filter"), refused = byId("refused");
  const editor = byId("editor"), keys = byId("keys");
  const cache = new Map();
  let about = {}, ids = [], selected = null, current = null, asking = null, drawing = false, reloading = 0, abort = null;

  async function get(path) {
    const response = await fetch(path);
    if (!response.ok) throw new Error(response.status);
    return response.json();
  }

  // The header tells the inspector that this comes from its own page: no other site can set it.
  async function post(path, body) {
    const response = await fetch(path, { method: "POST", headers: { "Content-Type": "application/json", "X-HmacKit-Inspector": "1" }, body: JSON.stringify(body ?? {}) });
    const answer = await response.json().catch(() => ({ error: `The inspector says ${response.status}.` }));
    if (!response.ok) throw new Error(answer.error);
    return answer;
  }

  let toasting = 0;
  function toast(text) {
    const element = byId("toast");
    element.textContent = text;
    element.hidden = false;
    clearTimeout(toasting);
    toasting = setTimeout(() => { element.hidden = true; }, 3000);
  }

  function remember(summary) {
    cache.delete(summary.id);
    cache.set(summary.id, summary);
    while (cache.size > mostCached) cache.delete(cache.keys().next().value);
  }

  // Only the rows in sight are in the page, whatever the length of the history.
  function draw() {
    drawing = false;
    const first = Math.max(0, Math.floor(scroller.scrollTop / rowHeight) - overscan);
    const last = Math.min(ids.length, Math.ceil((scroller.scrollTop + scroller.clientHeight) / rowHeight) + overscan);
    rows.style.height = `${ids.length * rowHeight}px`;
    const missing = [], elements = [];
    for (let i = first; i < last; i++) {
      const summary = cache.get(ids[i]);
      if (!summary) {
        missing.push(ids[i]);
        continue;
      }
      const element = view.row(summary, summary.id === selected);
      element.style.top = `${i * rowHeight}px`;
      element.dataset.id = summary.id;
      elements.push(element);
    }
    rows.replaceChildren(...elements);
    byId("count").textContent = ids.length === 1 ? "1 request" : `${ids.length.toLocaleString("en")} requests`;
    if (missing.length) ask(missing);
  }

  function redraw() {
    if (!drawing) {
      drawing = true;
      requestAnimationFrame(draw);
    }
  }

  async function ask(missing) {
    if (asking) return;
    asking = get(`api/requests?ids=${missing.slice(0, mostAsked).join(",")}`);
    try {
      const found = await asking;
      found.forEach(remember);
      // What is gone from the history leaves the list.
      const there = new Set(found.map(summary => summary.id));
      const gone = new Set(missing.slice(0, mostAsked).filter(id => !there.has(id)));
      if (gone.size) ids = ids.filter(id => !gone.has(id));
    } catch {
      return;
    } finally {
      asking = null;
    }
    redraw();
  }

  async function reload() {
    const mine = ++reloading;
    const found = await get(`api/ids?q=${encodeURIComponent(filter.value.trim())}&refused=${refused.checked ? 1 : 0}`);
    if (mine !== reloading) return;
    ids = found;
    redraw();
    if (!ids.length && selected === null) detail.replaceChildren(view.empty(about));
    else if (selected === null && ids.length && matchMedia("(min-width: 761px)").matches) select(ids[0]);
  }

  async function select(id, isOpened) {
    performance.clearMarks("step");
    performance.mark("step");
    selected = id;
    const at = ids.indexOf(id);
    if (at >= 0) {
      const top = at * rowHeight;
      if (top < scroller.scrollTop) scroller.scrollTop = top;
      else if (top + rowHeight > scroller.scrollTop + scroller.clientHeight) scroller.scrollTop = top + rowHeight - scroller.clientHeight;
    }
    draw();
    if (isOpened) document.body.classList.add("open");
    abort?.abort();
    abort = new AbortController();
    let request;
    try {
      const response = await fetch(`api/requests/${id}`, { signal: abort.signal });
      if (!response.ok) return;
      request = await response.json();
    } catch {
      return;
    }
    current = request;
    history.replaceState(null, "", `#${id}`);
    detail.replaceChildren(view.detail(request, about, actions));
    detail.scrollTop = 0;
    performance.measure("step", "step");
    detail.dataset.id = id;
  }

  function back() {
    document.body.classList.remove("open");
    scroller.focus();
  }

  function step(by) {
    if (!ids.length) return;
    const at = ids.indexOf(selected);
    select(ids[Math.max(0, Math.min(ids.length - 1, at < 0 ? 0 : at + by))], document.body.classList.contains("open"));
  }

  async function replay(sign) {
    if (!current || !about.canSend) return;
    try {
      const sent = await post(`api/requests/${current.summary.id}/replay?sign=${sign ? 1 : 0}`);
      toast(sign ? "Sent, signed anew" : "Sent as it came");
      if (sent.id) await show(sent.id);
    } catch (error) {
      toast(error.message);
    }
  }

  // A request that we sent is selected as soon as it is in the list.
  async function show(id) {
    if (!ids.includes(id)) ids.unshift(id);
    await select(id, document.body.classList.contains("open"));
  }

  function edit() {
    if (!current || !about.canSend || current.isBodyCut || current.body.isCut) return;
    byId("edit-method").value = current.method;
    byId("edit-target").value = current.target;
    byId("edit-headers").value = current.headers.map(line => `${line.name}: ${line.value}`).join("\n");
    const isText = current.body.text !== undefined;
    byId("edit-body").value = isText ? current.body.text : "";
    byId("edit-body").disabled = !isText;
    note(isText ? "" : "The body isn't text: it is sent as it came.");
    byId("edit-sign-label").hidden = !about.canSign;
    byId("edit-sign").checked = Boolean(about.canSign);
    editor.showModal();
  }

  function note(text, isBad) {
    byId("edit-note").textContent = text;
    byId("edit-note").className = isBad ? "note is-bad" : "note";
  }

  async function send() {
    const headers = [];
    for (const line of byId("edit-headers").value.split("\n")) {
      if (!line.trim()) continue;
      const colon = line.indexOf(":");
      if (colon < 1) {
        note(`This isn't a header: ${line}`, true);
        return;
      }
      headers.push({ name: line.slice(0, colon), value: line.slice(colon + 1).trim() });
    }
    const body = byId("edit-body").disabled ? { bodyBase64: current.body.base64 } : { body: byId("edit-body").value };
    try {
      const sent = await post("api/send", { from: current.summary.id, method: byId("edit-method").value, target: byId("edit-target").value, headers, ...body, sign: byId("edit-sign").checked });
      editor.close();
      toast("Sent");
      if (sent.id) await show(sent.id);
    } catch (error) {
      note(error.message, true);
    }
  }

  async function exported(kind) {
    const response = await fetch(`api/requests/${current.summary.id}/export/${kind}`);
    if (!response.ok) throw new Error("The request is gone.");
    return response.blob();
  }

  const actions = {
    back, edit,
    replay: () => replay(false),
    replaySigned: () => replay(true),
    async copy(kind) {
      try {
        await navigator.clipboard.writeText(await (await exported(kind)).text());
        toast(kind === "curl" ? "curl command copied" : "Vector copied; it has no secret");
      } catch (error) {
        toast(error.message);
      }
    },
    async save() {
      const link = view.el("a");
      link.href = URL.createObjectURL(await exported("http"));
      link.download = `request-${current.summary.id}.http`;
      link.click();
      URL.revokeObjectURL(link.href);
    },
  };

  const keyActions = {
    j: () => step(1), k: () => step(-1), ArrowDown: () => step(1), ArrowUp: () => step(-1),
    Enter: () => { if (selected !== null) { select(selected, true); detail.focus(); } },
    r: () => replay(false), s: () => about.canSign && replay(true), e: edit,
    "?": () => keys.showModal(), "/": () => filter.focus(), Escape: back,
  };

  addEventListener("keydown", event => {
    if (event.ctrlKey || event.metaKey || event.altKey || editor.open || keys.open) return;
    const isTyping = event.target.matches("input[type=search], textarea");
    if (isTyping && event.key !== "Escape") return;
    if (event.target.matches("button, input[type=checkbox]") && event.key === "Enter") return;
    if (isTyping) event.target.blur();
    const action = keyActions[event.key];
    if (action) {
      event.preventDefault();
      action();
    }
  });

  scroller.addEventListener("scroll", redraw, { passive: true });
  addEventListener("resize", redraw);
  rows.addEventListener("click", event => {
    const row = event.target.closest(".row");
    if (row) select(Number(row.dataset.id), true);
  });
  let filtering = 0;
  filter.addEventListener("input", () => { clearTimeout(filtering); filtering = setTimeout(reload, 120); });
  refused.addEventListener("change", reload);
  byId("help").onclick = () => keys.showModal();
  byId("edit-send").onclick = send;
  byId("edit-cancel").onclick = () => editor.close();
  byId("clear").onclick = async () => {
    await post("api/clear").catch(error => toast(error.message));
    cache.clear();
    selected = current = null;
    document.body.classList.remove("open");
    history.replaceState(null, "", " ");
    await reload();
  };

  let adding = 0;
  function added(summary) {
    remember(summary);
    if (filter.value.trim() || refused.checked) {
      clearTimeout(adding);
      adding = setTimeout(reload, 250);
      return;
    }
    if (ids[0] === summary.id || ids.includes(summary.id)) return;
    ids.unshift(summary.id);
    // Who reads further down keeps the place.
    if (scroller.scrollTop > 0) scroller.scrollTop += rowHeight;
    redraw();
    if (selected === null && matchMedia("(min-width: 761px)").matches) select(summary.id);
  }

  function connection(text, className) {
    byId("connection").textContent = text;
    byId("connection").className = `connection ${className}`;
  }

  function watch() {
    const live = new EventSource("api/live");
    live.onopen = () => {
      connection("live", "on");
      reload();
    };
    live.onmessage = event => added(JSON.parse(event.data));
    live.onerror = () => connection("not connected", "off");
  }

  async function start() {
    about = await get("api/about");
    byId("scheme").textContent = about.scheme;
    byId("route").textContent = [about.receives, about.forwardTo].filter(Boolean).join("  →  ");
    await reload();
    const asked = Number(location.hash.slice(1));
    if (asked) await select(asked, true);
    watch();
  }

  start();
})();
