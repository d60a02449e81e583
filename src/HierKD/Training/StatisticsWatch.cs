using Microsoft.Extensions.Logging;
using TorchSharp;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>Warns, once for each, of running statistics that are finite and yet absurd: a batch had a value that is far off.</summary>
internal sealed class StatisticsWatch(WorkingModel working, ILogger? logger)
{
    /// <summary>How many times larger than the original's, and than 1, is not what training does.</summary>
    private const double Absurd = 1e6;

    private readonly HashSet<(string Level, string Key)> _told = [];
    private double[]? _usual;

    /// <param name="level">The level's name.</param>
    /// <param name="values">Its values, one for each of the model's tensors.</param>
    public void Look(string level, IReadOnlyList<Tensor> values)
    {
        if (logger is null) return;
        _usual ??= Largest(i => working.Own.Dense(i));
        var largest = Largest(i => values[i]);
        for (var i = 0; i < largest.Length; i++)
        {
            var key = working.Tensors[i].Key;
            if (largest[i] <= Absurd * Math.Max(1, _usual[i]) || !_told.Add((level, key))) continue;
            Log.AbsurdStatistics(logger, key, level, largest[i], _usual[i]);
        }
    }

    private double[] Largest(Func<int, Tensor> value)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        return working.Tensors.Select((t, i) => t.IsRunningStatistic ? value(i).abs().max().ToDouble() : 0).ToArray();
    }
}
