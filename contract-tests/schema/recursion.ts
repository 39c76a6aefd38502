/** Shows claims about all values of a schema, which may lead back to themselves. */
interface Recursion {
  /**
   * Whether a claim can be shown. `within` says that it is about a part of the values that the claim around it is about.
   */
  readonly shows: (claim: string, show: () => boolean, within?: boolean) => boolean;
  /** Whether more claims were looked at than was allowed, or deeper within one another. */
  readonly exhausted: () => boolean;
}

/** A claim that is being shown. */
interface Frame {
  /** How many steps into the value it is made. */
  readonly level: number;
  /** How many of the claims on the trails are from before it. */
  readonly start: { readonly trail: number; readonly unsure: number };
  /** The outermost open claim that was taken for shown on the way. */
  leansOn: number;
  /** The outermost open claim that would have had to be taken for shown and could not be. */
  wants: number;
}

/** Results that were shown with the help, or failed for want, of a claim that is still open. */
interface Pending {
  readonly level: number;
  readonly open: number;
}

const none = Number.POSITIVE_INFINITY;
const settled: Pending = { level: 0, open: none };

/** How deep claims may lead into one another: the call stack ends not far beyond. */
const deepest = 500;

/**
 * A claim may count as shown within itself once there was a step into the value: that part is smaller, so this ends.
 * Without such a step it would be its own reason, which proves nothing, least of all under a `not`. A result that was
 * shown with the help of an open claim holds as deep in the value as it was shown, or deeper, and is forgotten if that
 * claim fails; one that failed for want of it is tried again after it.
 */
export function createRecursion(limit = none): Recursion {
  const open = new Map<string, number>();
  const frames: Frame[] = [];
  const shown = new Map<string, Pending>();
  const failed = new Map<string, Pending>();
  const trail: string[] = [];
  const unsure: string[] = [];
  let steps = 0;
  let tooDeep = false;

  function shows(claim: string, show: () => boolean, within = false): boolean {
    const level = (frames.at(-1)?.level ?? 0) + (within ? 1 : 0);
    const known = recalled(claim, level);
    if (known !== undefined) {
      return known;
    }
    steps += 1;
    if (steps > limit || frames.length >= deepest) {
      tooDeep ||= frames.length >= deepest;
      note("wants", 0);
      return false;
    }
    const depth = frames.length;
    const frame: Frame = { level, start: { trail: trail.length, unsure: unsure.length }, leansOn: none, wants: none };
    frames.push(frame);
    open.set(claim, depth);
    let holds = false;
    try {
      holds = show();
    } finally {
      frames.pop();
      open.delete(claim);
      settle(claim, frame, depth, holds);
    }
    return holds;
  }

  /** The known result of a claim at a level of the value; undefined if it has to be shown. */
  function recalled(claim: string, level: number): boolean | undefined {
    const held = shown.get(claim);
    if (held && held.level <= level) {
      note("leansOn", held.open);
      return true;
    }
    const lost = failed.get(claim);
    if (lost) {
      note("wants", lost.open);
      return false;
    }
    const depth = open.get(claim);
    if (depth === undefined) {
      return undefined;
    }
    const isDeeper = (frames[depth]?.level ?? 0) < level;
    note(isDeeper ? "leansOn" : "wants", depth);
    return isDeeper;
  }

  const note = (how: "leansOn" | "wants", depth: number) => noteIn(frames.at(-1), how, depth);

  function settle(claim: string, { level, start, leansOn, wants }: Frame, depth: number, holds: boolean): void {
    const lost = unsure.splice(start.unsure);
    unsure.push(...lost.filter((one) => (failed.get(one)?.open ?? none) < depth || !failed.delete(one)));
    const held = trail.splice(start.trail);
    if (holds) {
      shown.set(claim, leansOn < depth ? { level, open: leansOn } : settled);
      note("leansOn", leansOn < depth ? leansOn : none);
      trail.push(...[...held, claim].filter((one) => !isSettled(shown, one, depth)));
      return;
    }
    for (const one of held) {
      shown.delete(one);
    }
    failed.set(claim, wants < depth ? { level, open: wants } : settled);
    if (wants < depth) {
      unsure.push(claim);
      note("wants", wants);
    }
  }

  return { shows, exhausted: () => steps > limit || tooDeep };
}

function noteIn(frame: Frame | undefined, how: "leansOn" | "wants", depth: number): void {
  if (frame) {
    frame[how] = Math.min(frame[how], depth);
  }
}

/** Whether a claim no longer leans on an open one, once all from a depth on is shown. */
function isSettled(shown: Map<string, Pending>, claim: string, depth: number): boolean {
  const held = shown.get(claim);
  if (held && held.open >= depth) {
    shown.set(claim, settled);
    return true;
  }
  return held === undefined;
}
