/** Look of the HTML guide, on screen (light and dark) and on paper. All text colours have a contrast of at least 4.5 : 1. */
export const STYLE = `
:root{color-scheme:light dark;--text:#1b1d21;--muted:#55595f;--page:#fff;--sunk:#f4f5f7;--line:#d7dade;--link:#0b57a4;--good:#17663a;--bad:#a4231b;--ask:#7a4a00;--photo:#e9ebee}
@media (prefers-color-scheme:dark){:root{--text:#e8eaed;--muted:#a9afb6;--page:#16181b;--sunk:#1f2226;--line:#3a3e44;--link:#8ab8f0;--good:#7bd29b;--bad:#ff9d92;--ask:#f0c069;--photo:#2a2d32}}
*{box-sizing:border-box}
html{scroll-padding-top:1rem}
body{margin:0 auto;padding:2rem 1.25rem 4rem;max-width:62rem;font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif;color:var(--text);background:var(--page);overflow-wrap:break-word}
a{color:var(--link);text-decoration:underline;text-underline-offset:.15em}
h1{margin:0;font-size:2rem;line-height:1.2}
h2{margin:3rem 0 .75rem;padding-bottom:.3rem;border-bottom:2px solid var(--line);font-size:1.45rem}
h3{margin:2.25rem 0 .5rem;font-size:1.2rem;display:flex;align-items:center;flex-wrap:wrap;gap:.5rem}
h4{margin:1.25rem 0 .35rem;font-size:1rem}
p{margin:.4rem 0}
ul{margin:.4rem 0;padding-left:1.3rem}
code{font:.9em ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;background:var(--sunk);padding:.1em .3em;border-radius:3px;overflow-wrap:anywhere}
.name{font-weight:600}
.facts{display:flex;flex-wrap:wrap;gap:.15rem 1.25rem;padding:0;list-style:none;color:var(--muted);font-size:.85rem;overflow-wrap:anywhere}
.intro{font-size:1.1rem}
nav h2{margin-top:2rem}
nav>ul{columns:2 18rem;padding-left:1.1rem}
nav li{break-inside:avoid}
.swatch{flex:none;width:1em;height:1em;border:1px solid var(--muted);border-radius:3px}
.mark{display:inline-block;padding:0 .5em;border:1px solid var(--line);border-radius:99px;color:var(--muted);font-size:.8rem;font-weight:400}
.scroll{overflow-x:auto}
table{border-collapse:collapse;margin:.5rem 0;min-width:50%}
th,td{padding:.35rem .7rem;border:1px solid var(--line);text-align:left;vertical-align:top}
caption{padding:.4rem 0;text-align:left;font-weight:600}
thead th{background:var(--sunk)}
tbody th{font-weight:600}
.rules{padding:0;list-style:none}
.rule{margin:.6rem 0;padding:.15rem .8rem;border-left:4px solid var(--bad);background:var(--sunk)}
.rule.warning{border-left-color:var(--ask)}
.rule.guidance{border-left-color:var(--line)}
.rule .id{margin-right:.3em}
.check{color:var(--muted);font-size:.92rem}
.check::before{content:"✓ "}
.clarification{padding-left:.8rem;border-left:2px solid var(--line);font-size:.92rem}
.lead{color:var(--muted);font-size:.92rem}
.refs{font-size:.95rem}
.examples{display:grid;grid-template-columns:repeat(auto-fill,minmax(15rem,1fr));gap:1rem;padding:0;list-style:none}
.example{padding:.6rem;border:1px solid var(--line);border-top:4px solid var(--good);border-radius:4px;font-size:.92rem;break-inside:avoid}
.example.wrong{border-top-color:var(--bad)}
.example.asks{border-top-color:var(--ask)}
.word{font-weight:700;color:var(--good)}
.wrong .word{color:var(--bad)}
.asks .word{color:var(--ask)}
.word::before{content:"✓ "}
.wrong .word::before{content:"✗ "}
.asks .word::before{content:"? "}
.drawn{color:var(--muted);font-size:.82rem}
.verdicts{display:flex;flex-wrap:wrap;gap:.1rem .9rem;padding:0;list-style:none;font-size:.85rem}
svg{display:block;width:100%;max-height:15rem;background:var(--sunk)}
svg .frame{fill:var(--photo);stroke:var(--muted);stroke-width:1;vector-effect:non-scaling-stroke}
svg path{fill:none;fill-rule:evenodd;stroke:var(--c);stroke-width:2.5;vector-effect:non-scaling-stroke}
svg path.filled{fill:color-mix(in srgb,var(--c) 25%,transparent)}
svg path.dashed{stroke-dasharray:7 4}
svg path.dotted{stroke-dasharray:2 3}
svg text{fill:var(--text);paint-order:stroke;stroke:var(--photo);stroke-width:3;stroke-linejoin:round;vector-effect:non-scaling-stroke}
.pictures{display:flex;flex-wrap:wrap;gap:1rem;margin:.6rem 0}
.picture{margin:0;border-top:4px solid var(--good)}
.picture.wrong{border-top-color:var(--bad)}
.picture img{display:block;max-width:20rem;height:auto}
figcaption{font-size:.85rem}
:focus-visible{outline:3px solid var(--link);outline-offset:2px}
@media print{:root{color-scheme:light;--text:#000;--muted:#444;--page:#fff;--sunk:#f6f6f6;--line:#bbb;--link:#000;--good:#17663a;--bad:#a4231b;--ask:#7a4a00;--photo:#eee}
body{max-width:none;padding:0;font-size:10.5pt}
nav{break-after:page}
h2,h3,h4{break-after:avoid}
.rule,.example,tr{break-inside:avoid}
.rule,.example,.swatch,.picture,svg{print-color-adjust:exact;-webkit-print-color-adjust:exact}
.scroll{overflow:visible}
.examples{grid-template-columns:repeat(3,1fr)}}
`
