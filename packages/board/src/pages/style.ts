/** The look of our own pages: near to bull-board's, light or dark as the system is. */
export const STYLE = `
:root { color-scheme: light dark; --back: #f6f7f9; --card: #fff; --text: #1c2430; --soft: #5b6675; --line: #dfe3e8;
  --accent: #2563eb; --good: #15803d; --bad: #b91c1c; }
@media (prefers-color-scheme: dark) {
  :root { --back: #151a21; --card: #1d242d; --text: #e3e8ef; --soft: #98a3b1; --line: #303a46; --accent: #7aa7ff;
    --good: #5bc582; --bad: #ff8a80; }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--back); color: var(--text); font: 14px/1.5 'IBM Plex Sans', system-ui, sans-serif; }
header { display: flex; gap: 1.25rem; align-items: center; padding: .75rem 1.5rem; background: var(--card);
  border-bottom: 1px solid var(--line); flex-wrap: wrap; }
header strong { font-size: 1.05rem; margin-right: .75rem; }
main { padding: 1.25rem 1.5rem; max-width: 1400px; margin: 0 auto; }
a { color: var(--accent); text-decoration: none; }
a:hover { text-decoration: underline; }
a[aria-current] { color: var(--text); font-weight: 600; }
h1 { font-size: 1.35rem; margin: 0 0 1rem; }
h2 { font-size: 1.05rem; margin: 1.75rem 0 .5rem; }
table { width: 100%; border-collapse: collapse; background: var(--card); border: 1px solid var(--line); }
th, td { text-align: left; vertical-align: top; padding: .5rem .7rem; border-bottom: 1px solid var(--line);
  overflow-wrap: anywhere; }
th { color: var(--soft); font-weight: 500; font-size: .85em; overflow-wrap: normal; }
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
code, pre { font-family: 'IBM Plex Mono', ui-monospace, monospace; font-size: .92em; }
pre { margin: 0; white-space: pre-wrap; overflow-wrap: anywhere; }
.scroll { overflow-x: auto; }
.soft { color: var(--soft); }
.good { color: var(--good); }
.bad { color: var(--bad); }
.empty { padding: 2rem; text-align: center; color: var(--soft); background: var(--card); border: 1px solid var(--line); }
.notice { padding: .6rem .9rem; margin-bottom: 1rem; background: var(--card); border: 1px solid var(--line);
  border-left: 3px solid var(--accent); }
.actions { display: flex; gap: .4rem; flex-wrap: wrap; align-items: center; }
button, input, select { font: inherit; color: inherit; background: var(--card); border: 1px solid var(--line);
  border-radius: 4px; padding: .3rem .6rem; }
button { cursor: pointer; }
button:hover { border-color: var(--accent); }
button.main { background: var(--accent); border-color: var(--accent); color: var(--card); }
form.inline { display: inline; }
form.filter { display: flex; gap: .75rem; flex-wrap: wrap; align-items: end; margin-bottom: 1rem; }
form.filter input, form.filter select { height: 2rem; }
form.filter input:not([type]) { width: 9.5rem; }
form.filter label { display: flex; flex-direction: column; gap: .15rem; color: var(--soft); font-size: .85em; }
svg { display: block; width: 100%; height: auto; background: var(--card); border: 1px solid var(--line); }
svg text { fill: var(--soft); font-size: 10px; }
svg .done { fill: var(--good); }
svg .failed { fill: var(--bad); }
pre.reason { white-space: pre-wrap; }
body > h1, body > pre { margin: 2rem auto 0; max-width: 60rem; padding: 0 1.5rem; }
`;
