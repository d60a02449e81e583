using TorchSharp;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>Looks at the first batches before anything is trained, so that bad input fails at the door.</summary>
internal static class DataCheck
{
    /// <summary>The example input on the model's device, which the caller disposes.</summary>
    public static Tensor ExampleInput(PruningData data, Device device)
    {
        if (data.ExampleInput is { } example) return example.to(device, copy: true).DetachFromDisposeScope();
        foreach (var (x, _) in data.ReadTrain())
        {
            if (x is null) throw Bad(nameof(PruningData.Train), "has a null tensor", null);
            return x.to(device, copy: true).DetachFromDisposeScope();
        }
        throw NoBatches(nameof(PruningData.Train));
    }

    public static void Require(nn.Module<Tensor, Tensor> model, PruningData data, PruningTask task, Device device)
    {
        RequireFirst(model, data.ReadTrain(), nameof(PruningData.Train), task, device);
        RequireFirst(model, data.ReadValidation(), nameof(PruningData.Validation), task, device);
    }

    private static void RequireFirst(nn.Module<Tensor, Tensor> model, IEnumerable<(Tensor x, Tensor y)> batches, string source, PruningTask task, Device device)
    {
        foreach (var (x, y) in batches)
        {
            using var quiet = new EvaluationMode(model);
            using var scope = NewDisposeScope();
            Require(model, x?.to(device), y?.to(device), source, task);
            return;
        }
        throw NoBatches(source);
    }

    private static void Require(nn.Module<Tensor, Tensor> model, Tensor? x, Tensor? y, string source, PruningTask task)
    {
        if (x is null || y is null) throw Bad(source, "has a null tensor", null);
        Tensor output;
        try
        {
            output = model.call(x);
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            throw Bad(source, $"has inputs [{string.Join(", ", x.shape)}] ({x.dtype}) that the model does not accept: {failure.Message}", failure);
        }
        double loss;
        try
        {
            task.RequireTarget(output, y);
            loss = task.Loss(output, y).ToDouble();
        }
        catch (ArgumentException failure)
        {
            throw Bad(source, $"does not fit the task. {failure.Message}", failure);
        }
        if (!double.IsFinite(loss)) throw Bad(source, $"gives a loss of {loss}: its inputs or targets, or the model's weights, hold values that are not finite", null);
    }

    private static ArgumentException Bad(string source, string what, Exception? inner, string argument = "data") =>
        new($"The first batch of data.{source} {what}", argument, inner);

    private static ArgumentException NoBatches(string source, string argument = "data") =>
        new($"data.{source} has no batches; it must give batches each time it is enumerated.", argument);
}
