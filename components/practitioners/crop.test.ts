import { describe, expect, it } from "vitest";
import { cutOut, drag, placeBehind, wholePicture } from "./crop";

const wide = { width: 3000, height: 1000 };

describe("the part of a picture that a frame shows", () => {
  it("is as much as fits, from the middle", () => {
    expect(cutOut(wide, 1, wholePicture)).toEqual({ left: 1000, top: 0, width: 1000, height: 1000 });
    expect(cutOut(wide, 3, wholePicture)).toEqual({ left: 0, top: 0, width: 3000, height: 1000 });
    expect(cutOut({ width: 400, height: 900 }, 2, wholePicture)).toEqual({
      left: 0,
      top: 350,
      width: 400,
      height: 200,
    });
  });

  it("gets smaller the nearer one looks, and never leaves the picture", () => {
    for (const x of [0, 0.3, 1])
      for (const zoom of [1, 2, 4]) {
        const { left, top, width, height } = cutOut(wide, 1.5, { zoom, x, y: x });
        expect(width / height).toBeCloseTo(1.5);
        expect(Math.min(left, top)).toBeGreaterThanOrEqual(0);
        expect(left + width).toBeLessThanOrEqual(wide.width);
        expect(top + height).toBeLessThanOrEqual(wide.height);
      }
  });

  it("follows a drag as far as the picture goes, and not where there is nothing to see", () => {
    const dragged = drag(wide, 1, wholePicture, { x: 0.5, y: 0.5 });
    expect(dragged).toEqual({ zoom: 1, x: 0.25, y: 0.5 });
    expect(cutOut(wide, 1, dragged).left, "by half of what is shown").toBe(500);
    expect(drag(wide, 1, wholePicture, { x: -9, y: 0 }).x).toBe(1);
  });

  it("stands behind its frame so that the part fills it", () => {
    expect(placeBehind(wide, 1, wholePicture)).toEqual({ left: "-100%", top: "0%", width: "300%", height: "100%" });
  });
});
