namespace HierKD;

/// <summary>How the page looks: light and dark as the reader has chosen, from a phone's width to a desk's.</summary>
internal static class PageStyle
{
    public const string Css = """
        :root{--ground:#fff;--panel:#f6f8fa;--ink:#1f2328;--soft:#57606a;--line:#d5dae0;--faint:#e4e8ec;--track:#c9d1d9;
        --p0:#0a5dc2;--p1:#c2570c;--p2:#1a7f5a;--p3:#8250df;--p4:#b8327f;--p5:#7a6400}
        @media (prefers-color-scheme:dark){:root{--ground:#0f1419;--panel:#171d24;--ink:#e6edf3;--soft:#9aa5b1;--line:#38414b;
        --faint:#252c34;--track:#48525d;
        --p0:#5aa9ff;--p1:#f2914a;--p2:#3fc18f;--p3:#b898ff;--p4:#f27fbd;--p5:#d3b13a}}
        *{box-sizing:border-box}
        html{-webkit-text-size-adjust:100%}
        body{margin:0;background:var(--ground);color:var(--ink);
        font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"DejaVu Sans",sans-serif}
        main{max-width:1120px;margin:0 auto;padding:24px 16px 64px}
        h1{font-size:1.75rem;line-height:1.2;margin:0 0 4px;overflow-wrap:anywhere}
        h2{font-size:1.15rem;line-height:1.3;margin:0 0 8px;overflow-wrap:anywhere}
        header p{color:var(--soft);margin:0 0 16px;overflow-wrap:anywhere}
        section{margin-top:36px}
        .about,figcaption{color:var(--soft);font-size:.875rem;margin:0 0 10px;max-width:95ch}
        figcaption{margin:6px 0 0}.scroll+.about{margin-top:8px}
        .tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(150px,1fr));gap:12px;margin:0}
        .tiles div{background:var(--panel);border:1px solid var(--line);border-radius:8px;padding:12px 14px}
        dt{color:var(--soft);font-size:.875rem;overflow-wrap:anywhere}
        dd{margin:0;font-size:1.6rem;line-height:1.25;font-weight:600;font-variant-numeric:tabular-nums}
        dd small{display:block;font-size:.8125rem;font-weight:400;color:var(--soft)}
        .charts{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(430px,100%),1fr));gap:0 32px;align-items:start}
        .charts section{min-width:0}
        figure{margin:0}
        figure svg{display:block;width:100%;height:auto}
        .scroll{overflow-x:auto;border:1px solid var(--line);border-radius:8px;max-width:100%}
        .scroll:focus-visible{outline:2px solid var(--p0);outline-offset:2px}
        table{border-collapse:collapse;width:100%;font-size:.9rem;font-variant-numeric:tabular-nums}
        caption{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
        th,td{padding:7px 12px;border-top:1px solid var(--faint);text-align:left;vertical-align:top}
        thead th{border-top:0;color:var(--soft);font-weight:600;background:var(--panel)}
        tbody th{font-weight:600}
        .numbers td,.numbers thead th{text-align:right;white-space:nowrap}
        .numbers th:first-child{text-align:left;position:sticky;left:0;background:var(--ground)}
        .numbers thead th:first-child{background:var(--panel)}
        td small{display:block;color:var(--soft);font-size:.78rem}
        .levels tbody tr:last-child{background:var(--panel)}.levels tbody tr:last-child th{background:var(--panel)}
        .texts th,.texts td{overflow-wrap:break-word}.texts.pairs td{overflow-wrap:anywhere}
        .texts tbody th{font-weight:500}
        .pairs th:first-child{width:17rem}
        details{margin-top:14px}summary{cursor:pointer;color:var(--p0);padding:4px 0}
        .legend{list-style:none;display:flex;flex-wrap:wrap;gap:2px 16px;margin:6px 0 0;padding:0;font-size:.85rem}
        .legend li{display:flex;align-items:center;gap:6px;overflow-wrap:anywhere}
        .swatch{flex:none;width:14px;height:14px;border-radius:3px;background:var(--c)}
        .layers{columns:310px;column-gap:28px;list-style:none;margin:12px 0 0;padding:0}
        .layers li{break-inside:avoid;display:grid;grid-template-columns:minmax(0,1fr) auto;gap:0 8px;margin:0 0 7px;font-size:.8rem;
        line-height:1.35}
        .layers .name{overflow-wrap:anywhere}.layers .count{white-space:nowrap;color:var(--soft);font-variant-numeric:tabular-nums}
        .layers svg{grid-column:1/-1;margin-top:2px;width:100%;height:8px;display:block;border-radius:2px}
        .c0{--c:var(--p0)}.c1{--c:var(--p1)}.c2{--c:var(--p2)}.c3{--c:var(--p3)}.c4{--c:var(--p4)}.c5{--c:var(--p5)}
        .c-original{--c:var(--soft)}.bar.c-original{--c:var(--track)}
        .stayed{--c:var(--p0)}.went{--c:var(--p1)}
        .label,.point{font-size:12px;fill:var(--soft)}.point{fill:var(--ink);paint-order:stroke;stroke:var(--ground);stroke-width:4px;
        stroke-linejoin:round}.strong{fill:var(--ink);font-weight:600}
        .grid{stroke:var(--faint)}.axis{stroke:var(--soft)}.phase{stroke:var(--soft);stroke-dasharray:2 3}
        .line{fill:none;stroke:var(--c);stroke-width:2;stroke-linejoin:round}.line.d1{stroke-dasharray:7 3}.line.d2{stroke-dasharray:2 3}
        .front{fill:none;stroke:var(--soft);stroke-width:1.2;stroke-dasharray:4 4}
        .reference{stroke:var(--c);stroke-width:1.5;stroke-dasharray:6 4}
        .dot,.bar{fill:var(--c)}.ring{fill:var(--ground);stroke:var(--c);stroke-width:2}
        @media (max-width:600px){main{padding:16px 14px 48px}h1{font-size:1.45rem}section{margin-top:28px}
        .tiles{grid-template-columns:1fr 1fr;gap:8px}.tiles div{padding:9px 10px}dd{font-size:1.3rem}
        th,td{padding:6px 8px}.pairs th:first-child{width:40%}.label,.point{font-size:13.5px}}
        @media print{.scroll{overflow:visible}section{break-inside:avoid-page}}
        """;
}
