import type { Report } from "./report.js";
export function html(report: Report): string {
  return JSON.stringify(report.title);
}
