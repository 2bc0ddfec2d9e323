// The scripts of META-JOB's own parts. Each part of a tab calls one function of `MJ` from its gr.HTML.
// No library, no request to any other server.
window.MJ = (() => {
  "use strict";
  const say = (words, key) => (words[document.documentElement.lang] || words.ko)[key];

  /** Photo by file, drop, paste or camera. Sends {path} with the event "photo"; shows what Python puts into value. */
  function uploader({ element, trigger, props, upload, watch }) {
    const $ = (part) => element.querySelector(`[data-part="${part}"]`);
    const video = $("video"), trouble = $("trouble"), status = $("status"), root = $("root");
    const word = (key) => say(props.words, key);
    let stream = null;

    const tell = (text) => { trouble.textContent = text; trouble.hidden = !text; };
    const busy = (on) => {
      root.classList.toggle("busy", on);
      root.setAttribute("aria-busy", String(on));
      status.textContent = on ? word("photo_reading") : "";
    };

    async function take(file) {
      if (!file || root.classList.contains("busy")) return;
      tell("");
      if (file.size > props.max_mb * 1024 * 1024)
        return tell(word("photo_too_large").replace("{mb}", props.max_mb));
      busy(true);
      const salt = Array.from(crypto.getRandomValues(new Uint32Array(3)), (n) => n.toString(36)).join("");
      const ending = (/\.[a-z0-9]{1,5}$/i.exec(file.name || "") || [".jpg"])[0];
      try {
        const { path } = await upload(new File([file], salt + ending, { type: file.type }));
        trigger("photo", { path });
      } catch {
        busy(false);
        tell(word("photo_upload_failed"));
      }
    }

    function stop() {
      stream?.getTracks().forEach((track) => track.stop());
      stream = null;
      video.srcObject = null;
      $("camera").hidden = true;
      root.classList.remove("filming");
    }

    async function start() {
      tell("");
      if (!window.isSecureContext || !navigator.mediaDevices?.getUserMedia) {
        if (matchMedia("(pointer: coarse)").matches) return $("snap").click(); // the phone's own camera app
        return tell(word("camera_insecure"));
      }
      try {
        stream = await navigator.mediaDevices.getUserMedia({
          video: { facingMode: "user", width: { ideal: 1280 }, height: { ideal: 960 } }, audio: false,
        });
      } catch (error) {
        const key = { NotAllowedError: "camera_denied", SecurityError: "camera_denied",
          NotFoundError: "camera_none", OverconstrainedError: "camera_none",
          NotReadableError: "camera_busy", AbortError: "camera_busy" }[error.name];
        return tell(word(key || "camera_failed"));
      }
      video.srcObject = stream;
      $("camera").hidden = false;
      root.classList.add("filming");
      await video.play().catch(() => {});
      $("shoot").focus();
    }

    function shoot() {
      if (!stream || !video.videoWidth) return;
      const canvas = document.createElement("canvas");
      canvas.width = video.videoWidth;
      canvas.height = video.videoHeight;
      canvas.getContext("2d").drawImage(video, 0, 0); // the preview is mirrored, the photo is not
      stop();
      canvas.toBlob((blob) => take(new File([blob], "camera.jpg", { type: "image/jpeg" })), "image/jpeg", 0.95);
    }

    for (const input of [$("file"), $("snap")])
      input.addEventListener("change", () => { take(input.files[0]); input.value = ""; });
    for (const name of ["choose", "again"]) $(name).addEventListener("click", () => $("file").click());
    for (const name of ["film", "film-again"]) $(name).addEventListener("click", start);
    $("shoot").addEventListener("click", shoot);
    $("close").addEventListener("click", () => { stop(); $("film").focus(); });
    root.addEventListener("keydown", (event) => { if (event.key === "Escape" && stream) stop(); });
    root.addEventListener("dragover", (event) => { event.preventDefault(); root.classList.add("over"); });
    root.addEventListener("dragleave", () => root.classList.remove("over"));
    root.addEventListener("drop", (event) => {
      event.preventDefault();
      root.classList.remove("over");
      take(event.dataTransfer.files[0]);
    });
    document.addEventListener("paste", (event) => {
      if (!element.isConnected || root.offsetParent === null || !event.clipboardData.files.length) return;
      event.preventDefault();
      take(event.clipboardData.files[0]);
    });
    window.addEventListener("pagehide", stop);
    new IntersectionObserver((seen) => { if (!seen[0].isIntersecting && root.offsetParent === null) stop(); })
      .observe(root);

    watch("value", () => {
      busy(false);
      const { src, message, usable } = props.value || {};
      tell(message || "");
      root.classList.toggle("filled", Boolean(src));
      root.classList.toggle("unusable", usable === false);
      if (src) $("preview").src = src; else $("preview").removeAttribute("src");
    });
    root.dataset.ready = ""; // every button answers now
  }

  /** Radio swatches with one free colour. `change` gets "" (the template's own colour) or #rrggbb. */
  function swatches(root, change) {
    const free = root.querySelector('input[type="color"]'), own = root.querySelector("[data-own]");
    root.addEventListener("change", (event) => {
      if (event.target.type === "radio" && event.target !== own) change(event.target.value);
      else if (event.target === own) change((own.value = free.value));
    });
    free.addEventListener("input", () => {
      own.value = free.value;
      own.checked = true;
      root.style.setProperty("--own", free.value);
      change(free.value);
    });
    return {
      show(value) { // without an event; a colour that has no swatch is the free one
        const radios = [...root.querySelectorAll('input[type="radio"]')];
        const radio = radios.find((one) => one !== own && one.value === value) || own;
        radio.checked = true;
        if (radio === own) {
          own.value = free.value = value;
          root.style.setProperty("--own", value);
        }
      },
      reset() {
        root.querySelectorAll('input[type="radio"]')[0].checked = true;
        change(root.querySelector('input[type="radio"]').value);
      },
    };
  }

  /** Template grid, filter and the three garment colours. value = {template, cloth, top, tie}; event "input". */
  function suits({ element, trigger, props, watch }) {
    const look = { ...props.value };
    let timer = 0, quiet = false;
    const send = () => {
      if (quiet) return;
      props.value = { ...look }; // at once, so that a button pressed right after sees it
      clearTimeout(timer);
      timer = setTimeout(() => trigger("input"), 120);
    };
    const rows = Object.fromEntries([...element.querySelectorAll("[data-garment]")].map((row) => {
      const garment = row.dataset.garment;
      return [garment, { row, part: swatches(row, (colour) => { look[garment] = colour; send(); }) }];
    }));
    const dress = (tile) => {
      rows.tie.row.hidden = !tile.dataset.tie;
      for (const [garment, { row }] of Object.entries(rows))
        row.style.setProperty("--default", tile.dataset[garment] || "transparent");
    };
    const undye = () => {
      quiet = true;
      for (const { part } of Object.values(rows)) part.reset();
      quiet = false;
    };
    const wear = (radio) => {
      undye();
      look.template = radio.value;
      dress(radio.closest("label"));
      send();
    };
    const filter = (kind) => {
      for (const tile of element.querySelectorAll("[data-for]"))
        tile.hidden = kind !== "all" && tile.dataset.for !== kind;
    };
    element.addEventListener("change", ({ target }) => {
      if (target.name === "mj-suit") wear(target);
      else if (target.name === "mj-for") {
        filter(target.value);
        if (element.querySelector('input[name="mj-suit"]:checked').closest("label").hidden) {
          const first = element.querySelector("[data-for]:not([hidden]) input");
          first.checked = true; // what is worn is always among what is shown
          wear(first);
        }
      }
    });
    watch("value", () => { // a step back
      const asked = props.value;
      if (!asked?.template || Object.keys(look).every((key) => asked[key] === look[key])) return;
      clearTimeout(timer);
      Object.assign(look, asked);
      const radio = [...element.querySelectorAll('input[name="mj-suit"]')].find((one) => one.value === look.template);
      radio.checked = true;
      if (radio.closest("label").hidden) {
        element.querySelector('input[name="mj-for"][value="all"]').checked = true;
        filter("all");
      }
      dress(radio.closest("label"));
      for (const [garment, { part }] of Object.entries(rows)) part.show(look[garment]);
    });
    element.querySelector("[data-undye]").addEventListener("click", () => { undye(); send(); });
    dress(element.querySelector('input[name="mj-suit"]:checked').closest("label"));
  }

  /** One row of swatches as a component of its own. value = #rrggbb; event "input". */
  function colour({ element, trigger, props, watch }) {
    const part = swatches(element.querySelector("fieldset"), (value) => {
      if (value === props.value) return;
      props.value = value;
      trigger("input");
    });
    watch("value", () => {
      if (props.value) part.show(props.value);
    });
    return part;
  }

  /** Hands a finished file to the browser's download. value = {url, name}. */
  function saver({ props, watch }) {
    watch("value", () => {
      if (!props.value?.url) return;
      const link = document.createElement("a");
      link.href = new URL(props.value.url, document.baseURI).href;
      link.download = props.value.name;
      document.body.append(link);
      link.click();
      link.remove();
    });
  }

  const calm = matchMedia("(prefers-reduced-motion: reduce)"), narrow = matchMedia("(max-width: 899px)");

  /** Scrolls to an element, to its middle unless it is taller than the window. */
  function lead(to) {
    const fits = to.getBoundingClientRect().height < innerHeight - 24;
    to.scrollIntoView({ block: fits ? "center" : "start", behavior: calm.matches ? "auto" : "smooth" });
  }

  /** The floating copy of the picture on a phone, the way to what a button has started, the spoken state. */
  function peek({ element, props }) {
    const button = element.querySelector('[data-part="peek"]'), copy = element.querySelector('[data-part="copy"]');
    const spoken = element.querySelector('[data-part="spoken"]');
    const part = (id) => document.getElementById(id);
    let inView = true, waiting = "", gone = false;

    const photo = () => document.querySelector("#result [data-state=photo] img");
    const seen = (box) => box.top >= 0 && box.top + Math.min(box.height, innerHeight * 0.6) <= innerHeight;
    const show = () => {
      const picture = photo();
      if (picture && copy.src !== picture.src) copy.src = picture.src;
      button.hidden = !picture || inView || !narrow.matches || part("result").offsetParent === null;
    };
    const aloud = (text) => { if (spoken.textContent !== text) spoken.textContent = text; };
    const goTo = (target) => { if (!gone && !seen(target.getBoundingClientRect())) lead(target); };

    function changed() {
      const working = document.querySelector("#progress .mj-work");
      if (working) {
        aloud(working.textContent.trim());
        if (waiting === "start") { goTo(working); waiting = "end"; }
      } else if (waiting === "end") {
        const trouble = document.querySelector("#problem .mj-say");
        if (trouble) goTo(trouble);
        else if (photo()) {
          goTo(photo());
          aloud(say(props.words, "result_ready"));
          const at = document.activeElement; // the pressed button was disabled or hidden on the way
          if (!at || at === document.body || at.closest("#make, #cancel, #swap-start"))
            photo().closest("figure").focus({ preventScroll: true });
        }
        waiting = "";
      }
      show();
    }

    button.addEventListener("click", () => {
      lead(photo());
      photo().closest("figure").focus({ preventScroll: true });
    });
    narrow.addEventListener("change", show);
    document.addEventListener("click", ({ target }) => {
      if (target.closest("#make, #swap-start")) [waiting, gone] = ["start", false];
    }, true);
    for (const gesture of ["wheel", "touchmove"]) // the person went elsewhere: do not pull them back
      addEventListener(gesture, () => { gone = true; }, { passive: true });
    document.addEventListener("keydown", (event) => {
      const back = part("undo-step"), at = event.target;
      if (event.key.toLowerCase() !== "z" || !(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey) return;
      if (at.isContentEditable || at.matches("textarea, select, input:not([type=range]):not([type=radio])")) return;
      if (!back || back.offsetParent === null) return;
      event.preventDefault();
      back.click();
    });

    (function begin() {
      if (!["result", "progress", "problem"].every(part)) return requestAnimationFrame(begin);
      for (const id of ["result", "progress", "problem"])
        new MutationObserver(changed).observe(part(id), { childList: true, subtree: true, characterData: true });
      new IntersectionObserver(([entry]) => { inView = entry.intersectionRatio > 0.2; show(); },
        { threshold: [0, 0.2, 0.4] }).observe(part("result"));
      changed();
    })();
  }

  return { uploader, suits, colour, saver, peek };
})();
