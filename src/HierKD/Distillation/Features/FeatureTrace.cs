using TorchSharp;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>
/// Traces the channels of modules that are no layers back to filters: every layer gives out NaN in the channels of half of the filters, a
/// different half in each pass, and what a module gives out then shows whose its channels are. Nothing crosses a layer, so the numbers
/// themselves do not matter.
/// </summary>
internal sealed class FeatureTrace(WorkingModel working, FilterGraph graph, IReadOnlyList<Tensor> example) : IDisposable
{
    private readonly FilterGroup[] _groups = [.. graph.Groups];
    private readonly List<Tensor> _marks = [];

    /// <exception cref="ArgumentException">The channels of a module do not belong to filters one by one.</exception>
    public IReadOnlyList<TracedSite> Find((string Path, nn.Module<Tensor, Tensor> Module)[] named)
    {
        if (named.Length == 0) return [];
        using var scope = NewDisposeScope();
        var bits = Math.Max(1, (int)Math.Ceiling(Math.Log2(graph.Filters)));
        // For each bit of a filter's number: where it is set, and where it is not.
        var passes = Enumerable.Range(0, bits)
            .Select(b => (Set: Run(named, number => (number >> b & 1) == 1), Clear: Run(named, number => (number >> b & 1) == 0)))
            .ToArray();
        var sites = named.Select((n, i) => Site(n.Path, n.Module, passes.Select(p => (p.Set[i], p.Clear[i])).ToArray())).ToArray();
        Verify(sites);
        return sites;
    }

    public void Dispose()
    {
        foreach (var mark in _marks) mark.Dispose();
    }

    /// <summary>Where the modules' outputs are NaN when the layers' are, in the channels of some filters.</summary>
    private Tensor[] Run((string Path, nn.Module<Tensor, Tensor> Module)[] named, Func<int, bool> marked)
    {
        var seen = new Tensor[named.Length];
        List<Action> unhook = [];
        try
        {
            foreach (var layer in graph.Layers.OfType<ModuleLayer>())
            {
                var channels = FiltersOf(layer).Where(c => marked(c.Filter)).Select(c => c.Channel).ToArray();
                unhook.Add(layer.Module.register_forward_hook(
                    (_, _, output) => Marked(output, layer.ChannelAxis((int)output.dim()), channels)).remove);
            }
            for (var i = 0; i < named.Length; i++)
            {
                var index = i;
                unhook.Add(named[i].Module.register_forward_hook((_, _, output) =>
                {
                    _marks.Add(seen[index] = output.isnan().cpu().DetachFromDisposeScope());
                    return output;
                }).remove);
            }
            working.Evaluate(working.Own, () => working.Call(example));
            return seen;
        }
        finally
        {
            foreach (var remove in unhook) remove();
        }
    }

    /// <summary>The output channels of a layer that belong to filters, with the filters' numbers over all groups.</summary>
    private IEnumerable<(long Channel, int Filter)> FiltersOf(PrunableLayer layer)
    {
        var first = 0;
        foreach (var group in _groups)
        {
            foreach (var member in group.Members.Where(m => m.Target.Name == layer.Name && m.Side == ChannelSide.Outputs))
            {
                for (var f = 0; f < group.Filters; f++)
                {
                    foreach (var channel in member.ChannelsOf([f])) yield return (channel, first + f);
                }
            }
            first += group.Filters;
        }
    }

    /// <summary>Numbers of no importance, none of them special, with NaN in some channels.</summary>
    private static Tensor Marked(Tensor like, int axis, long[] channels)
    {
        var values = arange(like.numel(), dtype: like.dtype, device: like.device).cos().reshape(like.shape);
        return channels.Length == 0 ? values : values.index_fill(axis, torch.tensor(channels, device: like.device), double.NaN);
    }

