import type { JsonSchema, OpenApiDocument, Operation, Parameter } from './shapes.ts';

/** The document as one page for people: no script, nothing loaded from elsewhere. */
export const renderDocs = (document: OpenApiDocument): string => {
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method: method.toUpperCase(), operation })),
  );
  const byTag = Map.groupBy(operations, ({ operation }) => operation.tags[0] ?? '');
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escape(document.info.title)} API</title><style>${style}</style></head><body><main>
<h1>${escape(document.info.title)} API <small>${escape(document.info.version)}</small></h1>
<p>${prose(document.info.description)}</p>
<p>Everything but health, readiness and webhooks needs <code>Authorization: Bearer &lt;token&gt;</code>. The same in full:
<a href="/openapi.json">openapi.json</a>.</p>
<nav>${[...byTag.keys()].map((tag) => `<a href="#${escape(tag)}">${escape(tag)}</a>`).join(' · ')}</nav>
${[...byTag].map(([tag, each]) => `<h2 id="${escape(tag)}">${escape(tag)}</h2>${each.map(renderOperation).join('')}`).join('')}
<h2 id="schemas">schemas</h2>${Object.entries(document.components.schemas).map(renderSchema).join('')}
</main></body></html>
`;
};

const renderOperation = ({
  path,
  method,
  operation,
}: {
  path: string;
  method: string;
  operation: Operation;
}): string => {
  const scope = operation['x-scope'] === 'public' ? '' : `<span class="scope">${escape(operation['x-scope'])}</span>`;
  return `<details><summary><b class="${method}">${method}</b> <code>${escape(path)}</code> ${escape(operation.summary)} ${scope}</summary>
${operation.description === undefined ? '' : `<p>${prose(operation.description)}</p>`}
${operation.parameters.length === 0 ? '' : `<table>${operation.parameters.map(renderParameter).join('')}</table>`}
${Object.entries(operation.requestBody?.content ?? {})
  .map(([type, { schema }]) => renderContent(`body, ${type}`, schema))
  .join('')}
${Object.entries(operation.responses).map(renderAnswer).join('')}</details>`;
};

const renderParameter = (parameter: Parameter): string =>
  `<tr><td><code>${escape(parameter.name)}</code></td><td>${parameter.in}${parameter.required ? ', required' : ''}</td>
<td><code>${escape(JSON.stringify(parameter.schema))}</code></td><td>${prose(parameter.description ?? '')}</td></tr>`;

const renderAnswer = ([status, answer]: [string, Operation['responses'][string]]): string =>
  `<p><b>${escape(status)}</b> ${escape(answer.description)}</p>${Object.entries(answer.content ?? {})
    .filter(([type]) => type !== 'application/problem+json')
    .map(([type, { schema }]) => renderContent(type, schema))
    .join('')}`;

const renderContent = (title: string, schema: JsonSchema): string => {
  const reference = schema['$ref'];
  if (typeof reference === 'string') {
    const name = reference.split('/').at(-1) ?? '';
    return `<p class="type">${escape(title)}: <a href="#schema-${escape(name)}">${escape(name)}</a></p>`;
  }
  return `<p class="type">${escape(title)}</p><pre>${escape(JSON.stringify(schema, null, 2))}</pre>`;
};

const renderSchema = ([name, schema]: [string, JsonSchema]): string =>
  `<details id="schema-${escape(name)}"><summary><code>${escape(name)}</code></summary><pre>${escape(JSON.stringify(schema, null, 2))}</pre></details>`;

/** What stands between backticks is shown as code. */
const prose = (text: string): string => escape(text).replaceAll(/`([^`]+)`/g, '<code>$1</code>');

const escape = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

const style = `body{font:15px/1.5 system-ui,sans-serif;margin:0;color:#1c2733;background:#fff}main{max-width:60rem;margin:2rem auto;padding:0 1rem}
h1 small{font-weight:400;color:#667}h2{margin-top:2.5rem;border-bottom:1px solid #dde}details{margin:.4rem 0;padding:.3rem .6rem;border:1px solid #dde;border-radius:6px}
summary{cursor:pointer}summary b{display:inline-block;min-width:4rem}.GET{color:#0a6}.POST{color:#06c}.PUT{color:#b60}.DELETE{color:#c22}
.scope{float:right;color:#667;font-size:.85em}.type{color:#667;margin-bottom:0}table{border-collapse:collapse;width:100%}td{border-top:1px solid #eef;padding:.25rem .5rem;vertical-align:top}
code,pre{font:13px/1.45 ui-monospace,monospace}pre{background:#f5f7fa;padding:.6rem;overflow:auto;border-radius:6px}
@media(prefers-color-scheme:dark){body{color:#dde;background:#16191d}pre{background:#1e2329}details,h2{border-color:#333}td{border-color:#262b31}a{color:#6af}}`;
