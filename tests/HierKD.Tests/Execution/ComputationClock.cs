namespace HierKD.Tests;

/// <summary>
/// A clock in which nothing takes time but an activation that it watches, as long as the way costs in which the network computes just then.
/// </summary>
internal sealed class ComputationClock : TimeProvider
{
    private long _now;

    public override long TimestampFrequency => 1000;

    /// <summary>
    /// What a pass takes in each way to compute, in milliseconds, given the number of the pass; 10 for those that are not named.
    /// </summary>
    public Dictionary<(MemoryFormat Format, ComputePrecision Precision), Func<int, long>> Prices { get; } = [];

    /// <summary>How often each way has been computed in training mode.</summary>
    public Dictionary<(MemoryFormat Format, ComputePrecision Precision), int> Steps { get; } = [];

    /// <summary>Called in every pass in training mode.</summary>
    public Action? OnStep { get; set; }

    public override long GetTimestamp() => _now;

    /// <summary>One way costs 5 a pass, and all others 10.</summary>
    public static ComputationClock Favouring(MemoryFormat format, ComputePrecision precision = ComputePrecision.AsGiven) =>
        new() { Prices = { [(format, precision)] = _ => 5 } };

    /// <summary>Watches a layer without tensors, through which feature maps go as they are computed.</summary>
    public T Watch<T>(T model, string activation)
        where T : nn.Module
    {
        var module = (nn.Module<Tensor, Tensor>)model.named_modules().Single(m => m.name == activation).module;
        module.register_forward_hook((_, _, output) =>
        {
            var way = (
                output.dim() == 4 && !output.is_contiguous() ? MemoryFormat.ChannelsLast : MemoryFormat.AsGiven,
                output.dtype == bfloat16 ? ComputePrecision.BFloat16 : ComputePrecision.AsGiven);
            var pass = Steps.GetValueOrDefault(way);
            _now += Prices.TryGetValue(way, out var price) ? price(pass) : 10;
            if (!module.training) return output;
            Steps[way] = pass + 1;
            OnStep?.Invoke();
            return output;
        });
        return model;
    }
}
