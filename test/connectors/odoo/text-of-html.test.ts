import assert from 'node:assert/strict';
import { textOfHtml } from '../../../src/connectors/odoo/text-of-html.ts';

describe('the words of an HTML field', () => {
  const cases: readonly (readonly [html: string | null, text: string | null])[] = [
    [null, null],
    ['<p><br></p>', null],
    ['Ring\n twice', 'Ring twice'],
    [
      '<p>Ring &amp; wait<br/>Twice</p><p>Caf&#233; &#x41; &nbsp;&unknown;</p>',
      'Ring & wait\nTwice\nCafé A  &unknown;',
    ],
    ['<ul><li>one</li><li>two</li></ul>', 'one\ntwo'],
    ['<div>a</div><div><br></div><div><br></div><div>b</div>', 'a\n\nb'],
    ['5 &lt; 6 &lt;b&gt;', '5 < 6 <b>'],
    ['&#0; &#1114112;', '&#0; &#1114112;'],
  ];
  for (const [html, text] of cases) {
    it(`of ${JSON.stringify(html)} are ${JSON.stringify(text)}`, () => assert.equal(textOfHtml(html), text));
  }
});
