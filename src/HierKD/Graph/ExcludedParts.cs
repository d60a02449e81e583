namespace HierKD;

/// <summary>What of a model is to keep every channel, as <see cref="DiscoveryOptions"/> say.</summary>
internal sealed class ExcludedParts
{
    private const string Option = "DiscoveryOptions.ExcludedLayers";

    private readonly WatchedModel _model;
    private readonly IReadOnlyList<PartPattern> _named;
    private readonly IReadOnlyList<PartPattern> _all;

    private ExcludedParts(WatchedModel model, IReadOnlyList<PartPattern> named, IEnumerable<PartPattern> chosen) =>
        (_model, _named, _all) = (model, named, [.. named, .. chosen]);

    /// <exception cref="ArgumentException">A path or pattern names nothing.</exception>
    public static ExcludedParts Of(WatchedModel model, DiscoveryOptions options)
    {
        var named = options.ExcludedLayers.Select(path => PartPattern.Of(path, Option, nameof(options))).ToArray();
        // What HierKD cannot look into keeps its channels anyway.
        string[] paths = [
            .. model.Layers.Select(l => l.Layer.Name), .. model.OwnTensors.Select(t => t.Key), .. model.Opaque.Select(o => o.Name)
        ];
        if (named.FirstOrDefault(part => !paths.Any(part.Covers)) is { } unknown) throw unknown.Unknown(Option, paths, nameof(options));
        var chosen = options.ExcludeWhere is { } where ? model.Model.named_modules().Where(m => where(m.name, m.module)) : [];
        return new ExcludedParts(
            model, named, chosen.Select(m => PartPattern.Path(m.name)));
    }

    /// <summary>Whether a layer is excluded.</summary>
    public bool Has(WatchedLayer layer) => _all.Any(part => part.Covers(layer.Layer.Name));

    /// <summary>Whether a place is a tensor of a module of the user's own that is excluded.</summary>
    public bool HasTensor(ChannelSite site) => site.Layer is OwnTensorLayer own && _all.Any(part => part.Covers(own.Name));

    /// <exception cref="ArgumentException">A path or pattern names layers none of which the forward calls.</exception>
    public void RequireCalled(IReadOnlyCollection<WatchedLayer> called, bool knowsTraining, string argument = "options")
    {
        if (!knowsTraining) return;
        foreach (var part in _named)
        {
            var layers = _model.Layers.Where(l => part.Covers(l.Layer.Name)).ToArray();
            if (layers.Length == 0 || layers.Any(called.Contains)) continue;
            var name = MessageText.Of(layers[0].Layer.Name);
            throw new ArgumentException(
                (layers[0].Layer.Name == part.Text
                    ? $"The forward never calls layer '{name}', which is to be excluded: there is nothing to keep. "
                    : $"The forward calls no layer of '{MessageText.Of(part.Text)}', which is to be excluded: there is nothing to keep. ") +
                $"Leave it out, or write {name}.call(x) where the forward has {name}.forward(x).",
                argument);
        }
    }
}
