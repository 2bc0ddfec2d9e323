// The script of the specs tab: the choice of a place, one's own spec (kept in this browser only), the zones that
// Python answers. Event "look" {place, chart, spec when comparing}; event "act" {do, …} for everything else.
window.MJS = (() => {
  "use strict";
  const { owner, scroll, say, sure } = window.MJR;
  const KEY = "meta-job-spec";
  const PATIENCE = 20000; // milliseconds that an answer may take
  const NEEDED = ["sp-year", "sp-compare", "sp-back", "sp-plot-radar"];

  function desk({ element, trigger, props, watch, upload }) {
    const id = (name) => document.getElementById(name);
    const word = (key) => say(props.words, key);
    const zone = (name) => document.querySelector(`[data-sp="${name}"]`);
    const all = (selector) => [...document.querySelectorAll(selector)];
    const drawn = {};
    let certs = [], chart = "toeic_mean", compared = false, drawing = false, asked = 0, flying = 0, waiting = false, timer = 0, lead = "", slow = 0;

    const aloud = (text) => { element.querySelector("[data-part=spoken]").textContent = text; };
    const args = (node) => JSON.parse(node.dataset.args || "{}");
    const values = (name) => Object.fromEntries(all(`[data-${name}]`)
      .filter((one) => one.type !== "radio" || one.checked).map((one) => [one.dataset[name], one.value]));

    // The charting library is large: it comes when the person comes near the charts, or compares.
    const near = new IntersectionObserver((seen) => {
      if (drawing || !seen.some((one) => one.isIntersecting)) return;
      drawing = true;
      near.disconnect();
      look();
    }, { rootMargin: "200px" });

    /* ---- asking ---- */
    const payload = () => ({ where: values("where"), flagged: id("sp-flagged").checked, chart, compared, draw: drawing,
      ...(compared ? spec() : {}), owner: owner() });
    const spec = () => ({ form: values("field"), certs });
    const act = (name, more = {}) => trigger("act", { act: { ...payload(), ...more, do: name } });
    function look(wait = 0, to = "") {
      clearTimeout(timer);
      lead = to || lead;
      timer = setTimeout(send, wait);
    }
    // One look at a time, then the newest (Gradio's own "always_last" sends the payload of the first one again).
    function send() {
      clearTimeout(timer);
      const rest = flying ? flying + PATIENCE - performance.now() : 0;
      waiting = rest > 0;
      if (waiting) { timer = setTimeout(send, rest); return; } // the answer may have been lost with the connection
      flying = performance.now();
      clearTimeout(slow);
      slow = setTimeout(() => document.documentElement.classList.add("sp-busy"), 400);
      trigger("look", { act: { ...payload(), ask: ++asked } });
    }

    /* ---- what Python answers ---- */
    function draw(name, html) {
      const into = zone(name);
      if (!into || drawn[name] === html) return;
      const open = new Map([...into.querySelectorAll("details")].map((one, place) => [place, one.open]));
      const at = into.contains(document.activeElement) && document.activeElement.id;
      for (const box of into.querySelectorAll(".sp-codebox")) { // it is told this once: nothing takes its place
        box.querySelector("output").removeAttribute("id");
        id("sp-codes").prepend(box);
      }
      into.innerHTML = drawn[name] = html;
      [...into.querySelectorAll("details")].forEach((one, place) => { one.open = open.get(place) || false; });
      if (at && id(at)) id(at).focus({ preventScroll: true });
      if (name === "chart-choice") id("sp-chart").value = chart;
    }
    function wrong(errors, within = ["sp-form"]) {
      for (const part of within.map(id)) {
        for (const slot of part.querySelectorAll("[data-error]")) slot.textContent = errors[slot.dataset.error] || "";
        for (const one of part.querySelectorAll("[data-field], [data-hire]"))
          if (errors[one.dataset.field || one.dataset.hire]) one.setAttribute("aria-invalid", "true");
          else one.removeAttribute("aria-invalid");
      }
    }
    function firstWrong(within = ["sp-form"]) {
      const slot = within.flatMap((part) => [...id(part).querySelectorAll("[data-error]")]).find((one) => one.textContent);
      if (!slot) return false;
      slot.closest("details")?.setAttribute("open", "");
      const field = document.querySelector(`[aria-describedby="${slot.id}"]`) || slot;
      scroll(field);
      field.focus({ preventScroll: true });
      return true;
    }
    function show(value) {
      if (value.ask && value.ask !== asked) return; // another look was sent since
      if (value.ask) {
        flying = 0;
        clearTimeout(slow);
        document.documentElement.classList.remove("sp-busy");
        if (waiting) send();
        if (!drawing) requestAnimationFrame(() => near.observe(document.querySelector(".sp-charthead")));
      }
      for (const [name, html] of Object.entries(value.zones || {})) draw(name, html);
      for (const [name, there] of Object.entries(value.charts || {})) id(`sp-panel-${name}`).dataset.drawn = there;
      if (value.errors) wrong(value.errors, value.within);
      if (value.certs) add(value.certs);
      if (value.registered) { id("sp-agree").checked = false; }
      if (value.again) look();
      if (value.errors && Object.keys(value.errors).length && (lead || !value.ask)) { lead = ""; return firstWrong(value.within); }
      if (value.ask && value.ask !== asked) return; // what was waited for is still to come
      if (value.focus && id(value.focus)) { scroll(id(value.focus)); id(value.focus).focus({ preventScroll: true }); }
      if (value.ask && !value.charts) { // it failed, and the box reads itself out
        if (lead) scroll(zone("said"));
        lead = "";
      } else if (value.ask && lead && id(lead)) {
        scroll(id(lead), "start");
        id(lead).focus({ preventScroll: true });
        aloud(word("sp_compared"));
        lead = "";
      } else if (value.ask > 1) aloud(word("sp_updated"));
    }

    function first() {
      for (const one of all("[data-where]")) one.value = one.dataset.first || "";
      id("sp-flagged").checked = false;
    }

    /* ---- one's own spec ---- */
    const state = (group) => document.querySelector(`[name="sp-${group}"]:checked`)?.value;
    function unfold() {
      for (const group of all("[data-group]")) group.querySelector(".sp-more").hidden = state(group.dataset.group) !== "have";
    }
    function chips() {
      document.querySelector("[data-part=certs]").replaceChildren(...certs.map((one, place) => {
        const item = document.createElement("li"), button = document.createElement("button");
        item.textContent = one.name;
        button.type = "button";
        button.textContent = "×";
        button.setAttribute("aria-label", word("sp_remove").replace("{name}", one.name));
        button.addEventListener("click", () => {
          certs.splice(place, 1);
          chips();
          changed();
          document.querySelector("[data-part=cert]").focus();
        });
        item.append(button);
        return item;
      }));
    }
    function add(found) {
      for (const one of found)
        if (!certs.some((had) => had.name === one.name)) certs.push({ code: one.code, name: one.name });
      document.querySelector("[data-part=cert]").value = "";
      chips();
      changed();
    }
    function recognise() {
      const text = document.querySelector("[data-part=cert]").value.trim();
      if (text) act("cert", { text });
    }
    function save() {
      let kept = false;
      try { localStorage.setItem(KEY, JSON.stringify(spec())); kept = true; } catch { /* storage is forbidden */ }
      document.querySelector("[data-part=saved]").textContent = word(kept ? "sp_kept_here" : "sp_not_kept");
    }
    function changed() {
      save();
      if (compared) look(500);
    }
    function fill(form = {}, list = []) {
      for (const one of all("[data-field]")) {
        const value = form[one.dataset.field];
        if (one.type === "radio") one.checked = one.value === (typeof value === "string" ? value : "");
        else one.value = typeof value === "string" ? value : one.tagName === "SELECT" ? one.options[0].value : "";
      }
      certs = Array.isArray(list) ? list.filter((one) => typeof one?.name === "string").slice(0, 60) : [];
      chips();
      unfold();
    }
    function restore() {
      try {
        const kept = JSON.parse(localStorage.getItem(KEY) || "null");
        if (kept) fill(kept.form, kept.certs);
      } catch { /* nothing usable is kept */ }
    }
    function forget() {
      try { localStorage.removeItem(KEY); } catch { /* nothing was kept */ }
      fill();
      wrong({});
      compared = false;
      look();
      document.querySelector("[data-part=saved]").textContent = word("sp_forgotten");
    }

    /* ---- files and the code ---- */
    async function hand(file) {
      if (!file) return;
      if (file.size > 30 * 1024 * 1024) return told("import", word("doc_too_large").replace("{mb}", 30));
      const ending = (/\.[a-z0-9]{1,5}$/i.exec(file.name || "") || [".csv"])[0];
      try {
        const { path } = await upload(new File([file], crypto.getRandomValues(new Uint32Array(2)).join("") + ending, { type: file.type }));
        act("import-read", { path, name: file.name });
      } catch { told("import", word("doc_send_failed")); }
    }
    function told(name, text) {
      const box = Object.assign(document.createElement("div"), { className: "mj-say bad", textContent: text });
      box.setAttribute("role", "alert");
      zone(name).replaceChildren(box);
      delete drawn[name];
    }
    async function copy(button) {
      let done = false;
      const code = button.closest(".sp-codebox").querySelector("output");
      try { await navigator.clipboard.writeText(code.textContent); done = true; } catch {
        getSelection().selectAllChildren(code); // http without localhost has no clipboard
        done = document.execCommand("copy");
      }
      const before = button.textContent;
      button.textContent = word(done ? "copied" : "copy_failed");
      aloud(button.textContent);
      setTimeout(() => { button.textContent = before; }, 1800);
    }
    function keep(button) {
      const link = document.createElement("a"), code = button.closest(".sp-codebox").querySelector("output").textContent;
      link.href = URL.createObjectURL(new Blob([`META-JOB\n${code}\n`], { type: "text/plain" }));
      link.download = word("sp_code_file");
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 10000); // Safari reads it after the click
    }

    function listen() {
      document.addEventListener("click", ({ target }) => {
        const button = target.closest("button");
        if (!button?.closest(".sp-all")) return;
        if (button.id === "sp-reset") {
          first();
          look();
        } else if (button.id === "sp-to-form") {
          scroll(id("sp-form"), "start");
          document.querySelector("[data-field=gpa]").focus({ preventScroll: true });
        } else if (button.id === "sp-compare") { compared = drawing = true; look(0, "sp-mine-title"); }
        else if (button.id === "sp-forget") { if (sure(button, aloud)) forget(); }
        else if (button.id === "sp-register") act("register", { ...spec(), hire: values("hire"), consent: id("sp-agree").checked });
        else if (button.id === "sp-file-choose") id("sp-file").click();
        else if (button.dataset.part === "cert-add") recognise();
        else if (button.id === "sp-import-save")
          act("import-save", { origin: id("sp-origin").value, rights: id("sp-rights").value, leave: Boolean(id("sp-leave")?.checked) });
        else if (button.dataset.part === "code-copy") copy(button);
        else if (button.dataset.part === "code-keep") keep(button);
        else if (button.dataset.act && sure(button, aloud)) act(button.dataset.act, args(button));
      });
      document.addEventListener("change", ({ target }) => {
        if (!target.closest(".sp-all")) return;
        if (target.id === "sp-chart") { chart = target.value; look(); }
        else if (target.id === "sp-flagged" || (target.dataset.where && target.tagName === "SELECT")) look();
        else if (target.id === "sp-leave") id("sp-import-save").disabled = !target.checked;
        else if (target.id === "sp-file") { hand(target.files[0]); target.value = ""; }
        else if (target.dataset.field) { unfold(); changed(); }
      });
      document.addEventListener("input", ({ target }) => {
        if (target.id === "sp-company") look(350);
        else if (target.dataset?.field && target.tagName === "INPUT" && target.type !== "radio") changed();
      });
      document.addEventListener("keydown", (event) => {
        if (event.key !== "Enter" || event.isComposing || event.target.dataset?.part !== "cert") return;
        event.preventDefault();
        recognise();
      });
      document.addEventListener("submit", (event) => {
        if (event.target.id !== "sp-back-form") return;
        event.preventDefault();
        act("withdraw", { code: id("sp-code").value });
      });
      const batches = id("sp-import");
      batches?.addEventListener("toggle", () => { if (batches.open) act("batches"); }, { once: true });
    }

    watch("value", () => { if (props.value?.n) show(props.value); });
    (function begin() {
      if (!NEEDED.every(id)) return requestAnimationFrame(begin);
      id("sp-year").closest(".tabitem, [role=tabpanel]").classList.add("sp-all");
      if (document.documentElement.lang === "en") for (const one of all("option[data-en]")) one.textContent = one.dataset.en;
      listen();
      first();
      restore();
      look();
      element.querySelector("[data-part=root]").dataset.ready = "";
    })();
  }

  return { desk };
})();
