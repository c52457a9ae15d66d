import { expect } from "chai";

/** The values of the first line, read by the grammar of the guidelines. Fails where something else stands there, or a name is there twice. */
export function performanceOf(output: string) {
  const [first = "", ...others] = output.split("\n");
  expect(others.join("\n")).to.not.include("|");
  const parts = first.split("|");
  expect(parts).to.have.lengthOf(2);
  const value = /\s*'([^'=|]+)'=(-?\d+|U)(s|B|c)?(?:;(\d*:?)(?:;(\d*:?)(?:;(\d*)(?:;(\d*))?)?)?)?(?=\s|$)/g;
  expect(parts[1]?.replace(value, "").trim()).to.equal("");
  const values = [...(parts[1]?.matchAll(value) ?? [])].map(([, label = "", number, unit = "", warning = ""]) => ({
    ...{ label, unit, warning, value: number },
  }));
  expect(new Set(values.map(({ label }) => label)).size).to.equal(values.length);
  return values;
}
