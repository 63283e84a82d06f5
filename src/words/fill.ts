/** Fills the `{{name}}` marks of a sentence. A mark without a value stays as it is, so that a test can find it. */
export function fill(sentence: string, values: Readonly<Record<string, string | number>>): string {
  return sentence.replace(/\{\{(\w+)\}\}/g, (mark, name: string) => String(values[name] ?? mark));
}
