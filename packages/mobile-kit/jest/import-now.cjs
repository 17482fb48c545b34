/** A Babel plugin: Jest runs no modules of the language's own, so what is imported when it is first needed is required then. */
module.exports = ({ template }) => {
  const required = template.expression('Promise.resolve().then(() => require(NAME))');
  return {
    visitor: {
      CallExpression(path) {
        const [name] = path.node.arguments;
        if (path.node.callee.type === 'Import') path.replaceWith(required({ NAME: name }));
      },
    },
  };
};
