using TorchSharp;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>
/// A forward pass that carries probes, one in each sample. A layer that mixes channels gives out its reference output with the probe's NaN
/// written in, so that nothing crosses it; one that keeps channels apart hands NaN on channel by channel. The modules' own results are
/// thrown away, so they get the smallest input there is.
/// </summary>
internal sealed class ProbePass(WatchedModel model, ModelForward forward, ReferenceForward reference)
{
    /// <summary>
    /// What the layers of all probes of a pass give may take so much, in bytes: what is alive at once is part of it, and passes of large
    /// maps gain nothing from being one.
    /// </summary>
    private const long MostBytes = 64 << 20;

    /// <summary>
    /// Held, since TorchSharp's finalizer of a number may run while libtorch is still reading it, and a search makes many of these calls.
    /// </summary>
    private static readonly Scalar NaN = float.NaN;

    private readonly long _bytes = Math.Max(1, reference.Calls.Sum(c => c.Output.numel() * c.Output.ElementSize));

    /// <summary>The layers that it calls.</summary>
    public IReadOnlyList<WatchedLayer> Called { get; } = [.. reference.Calls.Select(c => c.Watched).Distinct()];

    /// <summary>
    /// Runs probes; <paramref name="observe"/> is told which channels of a place that reads were NaN in a probe, if any were.
    /// </summary>
    public void Run(IReadOnlyList<ProbePattern> probes, int probesPerPass, Action<int, ChannelSite, bool[]> observe)
    {
        var chunk = reference.IsBatched ? Math.Clamp((int)Math.Min(MostBytes / _bytes, probesPerPass), 1, probesPerPass) : 1;
        for (var start = 0; start < probes.Count; start += chunk)
        {
            var count = Math.Min(chunk, probes.Count - start);
            RunChunk(probes.Skip(start).Take(count).ToArray(), (probe, site, nan) => observe(start + probe, site, nan));
        }
    }

    /// <summary>The places where the model's outputs are read.</summary>
    public IReadOnlyList<ChannelSite> OutputSites { get; } = reference.Outputs.Select((output, i) => new ChannelSite(
        "the model's output", null, ChannelSide.Inputs, (int)output.shape[OutputAxis(reference, i)])).ToArray();

    private void RunChunk(ProbePattern[] probes, Action<int, ChannelSite, bool[]> observe)
    {
        using var scope = NewDisposeScope();
        var position = 0;
        List<string> path = [];
        List<Action> unhook = [];
        Tensor? passing = null;
        try
        {
            foreach (var watched in model.Layers) unhook.Add(watched.Hook(input => Enter(watched, input), (_, _) => Leave()));
            var outputs = reference.IsBatched ? forward.RunFirst(probes.Length) : forward.Run();
            if (position != reference.Calls.Count) throw PathChanged();
            for (var i = 0; i < outputs.Length; i++)
            {
                Observe(OutputSites[i], NotNumbers(outputs[i], reference.OutputLayouts[i], OutputAxis(reference, i)));
            }
        }
        finally
        {
            foreach (var remove in unhook) remove();
        }

        Tensor Enter(WatchedLayer watched, Tensor input)
        {
            path.Add(watched.Layer.Name);
            if (position >= reference.Calls.Count || reference.Calls[position].Watched != watched) throw PathChanged();
            var call = reference.Calls[position];
            passing = null;
            if (watched.Reads is { } reads)
            {
                passing = NotNumbers(input, call.InputLayout, watched.Layer.ChannelAxis((int)input.dim()));
                Observe(reads, passing);
            }
            return watched.Layer.SmallestInput((int)input.dim(), watched.Layer.Inputs, input.dtype, input.device);
        }

        Tensor Leave()
        {
            var call = reference.Calls[position++];
            var channelAxis = call.Watched.Layer.ChannelAxis((int)call.Output.dim());
            var values = call.Watched.Makes is { } makes ? Marks(makes, call.Output) : passing!.to(call.Output.dtype);
            return call.OutputLayout is { } layout
                ? layout.Spread(call.Output, values, channelAxis)
                : call.Output + ChannelsAlong(values, channelAxis, (int)call.Output.dim());
        }

        Tensor Marks(ChannelSite source, Tensor like)
        {
            var values = new float[probes.Length, source.Channels];
            for (var p = 0; p < probes.Length; p++)
            {
                for (var c = 0; c < source.Channels; c++) values[p, c] = probes[p].Marks(source, c) ? float.NaN : 0;
            }
            return tensor(values).to(like.dtype).to(like.device);
        }

        void Observe(ChannelSite site, Tensor values)
        {
            var all = values.isnan().cpu().data<bool>().ToArray();
            for (var p = 0; p < probes.Length; p++)
            {
                var own = all.AsSpan(p * site.Channels, site.Channels);
                if (own.Contains(true)) observe(p, site, own.ToArray());
            }
        }

        ArgumentException PathChanged() => ReferenceForward.PathChanges(model, reference.Calls.Select(c => c.Watched.Layer.Name), path);
    }

    /// <summary><c>[samples, channels]</c>: NaN where a channel holds one anywhere, else 0.</summary>
    private static Tensor NotNumbers(Tensor tensor, SampleLayout? layout, int channelAxis)
    {
        Tensor sums;
        if (layout is { } known)
        {
            sums = known.SumsOf(tensor, channelAxis);
        }
        else
        {
            var others = Enumerable.Range(0, (int)tensor.dim()).Where(a => a != channelAxis).Select(a => (long)a).ToArray();
            sums = (others.Length == 0 ? tensor : tensor.sum(others)).unsqueeze(0);
        }
        // A sum may overflow, and infinity times zero is no number: keep what is NaN already.
        return zeros_like(sums).masked_fill(sums.isnan(), NaN).contiguous();
    }

    private static Tensor ChannelsAlong(Tensor values, int channelAxis, int rank)
    {
        var shape = Enumerable.Repeat(1L, rank).ToArray();
        shape[channelAxis] = values.shape[1];
        return values.reshape(shape);
    }

    /// <summary>An output's channels are its second axis, or the first that is not the batch.</summary>
    private static int OutputAxis(ReferenceForward reference, int index)
    {
        var rank = (int)reference.Outputs[index].dim();
        var batch = reference.OutputLayouts[index]?.Axis ?? 0;
        return rank == 1 ? 0 : batch == 1 ? 0 : 1;
    }
}
