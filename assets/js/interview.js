// The mock interview's page: setup, device check, which screen is shown, and the connection to the server.
// The state lives on the server; the page is a view of it. What happens in a question: interview_live.js.
window.MJV = Object.assign(window.MJV || {}, (() => {
  "use strict";
  const KEY = "meta-job-interview"; // of this window: the secret of its live interview, and how it is answered
  const memory = {
    read() { try { return JSON.parse(sessionStorage.getItem(KEY)) || {}; } catch { return {}; } },
    write(held) { try { sessionStorage.setItem(KEY, JSON.stringify(held)); } catch { /* a reload then begins anew */ } },
  };

  /** Notices that nothing comes back. again(): ask for the state, or send what was lost. onState("lost"|"slow"|""). */
  function line({ again, onState }) {
    const WAITS = [8000, 3000, 5000, 8000, 12000];
    let timer = 0, tries = 0, state = "";
    const told = (now) => { if (now !== state) onState((state = now)); };
    const wait = () => {
      clearTimeout(timer);
      timer = setTimeout(check, WAITS[Math.min(tries, WAITS.length - 1)]);
    };
    async function check() {
      tries += 1;
      const there = await fetch("meta-job-assets/css/app.css", { method: "HEAD", cache: "no-store" }).then((got) => got.ok, () => false);
      told(!there ? "lost" : tries > 1 ? "slow" : state);
      wait();
      if (there) again(); // asking a server that is away only makes noise
    }
    addEventListener("offline", () => { told("lost"); wait(); });
    addEventListener("online", () => { if (state === "lost") check(); });
    return {
      expect() { if (!state) tries = 0; wait(); },
      heard() { clearTimeout(timer); tries = 0; told(""); },
      failed() { told("lost"); wait(); },
      get down() { return state === "lost"; },
    };
  }

  function room({ element, trigger, props, upload, watch }) {
    const { stage, onLeave, tell } = window.MJI, { owner, scroll, sure } = window.MJR;
    const $ = (part) => element.querySelector(`[data-part="${part}"]:not(#iv-camera *)`); // the camera in here has its own
    const lang = document.documentElement.lang;
    const word = (key, filled = {}) => (props.words[lang] || props.words.ko)[key].replace(/\{(\w+)\}/g, (_, name) => filled[name]);
    const picked = (name) => element.querySelector(`input[name="int-${name}"]:checked`).value;
    const root = $("root"), clips = {}, drawn = {}, later = {};
    const unasked = new Map(); // acts that the person knows nothing of, and who waits for their answer
    let held = memory.read(), view = null, screen = "setup", ask = 0, told = performance.now(), opening = false, cam = null, film = null, since = 0; // since: the first act that concerns this interview

    const aloud = (text) => { $("told").textContent = ""; setTimeout(() => { $("told").textContent = text; }, 30); };
    const remember = (more) => { held = { ...held, ...more }; memory.write(held); };
    const send = (name, args = {}) => {
      told = performance.now();
      trigger("act", { act: { ...args, do: name, ask: ++ask, token: held.token || "", owner: owner() } });
    };
    /** An act of the interview that must be answered; without an answer the state is asked for. */
    const act = (name, args) => { send(name, args); net.expect(); };
    const problem = (text) => tell($("problem"), text);
    const films = window.MJV.recordings({
      upload,
      hand: (id, path) => new Promise((answered) => { send("film", { id, film: path }); unasked.set(ask, answered); }),
      onLost() { $("filmed").textContent = word("int_film_lost"); },
    });

    const net = line({
      again: () => { if (!live.again() && held.token) send("sync"); },
      onState(state) {
        const was = !$("lost").hidden;
        $("lost").hidden = !state;
        $("lost").textContent = state ? word(`int_${state}`) : "";
        if (was && !state) aloud(word("int_back_again"));
      },
    });

    /* ---- the camera: one for check and interview, made by its own part ---- */
    const camera = {
      on: false, seen: false, // microphone, picture
      async get() {
        if (!cam && window.MJC) {
          const one = await Promise.race([window.MJC.ready(), new Promise((done) => setTimeout(done, 5000))]);
          if (!one || cam) return cam; // it did not load: voice and camera stay off, typing works
          cam = one;
          cam.onLost((kind) => live.deviceLost(kind));
          cam.level((level) => heard(level));
        }
        return cam;
      },
      async start() {
        const one = await camera.get();
        if (!one) return { video: false, audio: false, problem: "failed" };
        const got = await one.start({ video: held.way === "camera", audio: true });
        camera.on = got.audio;
        camera.seen = got.video;
        return got;
      },
      stop() { camera.on = camera.seen = false; cam?.stop(); },
    };
    const compact = (on) => document.getElementById("iv-camera")?.classList.toggle("small", on);

    const person = stage($("stage"), {
      onState(state) {
        $("stage").dataset.state = state;
        $("state").textContent = state === "speaking" || state === "listening" ? word(`iv_${state}`) : "";
        if (state === "broken") live.broken();
      },
    });
    const live = window.MJV.conduct({
      $, word, films: person, camera, act, upload, aloud, problem, clips, net, held: () => held, max_mb: props.max_mb, filmed: films.add,
      mic: () => cam, over: () => show("report"),
    });

    /* ---- screens ---- */
    function show(name, still) {
      if (name === screen) return;
      const before = screen;
      root.dataset.screen = screen = name;
      for (const part of element.querySelectorAll("[data-for]")) part.hidden = !part.dataset.for.split(" ").includes(name);
      compact(name === "live");
      $("camera").hidden = held.way === "typed";
      if (name === "setup" || name === "report") { camera.stop(); person.quiet(); }
      if (name === "check") check();
      if (before === "setup") person.person(`${props.mount}/interviewer/${held.persona || "hr"}.webp`);
      if (still) return;
      const head = name === "report" ? element.querySelector("#int-report-title") : $(`head-${name}`);
      head?.focus({ preventScroll: true });
      if (root.offsetParent) scroll(root, "start");
    }
    function draw(name, html) {
      const into = element.querySelector(`[data-zone="${name}"]`);
      if (!into || drawn[name] === html) return;
      const at = into.contains(document.activeElement) && document.activeElement.id;
      const open = [...into.querySelectorAll("details[data-key]")].map((one) => [one.dataset.key, one.open]);
      const playing = into.querySelector("video, audio") && [...into.querySelectorAll("video, audio")].some((one) => !one.paused);
      clearTimeout(later[name]);
      if (playing) return void (later[name] = setTimeout(() => draw(name, html), 2000)); // not under somebody's eyes
      into.innerHTML = drawn[name] = html;
      for (const [key, on] of open) { const one = into.querySelector(`details[data-key="${CSS.escape(key)}"]`); if (one) one.open = on; }
      if (at) (document.getElementById(at) || into.querySelector("h2, h3"))?.focus({ preventScroll: true });
    }

    /* ---- setup ---- */
    for (const option of $("family").querySelectorAll("option")) if (option.dataset.lang !== (lang === "en" ? "en" : "ko")) option.remove();
    $("family").value = props.family;
    const suits = () => {
      $("browser").closest("label").hidden = picked("way") !== "camera";
      $("film").closest("label").hidden = picked("way") !== "camera";
    };
    for (const one of element.querySelectorAll('input[name="int-way"]')) one.addEventListener("change", suits);
    function open(changed = {}) {
      if (opening) return;
      problem("");
      opening = true;
      $("open").disabled = true;
      aloud(word("int_preparing"));
      const way = changed.way || picked("way");
      for (const id of Object.keys(clips)) delete clips[id];
      held = {};
      remember({
        way, persona: picked("persona"), film: way === "camera" && $("film").checked, browser: way === "camera" && $("browser").checked,
      });
      since = ask + 1;
      send("open", {
        plan: {
          family: $("family").value, persona: held.persona, strictness: picked("strictness"), count: Number(picked("count")),
          limit_s: Number(picked("limit")), intro: $("intro").checked, weak: Boolean($("weak")?.checked),
        },
        way, film: held.film, browser: held.browser, consent: Boolean($("consent")?.checked),
      });
    }
    const opened = () => { opening = false; $("open").disabled = false; };
    $("open").addEventListener("click", () => open());

    /* ---- device check ---- */
    const mark = (name, state, text) => {
      const row = element.querySelector(`[data-check="${name}"]`);
      row.dataset.state = state;
      if (text) $(`check-${name}`).textContent = text;
    };
    let loud = 0, mic = false;
    function heard(level) { // a few tenths of a second of voice
      if (screen !== "check" || !mic || loud > 4) return;
      loud = level > 0.35 ? loud + 1 : loud;
      if (loud > 4) mark("mic", "ok", word("int_mic_ok"));
    }
    async function check() {
      const typed = held.way === "typed";
      element.querySelector('[data-check="camera"]').hidden = held.way !== "camera";
      element.querySelector('[data-check="mic"]').hidden = typed;
      $("check-text").textContent = word(typed ? "int_check_typed" : "int_check_text");
      $("rescue").hidden = true;
      loud = 0;
      mic = false;
      able();
      if (typed) return;
      mark("camera", "", word("int_allow"));
      mark("mic", "", word("int_wait"));
      const got = await camera.start();
      if (screen !== "check") return;
      mic = got.audio;
      mark("camera", got.video ? "ok" : "no", word(got.video ? "int_camera_ok" : "int_camera_no"));
      mark("mic", got.audio ? "" : "no", word(got.audio ? "int_mic_say" : "int_mic_no"));
      const fine = got.audio && (got.video || held.way !== "camera");
      $("rescue").hidden = fine;
      $("retry").hidden = got.problem === "insecure"; // trying again would not help
      $("go-voice").hidden = !got.audio;
      able();
      if (got.video && held.browser) looks();
    }
    /** The analysis of this browser is loaded now, so that the first answer is seen from its first second. */
    async function looks() {
      const told = (state, key) => { if (screen === "check" && camera.seen) mark("camera", state, word(key)); };
      told("", "int_vision_wait");
      const fine = await cam.prepare(() => { told("ok", "int_vision_server"); $("start").focus(); });
      told(fine ? "ok" : "no", fine ? "int_camera_ok" : "int_vision_no");
    }
    function able() {
      const ready = Boolean(view?.prepared);
      mark("first", ready ? "ok" : "", word(ready ? "int_first_ok" : "int_first_wait"));
      $("listen").hidden = !clips.greeting;
      $("start").setAttribute("aria-disabled", String(!ready || (held.way !== "typed" && !mic)));
    }
    $("retry").addEventListener("click", check);
    for (const way of ["voice", "typed"]) $(`go-${way}`).addEventListener("click", () => {
      if (way === "typed") camera.stop();
      remember({ way });
      $("camera").hidden = way === "typed";
      check();
      $("start").focus();
    });
    $("listen").addEventListener("click", () => { person.speak(clips.greeting.url); mark("voice", "ok", word("int_voice_played")); });
    $("start").addEventListener("click", () => {
      if ($("start").getAttribute("aria-disabled") === "true") return;
      person.quiet();
      act("start");
    });
    const home = () => { person.quiet(); live.rest(); films.drop(); $("filmed").textContent = ""; view = null; held = {}; memory.write(held); show("setup"); };
    $("back").addEventListener("click", () => { send("leave"); home(); });

    /* ---- what comes from the server ---- */
    function take(next) {
      opened();
      if (!next) { if (screen !== "report") home(); else { view = null; remember({ token: "" }); } return; }
      view = next;
      if (next.token && next.token !== held.token) remember({ token: next.token });
      if (next.phase === "ready") { show("check"); return able(); }
      if (next.phase !== "done" && screen !== "live") show("live");
      if (next.phase === "done" && screen !== "live") return show("report");
      live.take(next);
    }
    let newest = 0; // the act whose view was shown last
    watch("value", () => {
      const now = props.value || {};
      net.heard();
      told = performance.now();
      const waits = unasked.get(now.ask);
      unasked.delete(now.ask);
      waits?.(!now.problem);
      if (waits && now.problem) return; // told by who waits
      for (const [name, html] of Object.entries(now.zones || {})) draw(name, html);
      if (now.bar !== undefined) $("bar").innerHTML = now.bar;
      if (now.problem !== undefined) {
        $("problem").innerHTML = now.problem;
        if (now.problem) { opened(); live.freed(); scroll($("problem"), "nearest"); }
      }
      if (now.idle) person.idle(now.idle.url);
      if (now.clip) clips[now.clip.id] = now.clip;
      if (now.download?.url) {
        const link = Object.assign(document.createElement("a"), { href: new URL(now.download.url, document.baseURI).href, download: now.download.name });
        document.body.append(link);
        link.click();
        link.remove();
      }
      const late = now.ask !== undefined && now.ask < Math.max(newest, since);
      if (now.view !== undefined && !late) { newest = now.ask ?? newest; take(now.view); }
      if (now.clip) { live.clip(now.clip.id); if (screen === "check") able(); }
      if (now.lead === "report") { show("report"); scroll(element.querySelector("#int-report-title") || root, "start"); }
    });

    /* ---- report and shelf: buttons say what they do ---- */
    film = window.MJV.report({ element });
    const question = (button) => button.dataset.sure || button.dataset[lang === "en" ? "sureEn" : "sureKo"];
    element.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (button === $("stop")) { if (sure(button, aloud, question(button))) live.stop(); return; }
      if (button?.dataset.go === "review") {
        const tab = [...document.querySelectorAll('[role="tab"]')].find((one) => one.textContent.trim() === word("tab_review"));
        return tab ? tab.click() : send("go-review");
      }
      if (!button?.dataset.act || !sure(button, aloud)) return;
      film.hush();
      if (button.dataset.act === "unfilm") films.drop();
      if (button.dataset.act === "keep" && films.pending) { // what is kept is whole
        button.disabled = true;
        aloud(($("filmed").textContent = word("int_film_wait")));
        return void films.done().then((all) => { if (all) $("filmed").textContent = ""; if (screen === "report") send("keep"); });
      }
      send(button.dataset.act, JSON.parse(button.dataset.args || "{}"));
      if (button.dataset.act === "again") home();
      else if (button.dataset.act === "kept-open") aloud(word("int_wait"));
    });

    /* ---- time, leaving, coming back ---- */
    setInterval(() => {
      const silence = performance.now() - told;
      if (!held.token || net.down || root.offsetParent === null) return;
      const waits = (screen === "check" && !view?.prepared) || (screen === "live" && live.waits());
      const over = screen === "report" && !view?.pending;
      if (screen !== "setup" && !over && silence > (waits ? 8000 : screen === "report" ? 45000 : 20000)) send("sync");
    }, 1000);
    onLeave(root, () => {
      person.hush();
      film.hush();
      if (screen === "live") live.left();
      else if (screen === "check") { camera.stop(); mic = false; mark("mic", "", ""); $("rescue").hidden = false; able(); }
    });
    for (const part of element.querySelectorAll("[data-for]")) part.hidden = !part.dataset.for.split(" ").includes("setup");
    suits();
    camera.get().then(() => { const box = document.getElementById("iv-camera"); if (box) $("camera").append(box); });
    if (held.token) act("sync");
    else send("shelf");
    root.dataset.ready = "";
  }

  /** A reload in the middle of an interview comes back to it, not to the first page. */
  function comeBack() {
    const look = new MutationObserver(() => {
      const way = document.getElementById("start-interview");
      if (!way) return;
      look.disconnect();
      way.click();
    });
    if (memory.read().token) look.observe(document, { childList: true, subtree: true });
  }
  comeBack();

  return { room };
})());
