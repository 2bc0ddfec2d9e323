// The analysis inside the visitor's own browser: MediaPipe looks at the picture here, only numbers leave the page.
// Loaded by camera.js when somebody chooses it. One row a frame, the values of metajob/interview/signals.Row in order:
//   [t, faces, yaw, pitch, roll, gaze_x, gaze_y, smile, brow, blink, mouth, x, y, size, hands, touch, light, motion]
// null: not measured. Signs, ranges and formulas are those of signals.py; the picture is not mirrored.
const LONG_SIDE = 320, LIGHT_WIDTH = 160, TOUCH_REACH = 0.08, HANDS_EVERY = 3;
const OVAL = [
  10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377,
  152, 148, 176, 149, 150, 136, 172, 58, 132, 93, 234, 127, 162, 21, 54, 103, 67, 109,
];
const EYES = [[33, 133], [263, 362]]; // corners of the eye at the picture's left and at its right
let tools = null; // what is loaded, or a promise of it

/** Loads the two models once. mount: where the files are; version: of the package. Throws when they cannot be had. */
export function load(mount, version) {
  tools ||= make((file) => new URL(`${mount}/${file}?v=${version}`, document.baseURI).href).catch((error) => {
    tools = null; // the next try asks again
    throw error;
  });
  return tools;
}

/** Gives the memory back. */
export async function close() {
  const old = tools;
  tools = null;
  const { face, hand } = (await old?.catch(() => null)) || {};
  face?.close();
  hand?.close();
}

async function make(at) {
  const { FaceLandmarker, FilesetResolver, HandLandmarker } = await import(at("vision_bundle.mjs"));
  if (!(await FilesetResolver.isSimdSupported())) throw new Error("this browser is too old");
  const wasm = { wasmLoaderPath: at("vision_wasm_internal.js"), wasmBinaryPath: at("vision_wasm_internal.wasm") };
  const model = async (file) => {
    const answer = await fetch(at(file));
    if (!answer.ok) throw new Error(`${file}: ${answer.status}`);
    return { modelAssetBuffer: new Uint8Array(await answer.arrayBuffer()), delegate: "CPU" };
  };
  const face = await FaceLandmarker.createFromOptions(wasm, {
    baseOptions: await model("face_landmarker.task"), runningMode: "VIDEO", numFaces: 2,
    outputFaceBlendshapes: true, outputFacialTransformationMatrixes: true,
  });
  const hand = await HandLandmarker.createFromOptions(wasm, {
    baseOptions: await model("hand_landmarker.task"), runningMode: "VIDEO", numHands: 2,
  });
  return { face, hand };
}

/** A function (t) → row of what the <video> shows now; null while it shows nothing. t: seconds of the answer. */
export function watcher({ face, hand }, video) {
  const canvas = document.createElement("canvas"), small = document.createElement("canvas");
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  const light = small.getContext("2d", { willReadFrequently: true });
  let count = 0, before = null, clock = 0;
  return (t) => {
    const { videoWidth: w, videoHeight: h } = video;
    if (!w || !h) return null;
    const scale = LONG_SIDE / Math.max(w, h);
    if (canvas.width !== Math.round(w * scale) || canvas.height !== Math.round(h * scale)) {
      canvas.width = Math.round(w * scale);
      canvas.height = Math.round(h * scale);
      small.width = LIGHT_WIDTH;
      small.height = Math.max(1, Math.round((LIGHT_WIDTH * h) / w));
      before = null;
    }
    pen.drawImage(video, 0, 0, canvas.width, canvas.height);
    light.drawImage(canvas, 0, 0, small.width, small.height);
    clock = Math.max(clock + 1, performance.now()); // has to grow
    const now = luma(light.getImageData(0, 0, small.width, small.height).data);
    const found = faces(face.detectForVideo(canvas, clock), canvas);
    const looked = count++ % HANDS_EVERY === 0;
    const hands = looked ? hand.detectForVideo(canvas, clock).landmarks : null;
    const row = [
      round(t, 2), Math.min(2, found.length), ...measured(found[0], canvas),
      hands && hands.length > 0, hands && found[0] ? touches(found[0], hands, canvas) : null,
      round(mean(now), 1), before ? round(mean(now.map((one, at) => Math.abs(one - before[at]))), 2) : null,
    ];
    before = now;
    return row;
  };
}

const round = (value, digits) => (Number.isFinite(value) ? Number(value.toFixed(digits)) : null);
const mean = (values) => values.reduce((sum, one) => sum + one, 0) / values.length;
const degrees = (radians) => (radians * 180) / Math.PI;

function luma(rgba) {
  const values = new Float32Array(rgba.length / 4);
  for (let i = 0; i < values.length; i++) values[i] = 0.299 * rgba[4 * i] + 0.587 * rgba[4 * i + 1] + 0.114 * rgba[4 * i + 2];
  return values;
}

/** Widest first: outline in pixels, its box, blendshapes by name, the matrix by columns. */
function faces(result, { width, height }) {
  return result.faceLandmarks.map((marks, which) => {
    const xy = (index) => [marks[index].x * width, marks[index].y * height];
    const outline = OVAL.map(xy), xs = outline.map(([x]) => x), ys = outline.map(([, y]) => y);
    const box = [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
    const shapes = Object.fromEntries(result.faceBlendshapes[which].categories.map((one) => [one.categoryName, one.score]));
    return { xy, outline, box, wide: box[2] - box[0], shapes, matrix: result.facialTransformationMatrixes[which].data };
  }).sort((one, other) => other.wide - one.wide);
}

/** yaw … size of one face. */
function measured(face, { width, height }) {
  if (!face) return Array(12).fill(null);
  const { shapes: s, matrix: m, box, wide } = face;
  const of = (...names) => mean(names.map((name) => s[name]));
  const [left, right] = EYES.map((corners) => corners.map(face.xy)).map(([a, b]) => [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2]);
  return [
    round(degrees(Math.atan2(-m[2], Math.hypot(m[6], m[10]))), 1),
    round(degrees(Math.atan2(m[6], m[10])), 1),
    round(degrees(Math.atan2(right[1] - left[1], right[0] - left[0])), 1),
    round(of("eyeLookOutLeft", "eyeLookInRight") - of("eyeLookInLeft", "eyeLookOutRight"), 2),
    round(of("eyeLookDownLeft", "eyeLookDownRight") - of("eyeLookUpLeft", "eyeLookUpRight"), 2),
    round(of("mouthSmileLeft", "mouthSmileRight"), 2),
    round(Math.max(s.browInnerUp, s.browOuterUpLeft, s.browOuterUpRight), 2),
    round(of("eyeBlinkLeft", "eyeBlinkRight"), 2),
    round(s.jawOpen, 2),
    round((box[0] + box[2]) / 2 / width, 3), round((box[1] + box[3]) / 2 / height, 3), round(wide / width, 3),
  ];
}

/** Whether a point of a hand lies in the outline of the face or within reach of it. */
function touches({ outline, wide }, hands, { width, height }) {
  return hands.some((marks) => marks.some((mark) => near(mark.x * width, mark.y * height, outline, TOUCH_REACH * wide)));
}

function near(x, y, outline, reach) {
  let inside = false;
  for (let i = 0, j = outline.length - 1; i < outline.length; j = i++) {
    const [ax, ay] = outline[j], [bx, by] = outline[i], dx = bx - ax, dy = by - ay;
    const at = Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy || 1)));
    if (Math.hypot(x - ax - at * dx, y - ay - at * dy) <= reach) return true;
    if ((ay > y) !== (by > y) && x < ax + (dx * (y - ay)) / dy) inside = !inside;
  }
  return inside;
}
