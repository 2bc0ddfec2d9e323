// The person's own camera and microphone: picture, level, recordings of one answer, and what is seen while it is given.
//   const cam = await MJC.ready()
//   start({video, audio}) → {video, audio, problem}   problem: "" insecure denied none busy failed; told in the part itself
//   stop()          every track ends and the light goes off; also when the tab is left, hidden for good or taken away
//   level(fn)       fn(0..1) ten times a second → a function that ends it
//   begin({film})   one answer; finish() → {audio, film, seconds}; drop(). What was recorded before a loss is in finish()
//   watchFace({url, turn, way, t0, onReply}) → a function that ends it. url/frame or url/rows; t0: performance.now() of 0 s
//   prepare(agreed) loads the analysis of the browser → whether it can be had; if not, the part asks: agreed() on yes
//   onLost(fn)      fn("video" | "audio"): unplugged or taken back while on → a function that ends it
window.MJC = Object.assign(window.MJC || {}, (() => {
  "use strict";
  const say = (words, key) => (words[document.documentElement.lang] || words.ko)[key];
  const QUIET = "mj-quiet"; // somebody records: whoever speaks stops
  const SOUND = { echoCancellation: true, noiseSuppression: false, autoGainControl: false };
  const PICTURE = { facingMode: "user", width: { ideal: 640 }, height: { ideal: 480 }, frameRate: { ideal: 24, max: 30 } };
  const AUDIO_KINDS = ["audio/webm;codecs=opus", "audio/mp4", "audio/webm"];
  const FILM_KINDS = ["video/webm;codecs=vp8,opus", "video/webm", "video/mp4"];
  const AUDIO_BITS = 64_000, FILM_BITS = 600_000;
  const wait = (ms) => new Promise((done) => setTimeout(done, ms));

  let arrived, there = new Promise((resolve) => { arrived = resolve; });

  /** A list of who wants to know. */
  function hearers() {
    const all = new Set();
    return { tell: (...what) => all.forEach((one) => one(...what)), add(one) { all.add(one); return () => all.delete(one); } };
  }

  /** One recorder. file(): what it has got, when it has stopped. */
  function recorder(tracks, kinds, name, bits) {
    const kind = kinds.find((one) => MediaRecorder.isTypeSupported(one));
    const machine = new MediaRecorder(new MediaStream(tracks), { ...(kind && { mimeType: kind }), ...bits });
    const parts = [];
    const ended = new Promise((resolve) => { for (const end of ["stop", "error"]) machine.addEventListener(end, resolve); });
    machine.addEventListener("dataavailable", (event) => { if (event.data.size) parts.push(event.data); });
    machine.start(1000); // so that a loss costs a second at most
    const stop = () => { if (machine.state !== "inactive") machine.stop(); };
    return {
      stop,
      async file() {
        stop();
        await Promise.race([ended, wait(4000)]);
        if (!parts.length) return null;
        const type = machine.mimeType || parts[0].type, mp4 = type.includes("mp4");
        return new File(parts, `${name}.${mp4 ? (name === "film" ? "mp4" : "m4a") : "webm"}`, { type });
      },
    };
  }

  /** Where the app can be opened so that the camera works: on the same computer, and by https from elsewhere. */
  function help(word) {
    const port = location.port ? `:${location.port}` : "", path = location.pathname;
    const list = document.createElement("ol");
    const row = (text, address) => {
      const item = document.createElement("li"), link = document.createElement("a");
      const [before, after] = text.split("{command}"), command = document.createElement("code");
      command.textContent = "python app.py --https";
      item.append(before, ...(after === undefined ? [] : [command, after]), ": ", link);
      link.href = link.textContent = address;
      list.append(item);
    };
    row(word("cam_insecure_here"), `http://localhost${port}${path}`);
    row(word("cam_insecure_there"), `https://${location.hostname}${port}${path}`);
    return list;
  }

  function camera({ element, props }) {
    const $ = (part) => element.querySelector(`[data-part="${part}"]`);
    const word = (key, what = "") => say(props.words, key).replace("{what}", what);
    const root = $("root"), video = $("video"), levels = hearers(), losses = hearers();
    let stream = null, meter = null, taking = null, wish = 0;

    const live = (kind) => Boolean(stream?.getTracks().some((one) => one.kind === kind && one.readyState === "live"));
    function show(key) {
      const seen = live("video"), heard = live("audio");
      root.classList.toggle("seen", seen);
      root.classList.toggle("heard", heard);
      $("rec").hidden = !taking?.running;
      $("rec").textContent = word(taking?.film ? "cam_rec_film" : "cam_rec");
      const now = seen && heard ? "cam_on" : seen ? "cam_on_video" : heard ? "cam_on_audio" : "cam_off";
      $("state").textContent = word(key || (taking?.running ? (taking.film ? "cam_filming" : "cam_recording") : now));
    }
    /** Text and what belongs below it; nothing takes it away. */
    function tell(title, ...below) {
      const bold = document.createElement("b");
      bold.textContent = title || "";
      $("problem").replaceChildren(...(title ? [bold, ...below] : []));
      $("problem").hidden = !title;
    }
    const line = (text) => Object.assign(document.createElement("p"), { textContent: text });
    const called = (picture, sound) => word(picture && sound ? "cam_both" : picture ? "cam_video" : "cam_audio");

    /* ---- on and off ---- */
    async function ask(wanted) {
      const want = { video: wanted.video && PICTURE, audio: wanted.audio && SOUND };
      return navigator.mediaDevices.getUserMedia({ video: want.video || false, audio: want.audio || false });
    }
    const keyOf = (error) => ({
      NotAllowedError: "denied", SecurityError: "denied", NotFoundError: "none", OverconstrainedError: "none",
      NotReadableError: "busy", AbortError: "busy",
    })[error.name] || "failed";

    async function start({ video: picture = true, audio: sound = true } = {}) {
      stop();
      const mine = ++wish;
      tell("");
      if (!window.isSecureContext || !navigator.mediaDevices?.getUserMedia) {
        tell(word("cam_insecure"), line(word("cam_insecure_why")), help(word), line(word("cam_insecure_typed")));
        return { video: false, audio: false, problem: "insecure" };
      }
      show("cam_asking");
      let problem = "", got = null;
      const tries = picture && sound ? [[true, true], [false, true], [true, false]] : [[picture, sound]];
      for (const [v, a] of tries) { // what is there is used
        try { got = await ask({ video: v, audio: a }); } catch (error) { problem ||= keyOf(error); }
        if (mine !== wish) got?.getTracks().forEach((track) => track.stop()); // stopped while the browser asked
        if (mine !== wish) return { video: false, audio: false, problem: "" };
        if (got) break;
      }
      stream = got;
      const result = { video: live("video"), audio: live("audio"), problem };
      if (got) use(got);
      if (problem) {
        const rest = result.audio ? "cam_rest_audio" : "cam_rest_typed";
        tell(word(`cam_${problem}`, called(picture && !result.video, sound && !result.audio)), line(word(rest)));
      }
      show();
      return result;
    }

    function use(got) {
      for (const track of got.getTracks()) track.addEventListener("ended", () => lost(got, track.kind));
      if (live("video")) {
        video.srcObject = new MediaStream(got.getVideoTracks());
        video.play().catch(() => {});
      }
      if (!live("audio")) return;
      const context = new AudioContext(), reader = context.createAnalyser(), samples = new Float32Array(reader.fftSize);
      context.createMediaStreamSource(got).connect(reader);
      context.resume().catch(() => {});
      const beat = setInterval(() => {
        reader.getFloatTimeDomainData(samples);
        const power = samples.reduce((sum, one) => sum + one * one, 0) / samples.length;
        const level = Math.min(1, Math.max(0, 1 + Math.log10(power + 1e-9) / 5));
        $("meter").style.setProperty("--level", level.toFixed(2));
        levels.tell(level);
      }, 100);
      meter = () => { clearInterval(beat); context.close(); };
    }

    function lost(from, kind) { // an end that we did not ask for
      if (from !== stream) return;
      if (kind === "audio") { meter?.(); meter = null; }
      if (taking && !live("audio")) halt();
      if (!live("video")) { video.srcObject = null; watch.end(); }
      const off = (tracks) => tracks.some((track) => track.readyState === "ended");
      const what = called(off(from.getVideoTracks()), off(from.getAudioTracks()));
      tell(word("cam_lost", what), ...(taking ? [line(word("cam_lost_kept"))] : []));
      show();
      losses.tell(kind);
    }

    function stop() {
      wish += 1;
      watch.rest();
      if (taking) halt();
      meter?.();
      const old = stream;
      stream = meter = null;
      old?.getTracks().forEach((track) => track.stop()); // the light goes off
      video.srcObject = null;
      show();
    }

    /* ---- one answer ---- */
    async function begin({ film = false } = {}) {
      drop();
      if (!live("audio") && !live("video")) throw new Error("nothing to record");
      document.dispatchEvent(new Event(QUIET));
      const sound = stream.getAudioTracks(), filming = film && live("video");
      taking = {
        running: true, film: filming, began: performance.now(), seconds: 0,
        audioOf: live("audio") ? recorder(sound, AUDIO_KINDS, "answer", { audioBitsPerSecond: AUDIO_BITS }) : null,
        filmOf: filming ? recorder(stream.getTracks(), FILM_KINDS, "film",
          { videoBitsPerSecond: FILM_BITS, audioBitsPerSecond: AUDIO_BITS }) : null,
      };
      show();
    }
    function halt() { // what there is stays for finish()
      if (!taking.running) return;
      taking.running = false;
      taking.seconds = (performance.now() - taking.began) / 1000;
      taking.audioOf?.stop();
      taking.filmOf?.stop();
      show();
    }
    async function finish() {
      const one = taking;
      if (!one) return { audio: null, film: null, seconds: 0 };
      halt();
      taking = null;
      const [audio, film] = await Promise.all([one.audioOf?.file() ?? null, one.filmOf?.file() ?? null]);
      return { audio, film, seconds: one.seconds };
    }
    function drop() {
      if (taking) halt();
      taking = null;
      show();
    }

    const watch = window.MJC.watcher({
      video, vision: props.vision, version: props.version, scripts: props.scripts,
      showing: () => !document.hidden && video.videoWidth > 0 && live("video"),
      busy: (on) => show(on ? "cam_looking" : ""),
      offer(then) { // no analysis in this browser: the other way only when the person says so
        const button = document.createElement("button");
        Object.assign(button, { type: "button", className: "mj-btn", textContent: word("cam_vision_server") });
        button.addEventListener("click", () => { tell(""); then(); });
        tell(word("cam_vision_none"), button);
      },
    });

    /* ---- leaving ---- */
    const page = element.closest('[role="tabpanel"]') || element;
    const gone = () => {
      if (element.isConnected && page.offsetParent !== null) return;
      if (stream) stop();
      else wish += 1; // the browser may be asking
    };
    new ResizeObserver(gone).observe(page); // another tab of the app
    new MutationObserver(() => { if (!element.isConnected) gone(); }).observe(document.body, { childList: true, subtree: true });
    addEventListener("pagehide", () => { stop(); drop(); });
    video.addEventListener("pause", () => { if (live("video") && element.isConnected) video.play().catch(() => {}); }); // moved

    const self = { start, stop, begin, finish, drop, watchFace: watch.start, prepare: watch.prepare, level: levels.add, onLost: losses.add };
    show();
    arrived(self);
    there = Promise.resolve(self);
    root.dataset.ready = "";
    return self;
  }

  return { camera, ready: () => there };
})());
