import { isIPv6 } from "node:net";
import { lazy } from "./lazy.js";

/**
 * Formats by their RFCs if `ajv-formats` accepts more: an offset without a colon, a blank for the `T`, a 24th hour, a
 * quote within a URI. Each takes time in proportion to the text's length.
 */
export const strictFormats: Readonly<Record<string, (text: string) => boolean>> = {
  time: (text) => isTime(text, zone),
  "date-time": (text) => isDateTime(text, /t/i, zone),
  "iso-time": (text) => isTime(text, `(?:${zone})?`),
  "iso-date-time": (text) => isDateTime(text, /[t\s]/i, `(?:${zone})?`),
  duration: (text) => duration.test(text),
  uri: (text) => isReference(text) && /^[a-z][a-z\d+.-]*:/i.test(text),
  "uri-reference": isReference,
  url: (text) => isReference(text) && /^(?:https?|ftp):\/\/[^/?#]/i.test(text),
  uuid: (text) => /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i.test(text),
  byte: (text) => /^(?:[A-Za-z\d+/]{4})*(?:[A-Za-z\d+/]{2}==|[A-Za-z\d+/]{3}=)?$/.test(text),
};

/** RFC 3339, section 5.6. */
const zone = "z|([+-])(\\d\\d):(\\d\\d)";

function isTime(text: string, offset: string): boolean {
  const found = new RegExp(`^(\\d\\d):(\\d\\d):(\\d\\d)(?:\\.\\d+)?(?:${offset})$`, "i").exec(text);
  if (!found) {
    return false;
  }
  const [hour = 0, minute = 0, second = 0, , hours = 0, minutes = 0] = found.slice(1).map((part) => Number(part ?? 0));
  if (hour > 23 || minute > 59 || second > 60 || hours > 23 || minutes > 59) {
    return false;
  }
  // A leap second ends a day of universal time.
  const away = (hours * 60 + minutes) * (found[4] === "-" ? -1 : 1);
  return second < 60 || (hour * 60 + minute - away + 2 * day) % day === day - 1;
}

/** The minutes of a day. */
const day = 24 * 60;

function isDateTime(text: string, between: RegExp, offset: string): boolean {
  return isDate(text.slice(0, 10)) && between.test(text.charAt(10)) && isTime(text.slice(11), offset);
}

function isDate(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) {
    return false;
  }
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

/** RFC 3339, appendix A: no unit is left out between two others. */
const duration = new RegExp(`^P(?:\\d+W|(?!$)${inTurn("Y", "M", "D")}(?:T(?!$)${inTurn("H", "M", "S")})?)$`);

function inTurn(first: string, second: string, third: string): string {
  return `(?:\\d+${first}(?:\\d+${second}(?:\\d+${third})?)?|\\d+${second}(?:\\d+${third})?|\\d+${third})?`;
}

/** RFC 3986: a URI, or a reference relative to one. */
function isReference(text: string): boolean {
  const found = reference().exec(text);
  const literal = found?.[1];
  return found !== null && (literal === undefined || /^v[\da-f]+\../i.test(literal) || isAddress(literal));
}

function isAddress(text: string): boolean {
  return isIPv6(text) && !text.includes("%");
}

const reference = lazy(() => {
  const sub = "!$&'()*+,;=";
  const some = (characters: string) => `(?:[\\w.~${characters}-]|%[\\da-f]{2})*`;
  const [segment, rest] = [some(`${sub}:@`), some(`${sub}:@/?`)];
  const authority = `//(?:${some(`${sub}:`)}@)?(?:\\[([\\w.~${sub}:-]+)\\]|${some(sub)})(?::\\d*)?(?:/${segment})*`;
  const absolute = `/(?!/)${some(`${sub}:@/`)}`;
  const rootless = `${segment}(?:/${segment})*`;
  const noScheme = `${some(`${sub}@`)}(?:/${segment})*`;
  const tail = `(?:\\?${rest})?(?:#${rest})?$`;
  return new RegExp(
    `^(?:[a-z][a-z\\d+.-]*:(?:${authority}|${absolute}|(?!/)${rootless})|${authority}|${absolute}|(?!/)${noScheme})${tail}`,
    "i",
  );
});