    private TracedSite Site(string path, nn.Module<Tensor, Tensor> module, (Tensor Set, Tensor Clear)[] passes)
    {
        var rank = (int)passes[0].Set.dim();
        // Channels come second nearly everywhere, and never with the samples if they can be anywhere else.
        foreach (var axis in Enumerable.Range(1, rank).Select(a => a % rank))
        {
            var seen = passes.Select(p => (Set: Along(p.Set, axis), Clear: Along(p.Clear, axis))).ToArray();
            if (seen.Any(s => s.Set is null || s.Clear is null)) continue;
            var origins = Enumerable.Range(0, seen[0].Set!.Length)
                .Select(c => Origin(path, seen.Select(s => (s.Set![c], s.Clear![c])).ToArray()))
                .ToArray();
            return new TracedSite(path, module, axis, origins);
        }
        throw Untraceable(path, "not whole channels of it come from filters");
    }

    /// <summary>Which positions along an axis are marked; <see langword="null"/> if some are in part.</summary>
    private static bool[]? Along(Tensor marks, int axis)
    {
        using var scope = NewDisposeScope();
        var rows = marks.transpose(0, axis).reshape(marks.shape[axis], -1);
        var any = rows.any(1).data<bool>().ToArray();
        return any.AsSpan().SequenceEqual(rows.all(1).data<bool>().ToArray()) ? any : null;
    }

    private (string Layer, long Channel)? Origin(string path, (bool Set, bool Clear)[] bits)
    {
        if (Array.TrueForAll(bits, b => !b.Set && !b.Clear)) return null;
        var number = bits.Select((b, i) => b.Set ? 1 << i : 0).Sum();
        if (Array.Exists(bits, b => b.Set == b.Clear) || number >= graph.Filters)
        {
            throw Untraceable(path, "some of its channels depend on several filters");
        }
        foreach (var group in _groups)
        {
            if (number < group.Filters)
            {
                var made = group.Members.First(m => m.Side == ChannelSide.Outputs && m.Role != ChannelRole.Consumer);
                return (made.Layer, made.ChannelsOf([number]).First());
            }
            number -= group.Filters;
        }
        throw Untraceable(path, "it reads no filter");
    }

    /// <summary>Looks at a level with every second filter off, whether the modules have the channels then that they should.</summary>
    private void Verify(IReadOnlyList<TracedSite> sites)
    {
        var mask = FilterMask.Of(graph, _groups.Select(g => Enumerable.Range(0, g.Filters).Select(f => f % 2 == 0)));
        var selection = mask.ToSelection();
        using var slim = new SlimWeights(working.Tensors, [.. working.Tensors.Select((_, i) => working.Own.Dense(i))], selection);
        using var whole = new FeatureCapture(sites);
        working.Evaluate(working.Own, () => working.Call(example));
        using var small = new FeatureCapture(sites);
        working.Evaluate(slim, () => working.Call(example));
        foreach (var (site, before, after) in sites.Zip(whole.Read(working.Own), small.Read(slim)))
        {
            var expected = before.shape;
            var axis = site.ChannelAxis(expected.Length);
            expected[axis] = site.Kept(selection)?.Length ?? expected[axis];
            if (!after.shape.SequenceEqual(expected))
            {
                throw Untraceable(
                    site.Path,
                    $"with every second filter off it gives [{string.Join(", ", after.shape)}], not [{string.Join(", ", expected)}]");
            }
        }
    }

    private ArgumentException Untraceable(string path, string why, string argument = "options")
    {
        var layers = graph.Layers.OfType<ModuleLayer>().Select(l => l.Name).ToArray();
        var inside = layers.Where(l => l.StartsWith(path + ".", StringComparison.Ordinal)).ToArray();
        return new ArgumentException(
            $"Which channels of the module '{path}' are on in a level is not known, since {why}; name a layer in its place, such as " +
            $"{NearNames.Of(path, inside.Length > 0 ? inside : layers)}.",
            argument);
    }
}
