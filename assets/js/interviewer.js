// The scripts of the interviewer's tab: the stage with its two films, and the microphone.
window.MJI = (() => {
  "use strict";
  const say = (words, key) => (words[document.documentElement.lang] || words.ko)[key];
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  const full = (url) => new URL(url, document.baseURI).href;
  const chosen = (select) => select.selectedOptions[0];
  const QUIET = "mj-quiet"; // somebody records: whoever speaks stops

  /** A problem beside the step it belongs to, announced at once; "" takes it away. */
  function tell(place, said) {
    const box = document.createElement("div");
    box.className = "mj-say bad";
    box.setAttribute("role", "alert");
    box.textContent = said;
    place.replaceChildren(...(said ? [box] : []));
    if (said) box.scrollIntoView({ block: "nearest" });
  }

  /** Calls back when an element disappears with its tab. */
  function onLeave(root, then) {
    new ResizeObserver(() => { if (root.offsetParent === null) then(); }).observe(root);
    addEventListener("pagehide", then);
  }

  /** Two films on top of each other: the listening loop below, the speaking clip above while it plays. */
  function stage(root, { onState }) {
    const $ = (part) => root.querySelector(`[data-part="${part}"]`);
    const idle = $("idle"), talk = $("talk"), poster = $("poster"), play = $("play");
    let seen = true;

    const front = (speaking) => {
      root.classList.toggle("speaking", speaking);
      onState(speaking ? "speaking" : idle.src ? "listening" : "");
    };
    const live = () => { if (seen && idle.src && !calm.matches) idle.play().catch(() => {}); else idle.pause(); };
    idle.addEventListener("playing", () => { root.classList.add("alive"); if (talk.paused) onState("listening"); });
    talk.addEventListener("playing", () => { play.hidden = true; front(true); });
    talk.addEventListener("ended", () => {
      if (idle.src) idle.currentTime = 0; // both begin and end at rest
      live();
      front(false);
    });
    talk.addEventListener("error", () => { if (talk.getAttribute("src")) { front(false); onState("broken"); } });
    play.addEventListener("click", start);

    function start() {
      talk.currentTime = 0;
      talk.play().catch((error) => { if (error.name === "NotAllowedError") play.hidden = false; });
    }
    function hush() { talk.pause(); play.hidden = true; front(false); }
    return {
      start, hush,
      person(url) { poster.src = url; root.classList.remove("alive"); idle.removeAttribute("src"); idle.load(); },
      idle(url) { if (!calm.matches) { idle.src = full(url); live(); } }, // else the still picture stays
      waits: () => !idle.src && !calm.matches,
      speak(url) { talk.src = full(url); start(); },
      quiet() { talk.pause(); talk.removeAttribute("src"); talk.load(); play.hidden = true; front(false); },
      look(inView) { seen = inView; live(); },
    };
  }

  /** Who asks, what is said, and the stage. Value {ask, idle, clip, bar, problem, own}. */
  function room({ element, trigger, props, watch }) {
    const $ = (part) => element.querySelector(`[data-part="${part}"]`);
    const word = (key) => say(props.words, key);
    const people = [...element.querySelectorAll('input[name="mj-persona"]')];
    const who = () => people.find((one) => one.checked).value;
    const [text, speak, stop, speed, voice, video] = ["text", "speak", "stop", "speed", "voice", "video"].map($);
    const wanted = () => JSON.stringify([who(), text.value.trim(), speed.value, voice.value, video.value]);
    let met = "", ask = 0, working = false, wish = "", shown = "";

    const films = stage($("stage"), {
      onState(state) {
        $("stage").dataset.state = state;
        $("state").textContent = state === "speaking" || state === "listening" ? word(`iv_${state}`) : "";
        if (state === "broken") { shown = ""; $("after").hidden = true; tell($("problem"), word("iv_broken")); }
      },
    });
    const busy = (on) => {
      const inside = document.activeElement === stop;
      working = on;
      stop.hidden = !on;
      speak.setAttribute("aria-disabled", on); // it keeps the focus
      if (inside && !on) speak.focus({ preventScroll: true });
    };
    function giveUp() { // what still comes for this number is not ours any more
      if (working) trigger("stop", {});
      ask += 1;
      busy(false);
      $("bar").replaceChildren();
    }
    function clear() {
      films.quiet();
      shown = $("caption").textContent = "";
      $("after").hidden = true;
      $("note").replaceChildren();
      tell($("problem"), "");
    }
    function meet() {
      giveUp();
      clear();
      met = `${who()} ${video.value}`;
      films.person(`${props.mount}/interviewer/${who()}.webp`);
      if (!calm.matches) trigger("choose", { persona: who(), video: video.value });
    }
    for (const one of [...people, video]) one.addEventListener("change", meet);

    const count = () => {
      const length = text.value.length, over = length >= props.most;
      $("count").textContent = `${length} / ${props.most}${over ? ` · ${word("iv_full")}` : ""}`;
      $("count").classList.toggle("full", over);
    };
    text.addEventListener("input", count);
    for (const chip of element.querySelectorAll('[data-part="sample"]'))
      chip.addEventListener("click", () => {
        text.value = chip.querySelector(`[lang="${document.documentElement.lang}"]`).textContent;
        count();
        text.focus({ preventScroll: true });
      });
    speed.addEventListener("input", () => {
      $("said-speed").value = Number(speed.value).toFixed(2);
    });
    const sending = () => { $("sending").hidden = !chosen(voice)?.dataset.host; };
    voice.addEventListener("change", sending);

    function order() {
      if (working) return;
      if (!text.value.trim()) { text.focus(); return tell($("problem"), word("iv_empty")); }
      if (!$("sending").hidden && !$("consent").checked) {
        $("consent").focus();
        return tell($("problem"), word("iv_consent_first"));
      }
      if (shown && shown === wanted()) { tell($("problem"), ""); look(); return films.start(); }
      clear();
      wish = wanted();
      busy(true);
      $("told").textContent = word("iv_working");
      trigger("speak", {
        ask: ++ask, persona: who(), text: text.value, speed: Number(speed.value), voice: voice.value,
        video: video.value, consent: $("consent").checked,
      });
    }
    function look() {
      const at = $("stage").getBoundingClientRect();
      if (at.top < 0 || at.bottom > innerHeight)
        $("stage").scrollIntoView({ block: at.height < innerHeight ? "center" : "start", behavior: calm.matches ? "auto" : "smooth" });
    }
    speak.addEventListener("click", order);
    text.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); order(); }
    });
    stop.addEventListener("click", () => { giveUp(); $("told").textContent = word("iv_stopped"); });
    $("again").addEventListener("click", () => { look(); films.start(); });
    document.addEventListener(QUIET, films.hush);
    onLeave($("root"), films.hush);

    watch("value", () => {
      const now = props.value || {};
      if (now.own !== undefined) {
        const option = voice.querySelector(`[value="${props.own}"]`);
        option.hidden = option.disabled = !now.own;
        if (now.own) voice.value = props.own;
        else if (shown.includes(`"${props.own}"`)) clear();
        if (!now.own) voice.selectedIndex = 0;
        voice.closest("label").hidden = voice.querySelectorAll("option:not([disabled])").length < 2;
        sending();
      }
      if (now.idle && `${now.idle.persona} ${now.idle.video}` === met) films.idle(now.idle.url);
      if (now.ask !== undefined && now.ask !== ask) return;
      if (now.bar !== undefined) { $("bar").innerHTML = now.bar; if (!now.bar) busy(false); }
      if (now.problem !== undefined) {
        $("problem").innerHTML = now.problem;
        if (now.problem) { $("told").textContent = ""; $("problem").scrollIntoView({ block: "nearest" }); }
      }
      if (!now.clip) return;
      shown = wish;
      films.speak(now.clip.url);
      $("told").textContent = word("iv_ready");
      $("caption").textContent = now.clip.caption;
      $("note").innerHTML = now.clip.note;
      $("save").href = full(now.clip.url);
      $("save").download = now.clip.name;
      $("after").hidden = false;
      look();
      if (films.waits()) trigger("choose", { persona: who(), video: video.value }); // an answer that got lost
    });
    // the loop is made when somebody looks, not when the page loads
    new IntersectionObserver(([entry]) => {
      if (entry.isIntersecting && !met) meet();
      films.look(entry.isIntersecting);
    }).observe($("stage"));
    count();
    sending();
    $("root").dataset.ready = "";
  }

  /** One microphone recording. onLevel hears (0..1, seconds). Throws a DOMException when it cannot start. */
  async function microphone(onLevel, onLost) {
    const stream = await navigator.mediaDevices.getUserMedia({
      audio: { echoCancellation: true, noiseSuppression: false, autoGainControl: false }, video: false,
    });
    const kind = ["audio/webm;codecs=opus", "audio/mp4", "audio/webm"].find((one) => MediaRecorder.isTypeSupported(one));
    const recorder = new MediaRecorder(stream, kind ? { mimeType: kind } : {});
    const parts = [], context = new AudioContext(), meter = context.createAnalyser();
    context.createMediaStreamSource(stream).connect(meter);
    const samples = new Float32Array(meter.fftSize), began = performance.now();
    const beat = setInterval(() => {
      meter.getFloatTimeDomainData(samples);
      const power = samples.reduce((sum, one) => sum + one * one, 0) / samples.length;
      onLevel(Math.min(1, Math.max(0, 1 + Math.log10(power + 1e-9) / 5)), (performance.now() - began) / 1000);
    }, 100);
    const over = () => {
      clearInterval(beat);
      context.close();
      stream.getTracks().forEach((track) => track.stop()); // the light of the microphone goes off
    };
    const ended = new Promise((resolve) => recorder.addEventListener("stop", resolve));
    recorder.addEventListener("dataavailable", (event) => { if (event.data.size) parts.push(event.data); });
    stream.getAudioTracks()[0].addEventListener("ended", onLost); // unplugged: what was said until then counts
    recorder.start(1000);
    return {
      async finish() {
        if (recorder.state !== "inactive") recorder.stop();
        await ended;
        over();
        const ending = (recorder.mimeType || "").includes("mp4") ? "m4a" : "webm";
        return new File(parts, `answer.${ending}`, { type: recorder.mimeType });
      },
      drop() { if (recorder.state !== "inactive") recorder.stop(); over(); },
    };
  }

  /** Record or choose a file and send it. before(): what stands in the way, or "". payload(): goes with {ask, path}. */
  function recorder({ element, trigger, props, upload, watch }, { name, before, onFile, payload, onValue }) {
    const $ = (part) => element.querySelector(`[data-part="${part}"]`);
    const word = (key) => say(props.words, key), problem = (said) => tell($("problem"), said);
    let taking = null, waiting = false, ask = 0;

    const recording = (on) => {
      for (const part of ["finish", "drop", "level"]) $(part).hidden = !on;
      for (const part of ["record", "choose"]) $(part).hidden = on;
      $("told").textContent = on ? word("dict_recording") : "";
    };
    const working = (on) => {
      $("busy").hidden = !on;
      for (const part of ["record", "choose"]) $(part).disabled = on;
    };
    const allowed = () => { const said = before(); problem(said); return !said; };
    async function send(file) {
      if (!file || !allowed()) return;
      if (!file.size) return problem(word("dict_empty"));
      if (file.size > props.max_mb * 1024 * 1024) return problem(word("dict_too_large").replace("{mb}", props.max_mb));
      const mine = ++ask;
      working(true);
      onFile(file);
      const salt = Array.from(crypto.getRandomValues(new Uint32Array(3)), (n) => n.toString(36)).join("");
      const ending = (/\.[a-z0-9]{1,5}$/i.exec(file.name || "") || [".webm"])[0];
      try {
        const { path } = await upload(new File([file], salt + ending, { type: file.type }));
        trigger(name, { ask: mine, path, ...payload() }); // also after a cancel: the server deletes what it got
        if (mine !== ask) trigger("stop", {});
      } catch {
        if (mine !== ask) return;
        working(false);
        problem(word("dict_upload_failed"));
      }
    }
    async function finish() {
      const one = taking;
      taking = null;
      if (!one) return;
      recording(false);
      send(await one.finish());
    }
    function drop() {
      taking?.drop();
      taking = null;
      recording(false);
    }
    $("record").addEventListener("click", async () => {
      if (waiting || taking || !allowed()) return;
      if (!window.isSecureContext || !navigator.mediaDevices?.getUserMedia) return problem(word("mic_insecure"));
      document.dispatchEvent(new Event(QUIET));
      waiting = true;
      try {
        taking = await microphone((level, seconds) => {
          $("level").firstElementChild.style.setProperty("--level", level);
          $("time").value = `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;
          if (seconds > props.longest) finish();
        }, finish);
      } catch (error) {
        const key = { NotAllowedError: "mic_denied", SecurityError: "mic_denied", NotFoundError: "mic_none",
          NotReadableError: "mic_busy", AbortError: "mic_busy" }[error.name];
        return problem(word(key || "mic_failed"));
      } finally {
        waiting = false;
      }
      if ($("root").offsetParent === null) return drop(); // left while the browser asked
      recording(true);
      $("finish").focus();
    });
    $("finish").addEventListener("click", finish);
    $("drop").addEventListener("click", () => { drop(); $("record").focus(); });
    $("choose").addEventListener("click", () => { if (allowed()) $("file").click(); });
    $("file").addEventListener("change", () => { send($("file").files[0]); $("file").value = ""; });
    $("stop").addEventListener("click", () => {
      ask += 1;
      trigger("stop", {});
      working(false);
      $("bar").replaceChildren();
      $("record").focus();
    });
    onLeave($("root"), () => { if (taking) drop(); });
    watch("value", () => {
      const now = props.value || {};
      if (now.ask !== undefined && now.ask !== ask) return;
      if (now.bar !== undefined) { $("bar").innerHTML = now.bar; if (!now.bar) working(false); }
      if (now.problem !== undefined) $("problem").innerHTML = now.problem;
      onValue(now);
    });
    $("root").dataset.ready = "";
  }

  /** One's own answer: heard again in the page, written down by the server. */
  function dictation(part) {
    const { element, props } = part, $ = (name) => element.querySelector(`[data-part="${name}"]`);
    const own = $("own"), engine = $("engine"), result = $("result");
    const sending = () => { $("sending").hidden = !chosen(engine)?.dataset.host; };
    let url = "";
    engine.addEventListener("change", sending);
    own.addEventListener("error", () => { own.hidden = true; }); // the server says what is wrong with it
    own.addEventListener("loadedmetadata", () => { // recordings of a browser do not know their length
      if (own.duration !== Infinity) return;
      own.addEventListener("durationchange", () => { own.currentTime = 0; }, { once: true });
      own.currentTime = 1e7;
    });
    onLeave($("root"), () => own.pause());
    document.addEventListener(QUIET, () => own.pause());
    result.addEventListener("click", ({ target }) => {
      const at = target.closest("[data-at]");
      if (!at || own.hidden) return;
      own.currentTime = Number(at.dataset.at);
      own.play().catch(() => {});
    });
    result.addEventListener("keydown", (event) => { // one stop of the tab key for all words
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key], words = [...result.querySelectorAll("[data-at]")];
      const next = step && words[words.indexOf(event.target) + step];
      if (!next) return;
      event.preventDefault();
      [event.target.tabIndex, next.tabIndex] = [-1, 0];
      next.focus();
    });
    recorder(part, {
      name: "answer",
      before: () => !$("sending").hidden && !$("consent").checked ? say(props.words, "dict_consent_first") : "",
      onFile(file) { // one's own recording stays in the page
        if (url) URL.revokeObjectURL(url);
        own.src = url = URL.createObjectURL(file);
        own.hidden = false;
        result.replaceChildren();
      },
      payload: () => ({ language: $("language").value, engine: engine.value, consent: $("consent").checked }),
      onValue(now) {
        if (now.html === undefined) return;
        result.innerHTML = now.html;
        const at = document.activeElement;
        if (now.html && (!at || at === document.body || element.contains(at))) result.focus({ preventScroll: true });
        if (now.html) result.scrollIntoView({ block: "nearest", behavior: calm.matches ? "auto" : "smooth" });
      },
    });
    sending();
  }

  /** A sample of a voice to clone, and its end. */
  function sample(part) {
    const { element, props, trigger } = part, $ = (name) => element.querySelector(`[data-part="${name}"]`);
    $("forget").addEventListener("click", () => trigger("forget", {}));
    recorder(part, {
      name: "sample",
      before: () => $("consent").checked ? "" : say(props.words, "iv_own_first"),
      onFile() {},
      payload: () => ({ confirmed: $("consent").checked }),
      onValue(now) {
        if (now.have === undefined) return;
        $("have").innerHTML = now.have;
        $("having").hidden = !now.have;
        $("giving").hidden = Boolean(now.have);
        if (!now.have) { $("consent").checked = false; $("consent").focus(); }
      },
    });
  }

  return { room, dictation, sample, stage, onLeave, tell };
})();
