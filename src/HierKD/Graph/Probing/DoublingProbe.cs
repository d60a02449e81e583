using TorchSharp;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>
/// Finds the groups whose gates may stand at their normalisations as well as at their consumers: every normalisation's output is doubled,
/// and each consumer has to read exactly twice as much, while nothing on the way to a normalisation changes. Doubling is exact in floating
/// point, so that any other function than one that scales with its input (ReLU, pooling, addition) shows. Layers give values that vary,
/// whatever the example is.
/// </summary>
internal sealed class DoublingProbe(WatchedModel model, ModelForward forward, ReferenceForward reference, RandomOutputs outputs)
{
    /// <summary>
    /// The groups whose filters pass one normalisation each, and functions that scale with their input from there to every consumer.
    /// </summary>
    public IReadOnlySet<FilterGroup> Find(IReadOnlyList<FilterGroup> groups)
    {
        using var scope = NewDisposeScope();
        var found = groups.Where(HasNormalizations).ToHashSet();
        // Values of usual size, and values that are cut off.
        foreach (var scale in new[] { 1.0, 4.0 })
        {
            if (found.Count == 0) break;
            var (plain, doubled) = (Sums(1, scale), Sums(2, scale));
            found.RemoveWhere(g => !g.Members.All(m => Follows(m, plain, doubled)));
        }
        return found;
    }

    private static bool HasNormalizations(FilterGroup group)
    {
        var norms = group.Members.Where(m => m.Target.IsNormalization).ToArray();
        return norms.Length > 0 && norms.All(n => n.Target.Tensors.Count(t => t.Name is "weight" or "bias") == 2);
    }

    private static bool Follows(
        GroupMember member, Dictionary<PrunableLayer, double[][]> plain, Dictionary<PrunableLayer, double[][]> doubled)
    {
        if (member.Side == ChannelSide.Outputs && member.Target.Role == LayerRole.Mixing) return true;
        if (member.Target is not ModuleLayer) return false;
        var factor = member.Role == ChannelRole.Consumer ? 2 : 1;
        // A layer that only training calls reads nothing here.
        return plain.TryGetValue(member.Target, out var calls) && calls
            .Zip(doubled[member.Target])
            .All(call => member.Channels.All(c => call.Second[c] == factor * call.First[c]));
    }

    /// <summary>For each layer that reads channels, the sum of what each call reads of each.</summary>
    private Dictionary<PrunableLayer, double[][]> Sums(double factor, double scale)
    {
        var sums = new Dictionary<PrunableLayer, List<double[]>>();
        List<Action> unhook = [];
        try
        {
            foreach (var watched in model.Layers)
            {
                var call = 0;
                unhook.Add(watched.Hook(
                    input =>
                    {
                        if (watched.Reads is not null) Note(watched.Layer, input);
                        return watched.Layer.SmallestInput((int)input.dim(), watched.Layer.Inputs, input.dtype, input.device);
                    },
                    (_, given) => reference.Shapes.PositionOf(watched, call++) is >= 0 and var position
                        ? outputs.Of(position, seed: 0, scale)
                            .mul_(watched.Layer.IsNormalization ? factor : 1)
                        : given));
            }
            using var scope = NewDisposeScope();
            _ = reference.IsBatched ? forward.RunFirst(1) : forward.Run();
        }
        finally
        {
            foreach (var remove in unhook) remove();
        }
        return sums.ToDictionary(s => s.Key, s => s.Value.ToArray());

        void Note(ModuleLayer layer, Tensor input)
        {
            var channelAxis = layer.ChannelAxis((int)input.dim());
            var others = Enumerable.Range(0, (int)input.dim()).Where(a => a != channelAxis).Select(a => (long)a).ToArray();
            var total = (others.Length == 0 ? input : input.sum(others)).to(ScalarType.Float64).cpu().contiguous();
            if (!sums.TryGetValue(layer, out var calls)) sums[layer] = calls = [];
            calls.Add(total.data<double>().ToArray());
        }
    }
}
