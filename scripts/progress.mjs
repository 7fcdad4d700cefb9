const startedAt = Date.now();

/** Seconds since a moment (since this process began, if none is given), as people read them. */
export const elapsed = (since = startedAt) => `${((Date.now() - since) / 1000).toFixed(1)} s`;

/** Shows what is being done while it is done, with a running clock on a terminal, and how long it took. Answers what `work` answers. */
export async function step(title, work) {
  const since = Date.now();
  const live = process.stdout.isTTY;
  const redraw = mark => process.stdout.write(`\r\u001b[K${mark} ${title}  ${elapsed(since)}`);
  if (!live) console.log(`… ${title}`);
  const clock = live ? setInterval(redraw, 200, "…") : undefined;
  try {
    const result = await work();
    finish("✓");
    return result;
  } catch (error) {
    finish("✗");
    throw error;
  }

  function finish(mark) {
    clearInterval(clock);
    if (live) process.stdout.write(`\r\u001b[K`);
    console.log(`${mark} ${title}  ${elapsed(since)}`);
  }
}
