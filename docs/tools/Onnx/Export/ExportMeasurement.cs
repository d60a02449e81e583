using System.Diagnostics;
using HierKD.Onnx;
using HierKD.OnnxSurvey.Catalog;
using HierKD.Tests;

namespace HierKD.OnnxSurvey.Export;

/// <summary>Finds out about one network, in a process that has exported nothing before.</summary>
internal static class ExportMeasurement
{
    /// <summary>The samples of the forward whose memory is told: the most that an export of a large network runs at a time.</summary>
    public const int ForwardBatch = 3;

    /// <summary>The largest difference that rounding may make.</summary>
    private const double Tolerance = 1e-4;

    /// <summary>The least that outputs for different samples have to be apart.</summary>
    private const double LeastVariation = 1e-3;

    public static ExportRow Of(OnnxCase network, int seed)
    {
        random.manual_seed(seed);
        using var scope = NewDisposeScope();
        using var model = TrainedWeights.Give(network.Network.Create(), seed);
        model.eval();
        var row = new ExportRow
        {
            Network = network.Name,
            Source = network.Source,
            Input = network.Input,
            Parameters = model.parameters().Sum(p => p.numel()),
            WeightBytes = model.parameters().Concat(model.buffers()).Sum(t => t.numel() * t.element_size()),
        };
        var path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():n}.onnx");
        try
        {
            return Measured(row, network, model, path, seed);
        }
        catch (OnnxExportException refusal)
        {
            return row with { Refused = new Refusal(refusal.OperatorName, refusal.ModulePath, refusal.Message) };
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            return row with { Mistakes = [$"it should not fail: {failure}"] };
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static ExportRow Measured(ExportRow row, OnnxCase network, nn.Module model, string path, int seed)
    {
        var example = network.MakeExample(seed);
        var (first, warm) = (0.0, 0.0);
        var exportBytes = PeakMemory.GrowthIn(() => first = Seconds(() => Save(path, network, model, example)));
        warm = Seconds(() => Save(path, network, model, example));
        var forwardBytes = PeakMemory.GrowthIn(() => Forward(network, model, seed));
        var compared = OutputComparison.Of(network, model, path, seed);
        row = row with
        {
            Nodes = NodeCount.Of(path),
            FileBytes = new FileInfo(path).Length,
            SecondsFirst = Math.Round(first, 3),
            SecondsWarm = Math.Round(warm, 3),
            ExportBytes = exportBytes,
            ForwardBytes = forwardBytes,
            Difference = compared.Difference,
            DifferenceBatch = compared.DifferenceBatch,
            Batches = OutputComparison.Batches,
            Variation = compared.Variation,
        };
        return row with { Mistakes = [.. Mistakes(compared)] };
    }

    private static IEnumerable<string> Mistakes(OutputComparison compared)
    {
        if (!(compared.Difference <= Tolerance))
        {
            yield return $"for a batch of {compared.DifferenceBatch} ONNX Runtime differs by {compared.Difference:e1}";
        }
        if (!(compared.Variation >= LeastVariation))
        {
            yield return $"outputs of different samples are only {compared.Variation:e1} apart: the comparison says little";
        }
    }

    private static void Save(string path, OnnxCase network, nn.Module model, Tensor[] example) =>
        OnnxModel.Save(path, model, example, new OnnxOptions { BatchAxis = network.BatchAxis });

    private static void Forward(OnnxCase network, nn.Module model, int seed)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        network.Network.Call(model, network.MakeInputs(ForwardBatch, seed));
    }

    private static double Seconds(Action action)
    {
        var start = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
