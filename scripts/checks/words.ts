/**
 * A plugin of oxlint: Chinese in a string belongs into `src/words`, where English stands beside it; elsewhere everybody
 * gets it, whatever their language. Patterns are left alone: they recognise what is written, and nobody reads them.
 */
interface Node {
  type: string;
}

interface Context {
  report(finding: { node: Node; message: string }): void;
}

/** Letters, and the punctuation that goes with them. */
const CHINESE = /[\p{Script=Han}\u3000-\u303f\uff01-\uff60]/u;

const chinese = {
  create(context: Context) {
    const check = (node: Node, text: unknown) => {
      if (typeof text !== 'string' || !CHINESE.test(text)) return;
      context.report({
        node,
        message:
          'Chinese outside src/words: give it a key there, in both languages. ' +
          'If it is data that is the same in every language, name the file in .oxlintrc.json.',
      });
    };
    return {
      Literal: (node: Node & { value: unknown }) => check(node, node.value),
      TemplateElement: (node: Node & { value: { raw: string } }) => check(node, node.value.raw),
      JSXText: (node: Node & { value: string }) => check(node, node.value),
    };
  },
};

export default { meta: { name: 'words' }, rules: { 'no-chinese': chinese } };
