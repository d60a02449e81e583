using TorchSharp;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>
/// Probes the tensors that modules of the user's own hold: NaN is written into the tensor itself, for one pass at a time, and an axis whose
/// every index reaches channels of the same index alone runs over channels.
/// </summary>
internal sealed class OwnTensorProbe(WatchedModel model, ProbePass pass)
{
    /// <summary>Reports the dependencies of readers on the channels of own tensors.</summary>
    public IReadOnlyList<ChannelSite> Find(Action<ChannelSite, int, ChannelSite, int> depends)
    {
        if (model.OwnTensors.Count == 0) return [];
        using var working = new WorkingModel(model.Model, []);
        var found = new Dictionary<OwnTensor, List<ChannelSite>>();
        var dependencies = new Dictionary<ChannelSite, List<(int, ChannelSite, int)>>();
        for (var slot = 0; slot < model.OwnTensors.Max(t => t.Axes.Count()); slot++)
        {
            foreach (var (tensor, site) in CleanAxes(working, slot, dependencies))
            {
                if (!found.TryGetValue(tensor, out var sites)) found[tensor] = sites = [];
                sites.Add(site);
            }
        }
        // Two axes that both look like channels: neither can be told to be, so neither is followed, and verification decides about what
        // reads the tensor.
        var channelAxes = found.Values.Where(s => s.Count == 1).Select(s => s[0]).ToArray();
        foreach (var site in channelAxes)
        {
            foreach (var (index, reader, channel) in dependencies[site]) depends(site, index, reader, channel);
        }
        return channelAxes;
    }

    private List<(OwnTensor, ChannelSite)> CleanAxes(
        WorkingModel working, int slot, Dictionary<ChannelSite, List<(int, ChannelSite, int)>> dependencies)
    {
        var sources = model.OwnTensors.Where(t => t.Axes.Count() > slot).ToDictionary(t => Site(t, t.Axes.ElementAt(slot)));
        foreach (var mixing in sources.Where(s => EndsMeet(working, sources, s.Key)).ToArray()) sources.Remove(mixing.Key);
        var mixed = new HashSet<ChannelSite>();
        Dependencies.Find(
            [.. sources.Keys],
            (probes, observe) =>
            {
                for (var p = 0; p < probes.Count; p++) RunOne(working, sources, probes[p], (site, nan) => observe(p, site, nan));
            },
            (source, index, reader, channel) =>
            {
                if (!dependencies.TryGetValue(source, out var own)) dependencies[source] = own = [];
                own.Add((index, reader, channel));
            },
            (source, _, _) => mixed.Add(source));
        return sources.Where(s => !mixed.Contains(s.Key) && dependencies.ContainsKey(s.Key)).Select(s => (s.Value, s.Key)).ToList();
    }

    /// <summary>
    /// Whether the first and the last index reach one channel in common: then the axis does not run over channels, and the rest need not be
    /// looked at.
    /// </summary>
    private bool EndsMeet(WorkingModel working, Dictionary<ChannelSite, OwnTensor> sources, ChannelSite site)
    {
        var alone = new HashSet<ChannelSite> { site };
        var (first, meet) = (new Dictionary<ChannelSite, bool[]>(), false);
        RunOne(working, sources, ProbePattern.Single(0, alone), (reader, nan) => first[reader] = nan);
        RunOne(working, sources, ProbePattern.Single(site.Channels - 1, alone), (reader, nan) =>
            meet |= first.TryGetValue(reader, out var other) && other.Zip(nan).Any(p => p.First && p.Second));
        return meet;
    }

    private void RunOne(
        WorkingModel working, Dictionary<ChannelSite, OwnTensor> sources, ProbePattern probe, Action<ChannelSite, bool[]> observe)
    {
        using var scope = NewDisposeScope();
        var values = working.Tensors.Select((_, i) => working.Own.Dense(i)).ToArray();
        for (var i = 0; i < values.Length; i++)
        {
            foreach (var (site, own) in sources)
            {
                if (own.Key == working.Tensors[i].Key) values[i] = Marked(values[i], site, probe);
            }
        }
        working.Evaluate(new DirectWeights(values, ModelSelection.Everything), () =>
        {
            pass.Run([probe], probesPerPass: 1, (_, site, nan) => observe(site, nan));
            return true;
        });
    }

    private static Tensor Marked(Tensor value, ChannelSite site, ProbePattern probe)
    {
        var marks = Enumerable.Range(0, site.Channels).Select(c => probe.Marks(site, c) ? float.NaN : 0).ToArray();
        var shape = Enumerable.Repeat(1L, (int)value.dim()).ToArray();
        shape[((OwnTensorLayer)site.Layer!).Axis] = site.Channels;
        return value + tensor(marks).to(value.dtype).to(value.device).reshape(shape);
    }

    private static ChannelSite Site(OwnTensor own, int axis) =>
        new(own.Key, new OwnTensorLayer(own.Key, own.Tensor, axis, own.IsBuffer), ChannelSide.Outputs, (int)own.Tensor.shape[axis]);
}
