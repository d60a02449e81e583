namespace HierKD;

/// <summary>
/// Reads a forward trace as a chain: each mixing layer's filters pass through the carriers that follow it and end in the next mixing layer.
/// What is not a chain gives groups that verification refuses.
/// </summary>
internal sealed class ChainBuilder
{
    private readonly List<FilterGroup> _groups = [];
    private readonly List<FilterLock> _locks = [];
    private readonly DiscoveryOptions _options;
    private readonly ForwardTrace _trace;
    private readonly HashSet<string> _repeated;

    private PrunableLayer? _producer;
    private List<PrunableLayer> _carriers = [];
    private string? _producerLock;

    private ChainBuilder(ForwardTrace trace, DiscoveryOptions options)
    {
        _trace = trace;
        _options = options;
        _repeated = trace.Calls.GroupBy(c => c.Name).Where(g => g.Count() > 1).Select(g => g.Key).ToHashSet();
    }

    public static (IReadOnlyList<FilterGroup> Groups, IReadOnlyList<FilterLock> Locks) Build(ForwardTrace trace, DiscoveryOptions options)
    {
        RequireExcludedLayersExist(trace, options);
        var builder = new ChainBuilder(trace, options);
        foreach (var call in trace.Calls) builder.Visit(call);
        builder.Close(consumer: null, lockReason: "its outputs are the model's outputs");
        return (builder._groups, builder._locks);
    }

    private static void RequireExcludedLayersExist(ForwardTrace trace, DiscoveryOptions options)
    {
        foreach (var excluded in options.ExcludedLayers)
        {
            if (trace.Calls.All(c => c.Name != excluded))
            {
                throw new ArgumentException(
                    $"There is no layer '{excluded}' to exclude; the layers are {string.Join(", ", trace.Calls.Select(c => c.Name).Distinct())}.", nameof(options));
            }
        }
    }

    private void Visit(LayerCall call)
    {
        if (call.Layer is not { } layer || _repeated.Contains(call.Name))
        {
            var what = call.Layer is null ? $"is of a kind that HierKD cannot shrink ({call.Kind})" : "runs several times in one forward pass";
            Close(consumer: null, lockReason: $"they reach layer '{call.Name}', which {what}");
            if (call.Layer is { Role: LayerRole.Mixing } && _locks.All(l => l.Layer != call.Name)) _locks.Add(new FilterLock(call.Name, "it runs several times in one forward pass"));
            return;
        }
        if (layer.Role == LayerRole.Carrier)
        {
            AddCarrier(layer);
            return;
        }
        Close(layer, lockReason: null);
        Open(layer, isFirst: ReferenceEquals(call, _trace.Calls.First(c => c.Layer is { Role: LayerRole.Mixing })));
    }

    private void AddCarrier(PrunableLayer layer)
    {
        if (_options.ExcludedLayers.Contains(layer.Name)) _producerLock ??= $"they pass through layer '{layer.Name}', which is excluded";
        if (_producer is not null && layer.Outputs != _producer.Outputs) _producerLock ??= $"layer '{layer.Name}' does not have one channel for each of them";
        _carriers.Add(layer);
    }

    private void Open(PrunableLayer layer, bool isFirst)
    {
        _producer = layer;
        _carriers = [];
        _producerLock =
            _options.ExcludedLayers.Contains(layer.Name) ? "it is excluded" :
            isFirst && !_options.PruneFirstLayer ? "it is the first layer (see DiscoveryOptions.PruneFirstLayer)" : null;
    }

    private void Close(PrunableLayer? consumer, string? lockReason)
    {
        if (_producer is { } producer)
        {
            lockReason ??= _producerLock ?? ConsumerLock(producer, consumer!);
            if (lockReason is null) _groups.Add(Group(producer, consumer!));
            else _locks.Add(new FilterLock(producer.Name, lockReason));
        }
        _producer = null;
        _carriers = [];
    }

    private string? ConsumerLock(PrunableLayer producer, PrunableLayer consumer) =>
        _options.ExcludedLayers.Contains(consumer.Name) ? $"they are the inputs of layer '{consumer.Name}', which is excluded" :
        consumer.Inputs % producer.Outputs != 0 ? $"layer '{consumer.Name}' does not read all of them and only them" : null;

    private FilterGroup Group(PrunableLayer producer, PrunableLayer consumer)
    {
        var filters = (int)producer.Outputs;
        var channels = Enumerable.Range(0, filters).Select(i => (long)i).ToArray();
        List<GroupMember> members = [new GroupMember(producer, ChannelRole.Producer, filters, channels)];
        members.AddRange(_carriers.Select(c => new GroupMember(c, ChannelRole.Carrier, filters, channels)));
        var inputs = Enumerable.Range(0, (int)consumer.Inputs).Select(i => (long)i).ToArray();
        members.Add(new GroupMember(consumer, ChannelRole.Consumer, filters, inputs));
        return new FilterGroup(_groups.Count, producer.Name, filters, members);
    }
}
