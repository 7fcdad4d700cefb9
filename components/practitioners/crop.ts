/** How much of a picture is shown: how near (1 = as much as fits), and where between its edges (0 to 1). */
export type Framing = { zoom: number; x: number; y: number };
type Size = { width: number; height: number };

/** As much as fits, from the middle. */
export const wholePicture: Framing = { zoom: 1, x: 0.5, y: 0.5 };

/** The part of a picture that a frame shows, in the picture's pixels; `aspect` is the frame's width by its height. */
export function cutOut({ width, height }: Size, aspect: number, { zoom, x, y }: Framing) {
  const fitting = Math.min(width, height * aspect) / zoom;
  const part = { width: fitting, height: fitting / aspect };
  return { ...part, left: (width - part.width) * x, top: (height - part.height) * y };
}

/** Where the whole picture stands behind the frame, in percent of it. */
export function placeBehind(size: Size, aspect: number, framing: Framing) {
  const { left, top, width, height } = cutOut(size, aspect, framing);
  const percent = (share: number) => `${share * 100}%`;
  return {
    left: percent(-left / width),
    top: percent(-top / height),
    width: percent(size.width / width),
    height: percent(size.height / height),
  };
}

const within = (share: number) => Math.min(1, Math.max(0, share));

/** The framing after the picture was dragged, by shares of the frame's width and height. */
export function drag(size: Size, aspect: number, framing: Framing, by: { x: number; y: number }): Framing {
  const part = cutOut(size, aspect, framing);
  const moved = (at: number, whole: number, shown: number, share: number) =>
    whole - shown < 1 ? at : within(at - (share * shown) / (whole - shown));
  return {
    ...framing,
    x: moved(framing.x, size.width, part.width, by.x),
    y: moved(framing.y, size.height, part.height, by.y),
  };
}
