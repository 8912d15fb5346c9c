import { html } from '../src/pages/html';

describe('html', () => {
  test('shows every part as text', () => {
    const text = `<script>"&'`;
    expect(html`<p title="${text}">${text}</p>`.text).toBe(
      '<p title="&lt;script&gt;&quot;&amp;&#39;">&lt;script&gt;&quot;&amp;&#39;</p>',
    );
  });

  test('takes HTML of its own, lists, numbers, and nothing', () => {
    const rows = [1, 2].map((each) => html`<b>${each}</b>`);
    expect(html`${rows}${undefined}${false}`.text).toBe('<b>1</b><b>2</b>');
  });
});
