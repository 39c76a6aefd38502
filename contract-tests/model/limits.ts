/**
 * The limits of generated values, in one place. Values beyond are not tried and not required of the cases: they would
 * show a provider's own limit on a request, and not a fault in its reading of the contract.
 */
export const limits = {
  /** Characters of a text sent at its bound, or of an example put together from those on schemas. */
  text: 64 * 1024,
  /** Items of a list, or entries of a map, sent at their bound. */
  items: 100,
  /** Values of one `enum` sent. */
  values: 100,
  /** Texts made from one pattern. */
  texts: 40,
  /**
   * Schemas that a body or a parameter is varied in, those nearest to its top first; deeper ones are sent if they have
   * to be.
   */
  sites: 200,
  /**
   * Cases of one operation. More than twice what our largest operation has, and a second or two of sending: from there on
   * cases repeat what others show of the same schemas.
   */
  cases: 1_000,
  /** Values inside of a made-up one, beside those that examples show: a larger one would say no more. */
  size: 3_000,
  /** Schemas looked at for one plain value: if that many do not lead to one, there is none. */
  looks: 2_000,
} as const;
