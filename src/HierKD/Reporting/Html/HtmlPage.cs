namespace HierKD;

/// <summary>A page that needs nothing beside itself, and its sections.</summary>
internal static class HtmlPage
{
    /// <summary>The whole page.</summary>
    public static string Of(string title, IEnumerable<HtmlMarkup> sections) => HtmlMarkup.Of($"""
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8"/>
        <meta name="viewport" content="width=device-width, initial-scale=1"/>
        <meta name="color-scheme" content="light dark"/>
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'"/>
        <title>{title}</title>
        <style>
        {new HtmlMarkup(PageStyle.Css)}
        </style>
        </head>
        <body>
        <main>
        {HtmlMarkup.Join(sections)}
        </main>
        </body>
        </html>
        """).Text + "\n";

    public static HtmlMarkup Section(string title, string about, params HtmlMarkup[] contents) => HtmlMarkup.Of($"""
        <section><h2>{title}</h2>
        {(about.Length > 0 ? HtmlMarkup.Of($"""<p class="about">{about}</p>""") : HtmlMarkup.Nothing)}
        {HtmlMarkup.Join(contents)}
        </section>
        """);

    public static HtmlMarkup Figure(string title, string about, HtmlMarkup chart, HtmlMarkup legend) => HtmlMarkup.Of($"""
        <section><h2>{title}</h2>
        <figure>{chart}
        {legend}<figcaption>{about}</figcaption></figure>
        </section>
        """);
}
