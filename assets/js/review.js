// The scripts of the review tab: the intake, the review with its document, the bar of running work.
// Every click that Python has to know goes through one event: trigger("act", { act: { do, owner, … } }).
window.MJR = (() => {
  "use strict";
  const say = (words, key) => (words[document.documentElement.lang] || words.ko)[key];
  const calm = matchMedia("(prefers-reduced-motion: reduce)"), wide = matchMedia("(min-width: 1000px)");
  const random = (length) => Array.from(crypto.getRandomValues(new Uint8Array(length)), (n) => n.toString(16).padStart(2, "0")).join("");

  /** The secret by which this browser finds the reviews it has kept; nobody else has it. */
  function owner() {
    const key = "meta-job-owner";
    try {
      let token = localStorage.getItem(key);
      if (!/^[0-9a-f]{64}$/.test(token || "")) localStorage.setItem(key, (token = random(32)));
      return token;
    } catch {
      return ""; // storage is forbidden: nothing can be kept
    }
  }

  const scroll = (to, block = "center") => {
    const fits = to.getBoundingClientRect().height < innerHeight - 24;
    to.scrollIntoView({ block: fits ? block : "start", behavior: calm.matches ? "auto" : "smooth" });
  };
  const flash = (nodes) => {
    for (const node of nodes) {
      node.classList.remove("flash");
      void node.offsetWidth; // restart the animation
      node.classList.add("flash");
      setTimeout(() => node.classList.remove("flash"), 2600);
    }
  };

  /** File, pasted text, job family, posting. Sends {act: {…}} with the event "start"; value {state, problem}. */
  function intake({ element, trigger, props, upload, watch }) {
    const $ = (part) => element.querySelector(`[data-part="${part}"]`);
    const word = (key) => say(props.words, key);
    const root = $("root"), drop = $("drop");
    let file = null, posting = null, working = false;

    const lang = document.documentElement.lang;
    for (const option of $("role").querySelectorAll("option")) if (option.dataset.lang !== lang) option.remove();
    $("keep").checked = Boolean(props.keep);

    const tell = (text) => {
      const box = document.createElement("div");
      box.className = "mj-say bad";
      box.setAttribute("role", "alert");
      box.textContent = text;
      $("problem").replaceChildren(...(text ? [box] : []));
    };
    const large = (one) => one.size > props.max_mb * 1024 * 1024;
    function take(one) {
      if (!one || working) return;
      tell(large(one) ? word("doc_too_large").replace("{mb}", props.max_mb) : "");
      if (large(one)) return;
      file = one;
      $("name").textContent = one.name;
      $("size").textContent = `${Math.max(1, Math.round(one.size / 1024)).toLocaleString()} KB`;
      drop.classList.add("filled");
      $("paste").hidden = true;
    }
    function leave() {
      file = null;
      drop.classList.remove("filled");
      $("paste").hidden = false;
    }
    function takePosting(one) {
      if (one && large(one)) return tell(word("doc_too_large").replace("{mb}", props.max_mb));
      posting = one || null;
      $("posting-name").textContent = posting ? posting.name : "";
      $("posting-drop").hidden = !posting;
      $("posting").closest("label").hidden = Boolean(posting);
    }
    function busy(on) {
      working = on;
      root.classList.toggle("busy", on);
      root.setAttribute("aria-busy", String(on));
      $("start").disabled = $("sample").disabled = on;
      $("status").textContent = on ? word("review_working") : "";
    }
    async function send(one) { // under a name that tells nothing; the real name goes with the payload
      const ending = (/\.[a-z0-9]{1,8}$/i.exec(one.name || "") || [".bin"])[0];
      const { path } = await upload(new File([one], random(12) + ending, { type: one.type }));
      return path;
    }
    async function start(sample) {
      if (working) return;
      tell("");
      const text = $("text").value;
      if (!sample && !file && !text.trim()) {
        tell(word("doc_none"));
        return $("choose").focus();
      }
      busy(true);
      const act = { sample, role: $("role").value, company: $("company").value, keep: $("keep").checked, owner: owner() };
      try {
        if (!sample && file) Object.assign(act, { path: await send(file), name: file.name });
        else if (!sample) act.text = text;
        if (!sample && posting) Object.assign(act, { posting_path: await send(posting), posting_name: posting.name });
        else if (!sample) act.posting = $("posting").value;
        trigger("start", { act });
      } catch {
        busy(false);
        tell(word("doc_send_failed"));
      }
    }
    function fold(on) {
      $("slim").hidden = !on;
      $("whole").hidden = on;
      root.classList.toggle("done", on);
    }

    $("start").addEventListener("click", () => start(false));
    $("sample").addEventListener("click", () => start(true));
    for (const name of ["choose", "again"]) $(name).addEventListener("click", () => $("file").click());
    $("fixed").addEventListener("click", () => { fold(false); $("file").click(); });
    $("unfold").addEventListener("click", () => { fold(false); leave(); $("choose").focus(); });
    $("file").addEventListener("change", () => { take($("file").files[0]); $("file").value = ""; });
    $("drop-file").addEventListener("click", () => { leave(); $("choose").focus(); });
    $("posting-choose").addEventListener("click", () => $("posting-file").click());
    $("posting-file").addEventListener("change", () => { takePosting($("posting-file").files[0]); $("posting-file").value = ""; });
    $("posting-drop").addEventListener("click", () => takePosting(null));
    drop.addEventListener("dragover", (event) => { event.preventDefault(); drop.classList.add("over"); });
    drop.addEventListener("dragleave", () => drop.classList.remove("over"));
    drop.addEventListener("drop", (event) => {
      event.preventDefault();
      drop.classList.remove("over");
      take(event.dataTransfer.files[0]);
    });
    watch("value", () => {
      busy(false);
      const { state, problem } = props.value || {};
      $("problem").innerHTML = problem || "";
      if (state === "done") fold(true);
      else if (problem) scroll($("problem"));
    });
    root.dataset.ready = "";
  }

  /** The running work at the foot of the window, after a moment, so that quick things do not flicker. */
  function bar({ element, trigger, props, watch }) {
    const root = element.querySelector('[data-part="bar"]'), state = element.querySelector('[data-part="state"]');
    let timer = 0;
    element.querySelector('[data-part="stop"]').addEventListener("click", () => trigger("stop"));
    watch("value", () => {
      const html = props.value?.html || "";
      if (!html) {
        clearTimeout(timer);
        timer = 0;
        root.hidden = true;
        state.replaceChildren();
        return;
      }
      state.innerHTML = html;
      if (root.hidden && !timer) timer = setTimeout(() => { root.hidden = false; timer = 0; }, 350);
    });
  }

  /** Whether a button that loses something may go on: the first press asks `question` and speaks it, the second one goes. */
  function sure(button, aloud, question = button.dataset.sure) {
    if (button.dataset.asked || !question) return true;
    const before = button.textContent;
    button.dataset.asked = "1";
    button.textContent = question;
    aloud(question);
    setTimeout(() => { delete button.dataset.asked; button.textContent = before; }, 5000);
    return false;
  }

  return { intake, bar, owner, scroll, flash, say, sure, wide };
})();
