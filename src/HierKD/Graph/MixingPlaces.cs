namespace HierKD;

/// <summary>Where channels of one layer come together before another reads them: what a message about them names.</summary>
internal sealed class MixingPlaces
{
    private readonly Dictionary<(ChannelSite Source, ChannelSite Reader, int Channel), int> _first = [];
    private readonly HashSet<(ChannelSite Source, ChannelSite Reader)> _mixed = [];
    private readonly IReadOnlyList<(string Name, string Tells)> _opaque;
    private readonly Dictionary<string, int> _order;

    /// <param name="model">The model.</param>
    /// <param name="pastHooks">Layers that are called past their hooks.</param>
    public MixingPlaces(WatchedModel model, IEnumerable<string> pastHooks)
    {
        _opaque =
        [
            .. model.Opaque.Select(o => (o.Name, $"'{o.Name}' ({o.Module.GetType().Name}), whose inside cannot be seen")),
            .. pastHooks.Select(name => (name, $"'{name}', which is called past its hooks")),
        ];
        _order = model.Model.named_modules().Select((m, i) => (m.name, i)).ToDictionary();
    }

    /// <summary>Notes that a reader's channel depends on a source's.</summary>
    public void Add(ChannelSite source, int channel, ChannelSite reader, int readerChannel)
    {
        if (_mixed.Contains((source, reader))) return;
        if (_first.TryAdd((source, reader, readerChannel), channel)) return;
        if (_first[(source, reader, readerChannel)] != channel) _mixed.Add((source, reader));
    }

    /// <summary>What mixes the filters of a layer, as the end of a sentence.</summary>
    public string Clause(ChannelSet set, PrunableLayer layer)
    {
        var sites = set.Channels.Select(c => c.Site).ToHashSet();
        var pairs = _mixed.Where(m => sites.Contains(m.Source) && sites.Contains(m.Reader)).ToArray();
        if (pairs.Length == 0)
        {
            return Candidates(_ => true) is { Length: > 0 } any ? $" (they pass through a layer that mixes them: {any})" : "";
        }
        var (source, reader) = pairs.OrderByDescending(p => p.Source.Layer == layer).First();
        var through = Candidates(name => Between(source.Name, name, reader.Name));
        if (through.Length == 0) through = Candidates(_ => true);
        return $": the forward mixes them between '{source.Name}' and {Told(reader)}" +
            (through.Length > 0 ? $" (they pass through a layer that mixes them: {through})" : "");
    }

    private static string Told(ChannelSite reader) => reader.Layer is null ? reader.Name : $"'{reader.Name}'";

    private string Candidates(Func<string, bool> isMeant)
    {
        var meant = _opaque.Where(o => isMeant(o.Name)).Select(o => o.Tells).ToArray();
        return $"{string.Join("; ", meant.Take(2))}{(meant.Length > 2 ? $"; or {meant.Length - 2} others" : "")}";
    }

    /// <summary>Whether a module is registered between two others, as those that are called one after the other mostly are.</summary>
    private bool Between(string source, string name, string reader) =>
        _order.TryGetValue(source, out var first) && _order.TryGetValue(name, out var own)
            && first < own && (!_order.TryGetValue(reader, out var last) || own < last);
}
