// The review itself: zones of HTML from Python, the document beside the cards, pointing at sentences.
(() => {
  "use strict";
  const { owner, scroll, flash, say, sure, wide } = window.MJR;

  /** value {zones, review, lead}. Buttons say what they do: data-act, data-pick, data-go, data-jump, data-copy. */
  window.MJR.desk = function desk({ element, trigger, props, watch }) {
    const $ = (part) => element.querySelector(`[data-part="${part}"]`);
    const zone = (name) => element.querySelector(`[data-zone="${name}"]`);
    const word = (key) => say(props.words, key);
    const drawn = {};
    let pick = null, back = null;

    const aloud = (text) => { $("spoken").textContent = text; };
    const act = (name, args = {}) => {
      element.setAttribute("aria-busy", "true");
      trigger("act", { act: { ...args, do: name, owner: owner() } });
    };
    const args = (node) => JSON.parse(node.dataset.args || "{}");

    /* ---- drawing ---- */
    function draw(name, html, afresh) {
      const into = zone(name);
      if (!into || drawn[name] === html) return;
      const open = new Map([...into.querySelectorAll("details[data-key]")].map((one) => [one.dataset.key, one.open]));
      const active = into.contains(document.activeElement) ? document.activeElement : null;
      const at = active && active.id, row = active?.closest("details[data-key]")?.dataset.key;
      const paper = into.querySelector('[data-part="paper"]'), top = paper ? paper.scrollTop : 0;
      into.innerHTML = drawn[name] = html;
      for (const one of into.querySelectorAll("details[data-key]"))
        if (!afresh && open.has(one.dataset.key)) one.open = open.get(one.dataset.key);
      if (paper && into.querySelector('[data-part="paper"]')) into.querySelector('[data-part="paper"]').scrollTop = top;
      if (!active) return;
      const same = at && document.getElementById(at), near = row && `details[data-key="${CSS.escape(row)}"] > summary`;
      const next = same && !same.disabled ? same : (near && into.querySelector(near)) || into.querySelector("summary, h3") || document.getElementById("review-title");
      if (next && next.tabIndex < 0) next.tabIndex = -1; // a heading can take the focus, too
      next?.focus({ preventScroll: true });
    }
    function show({ zones = {}, review, lead, lead_said, fresh, unfold }) {
      element.setAttribute("aria-busy", "false");
      unpick();
      if (fresh) for (const name of Object.keys(drawn)) if (name !== "shelf") { zone(name).replaceChildren(); delete drawn[name]; }
      for (const node of element.querySelectorAll("[data-zone]")) draw(node.dataset.zone, zones[node.dataset.zone] || "", unfold);
      $("result").hidden = !review;
      if (lead_said) return scroll(zone(lead_said).querySelector(".mj-say") || zone(lead_said));
      if (!lead) return;
      if (lead.includes(":")) return jump(lead);
      if (lead === "bar") {
        if (!wide.matches) sheet(false);
        scroll(zone("bar"), "start");
        document.getElementById("review-title")?.focus({ preventScroll: true });
        aloud(word("review_ready"));
      } else scroll(zone(lead));
    }

    /* ---- between the cards and the document ---- */
    function sheet(on) { // a narrow window shows the document over everything
      $("side").classList.toggle("open", on);
      document.documentElement.classList.toggle("mj-sheet", on && !wide.matches);
    }
    function close() {
      sheet(false);
      if (back?.isConnected) {
        scroll(back);
        back.focus({ preventScroll: true });
      }
      back = null;
    }
    function overlapping(start, end) {
      const over = (node) => +node.dataset.s < end && +node.dataset.e > start;
      const pieces = [...$("paper").querySelectorAll(".s > [data-s]")].filter(over);
      return pieces.length ? pieces : [...$("paper").querySelectorAll(".s")].filter(over);
    }
    function go(start, end, from) {
      if (!wide.matches) { back = from; sheet(true); }
      const found = overlapping(start, end);
      if (!found.length) return;
      const paper = $("paper"), box = found[0].getBoundingClientRect(), frame = paper.getBoundingClientRect();
      paper.scrollTo({ top: paper.scrollTop + box.top - frame.top - frame.height / 3, behavior: "instant" });
      if (wide.matches && (frame.bottom < 80 || frame.top > innerHeight - 80)) scroll(paper);
      flash(found);
      if (!wide.matches) paper.focus({ preventScroll: true });
    }
    function jump(key) {
      const row = element.querySelector(`.mj-crit[data-key="${CSS.escape(key)}"]`);
      if (!row) return;
      sheet(false);
      row.closest(".mj-proj").open = row.open = true;
      scroll(row);
      row.querySelector("summary").focus({ preventScroll: true });
      flash([row]);
    }

    /* ---- choosing a sentence ---- */
    const choices = () => {
      const [from, to] = pick.within || [0, Infinity];
      return [...$("paper").querySelectorAll(".s")].filter((one) => +one.dataset.s >= from && +one.dataset.e <= to);
    };
    function startPick(button) {
      unpick();
      pick = { ...args(button), first: null, button, end: button.dataset.askEnd, within: button.dataset.within?.split(",").map(Number), from: +(button.dataset.from || 0) };
      back = button;
      element.querySelector(".mj-side").classList.add("picking");
      $("ask").textContent = button.dataset.ask;
      $("picking").hidden = false;
      if (!wide.matches) sheet(true);
      const able = choices();
      for (const one of able) {
        one.setAttribute("role", "button");
        one.classList.add("can");
        one.tabIndex = -1;
      }
      for (const tag of $("paper").querySelectorAll(".tag")) tag.hidden = true;
      const paper = $("paper"), frame = paper.getBoundingClientRect();
      const first = able.find((one) => +one.dataset.s >= pick.from) || able[0];
      if (first) {
        paper.scrollTo({ top: paper.scrollTop + first.getBoundingClientRect().top - frame.top - 60, behavior: "instant" });
        first.tabIndex = 0;
        first.focus({ preventScroll: true });
      }
      if (wide.matches && (frame.bottom < 120 || frame.top > innerHeight - 120)) scroll($("paper"));
    }
    function unpick() {
      if (!pick) return;
      const { button } = pick;
      pick = null;
      element.querySelector(".mj-side").classList.remove("picking");
      if ($("picking")) $("picking").hidden = true;
      for (const one of element.querySelectorAll(".mj-paper .s")) {
        for (const name of ["role", "tabindex"]) one.removeAttribute(name);
        one.classList.remove("can", "from");
      }
      for (const tag of element.querySelectorAll(".mj-paper .tag")) tag.hidden = false;
      if (button.isConnected && wide.matches) button.focus({ preventScroll: true });
    }
    function chosen(sentence) {
      const { do: name, range, first, button, end, within, from, ...rest } = pick;
      if (range && !first) {
        pick.first = sentence;
        sentence.classList.add("from");
        $("ask").textContent = end;
        return;
      }
      const [a, b] = [first || sentence, sentence].sort((x, y) => x.dataset.s - y.dataset.s);
      unpick();
      sheet(false);
      act(name, { ...rest, start: +a.dataset.s, end: +b.dataset.e });
    }

    /* ---- small things ---- */
    async function copy(button) {
      const from = document.getElementById(button.dataset.from), text = from.dataset.plain || from.textContent;
      let done = false;
      try { await navigator.clipboard.writeText(text); done = true; } catch { done = oldCopy(text); }
      const before = button.textContent;
      button.textContent = word(done ? "copied" : "copy_failed");
      aloud(button.textContent);
      setTimeout(() => { button.textContent = before; }, 1800);
    }
    function oldCopy(text) { // http without localhost has no clipboard
      const area = Object.assign(document.createElement("textarea"), { value: text });
      document.body.append(area);
      area.select();
      const done = document.execCommand("copy");
      area.remove();
      return done;
    }

    element.addEventListener("click", (event) => {
      const at = event.target;
      if (pick) {
        const sentence = at.closest(".s.can");
        if (sentence) { event.preventDefault(); return chosen(sentence); }
      }
      const button = at.closest("button");
      if (button?.dataset.act) {
        const box = document.getElementById(button.dataset.with || ""), agreed = box ? { consent: box.checked } : {};
        if (sure(button, aloud)) act(button.dataset.act, { ...args(button), ...agreed });
      } else if (button && "pick" in button.dataset) startPick(button);
      else if (button && "unpick" in button.dataset) { unpick(); close(); }
      else if (button && "copy" in button.dataset) copy(button);
      else if (button?.dataset.go) go(...button.dataset.go.split(",").map(Number), button);
      else if (button && "paper" in button.dataset) { back = button; sheet(true); $("paper").focus({ preventScroll: true }); }
      else if (button && "close" in button.dataset) close();
      else if (!pick) {
        const mark = at.closest("[data-jump]");
        if (mark && !getSelection().toString()) jump(mark.dataset.jump);
      }
    });
    element.addEventListener("change", ({ target }) => {
      const name = target.dataset.change, enabled = document.getElementById(target.dataset.enables || "");
      if (enabled) enabled.disabled = !target.checked;
      if (name) act(name, { ...args(target), [target.dataset.name || name.replace(/^.*-rename$/, "title")]: target.type === "checkbox" ? target.checked : target.value });
    });
    element.addEventListener("submit", (event) => {
      event.preventDefault();
      act(event.target.dataset.form, Object.fromEntries(new FormData(event.target)));
    });
    element.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && (pick || $("side").classList.contains("open"))) {
        event.preventDefault();
        unpick();
        close();
      }
      if (!pick || !event.target.matches(".s.can")) return;
      if (["Enter", " "].includes(event.key)) { event.preventDefault(); return chosen(event.target); }
      const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
      const able = choices(), next = step && able[able.indexOf(event.target) + step];
      if (!step) return;
      event.preventDefault();
      if (next) { event.target.tabIndex = -1; next.tabIndex = 0; next.focus(); }
    });
    wide.addEventListener("change", () => sheet(false));
    watch("value", () => { if (props.value) show(props.value); });
    element.querySelector('[data-part="root"]').dataset.ready = "";
    act("shelf");
  };
})();
