export const style = `
:root{color-scheme:light dark;--ink:#1d1c1d;--paper:#fff;--soft:#5d5c60;--line:#c9c9cc;--tint:#f4f4f5;--go:#00694f;--stop:#b3143c;--link:#0b5cab;--mark:#fff1cc}
@media(prefers-color-scheme:dark){:root{--ink:#e8e8e8;--paper:#1a1d21;--soft:#abadb0;--line:#4a4d52;--tint:#25282d;--go:#3fc29b;--stop:#f58aa5;--link:#5fb0f5;--mark:#4a3c10}}
*{box-sizing:border-box}body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.5 system-ui,sans-serif}
main{max-width:48rem;margin:0 auto;padding:1rem;overflow-wrap:anywhere}a{color:var(--link)}.soft{color:var(--soft)}
h1{font-size:1.4rem;margin:0}h2{font-size:1.15rem;margin:1.5rem 0 .5rem}h3{font-size:1rem;margin:0 0 .25rem}h4{font-size:1.05rem;margin:.5rem 0}
header p{margin:.1rem 0 .75rem}small,time{color:var(--soft);font-size:.8125rem;font-weight:400}
ol{list-style:none;margin:0;padding:0}article{border-top:1px solid var(--line);padding:.75rem 0}
.thread{margin-left:.5rem;padding-left:.75rem;border-left:3px solid var(--line)}.thread h4{font-size:.875rem;margin:0 0 .25rem;color:var(--soft)}
.private{background:var(--tint);padding:.5rem .75rem;border-radius:.5rem}.private p{margin:0;font-size:.875rem}
.text{white-space:pre-wrap}.section{display:flex;gap:1rem;justify-content:space-between;align-items:flex-start;margin:.4rem 0}.section>div:first-child{flex:1;min-width:0}
.fields{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,13rem),1fr));gap:.4rem 1rem}
.context{display:flex;flex-wrap:wrap;gap:.1rem .75rem;color:var(--soft);font-size:.8125rem;margin:.4rem 0}.picture{color:var(--soft)}
pre,code{font:.8125rem/1.5 ui-monospace,monospace;background:var(--tint);border:1px solid var(--line);border-radius:.3rem}code{padding:.05rem .25rem}
pre{padding:.5rem;margin:.25rem 0;white-space:pre-wrap;overflow-wrap:anywhere}blockquote{margin:.25rem 0;padding-left:.75rem;border-left:4px solid var(--line)}
mark{background:var(--mark);color:inherit;border-radius:.2rem;padding:0 .15rem}hr{border:0;border-top:1px solid var(--line);margin:.75rem 0}
.actions,.line,.choice{display:flex;flex-wrap:wrap;gap:.5rem;align-items:center}.actions{margin:.6rem 0}.line{margin:.4rem 0;flex-wrap:nowrap}.line label{min-width:3.5rem}.line label,.line button{white-space:nowrap}.line select{min-width:0;width:18rem}
button,summary,input,select,textarea{font:inherit;color:inherit;background:var(--paper);border:1px solid var(--soft);border-radius:.4rem;padding:.35rem .75rem;max-width:100%}
button,summary{font-weight:600;cursor:pointer}summary{list-style:none;display:inline-block}summary::-webkit-details-marker{display:none}
.primary{border-color:var(--go);color:var(--go)}.danger{border-color:var(--stop);color:var(--stop)}
.confirm>div{display:flex;flex-direction:column;gap:.4rem;align-items:flex-start;border:1px solid var(--line);border-radius:.4rem;padding:.6rem;margin-top:.4rem}
.modal{border:2px solid var(--soft);border-radius:.6rem;padding:1rem;margin:1rem 0;box-shadow:0 .5rem 2rem #0004}.modal h2{margin-top:0}
.input{margin:.9rem 0}.input>label{display:block;font-weight:600}.input input:not([type=radio],[type=checkbox]),.input textarea{width:100%}.input small{display:block}
fieldset{border:0;margin:0;padding:0;min-width:0}legend{font-weight:600;padding:0}fieldset label{display:flex;gap:.5rem;align-items:baseline;padding:.15rem 0}
.wrong{color:var(--stop);margin:.25rem 0;font-weight:600}
:focus-visible{outline:3px solid var(--link);outline-offset:2px}
@media(max-width:30rem){.section{flex-direction:column}}
`;
