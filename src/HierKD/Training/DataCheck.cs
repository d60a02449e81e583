using TorchSharp;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>Looks at the model and the first batches before anything is trained, so that bad input fails at the door.</summary>
internal static class DataCheck
{
    /// <summary>Checks model and data; returns the example input on the model's device, which the caller disposes.</summary>
    /// <exception cref="ArgumentException">The model has no parameters or holds values that are not finite, or the data does not fit
    /// it.</exception>
    public static Tensor Enter(nn.Module<Tensor, Tensor> model, PruningData data, PruningOptions options)
    {
        var task = options.Task;
        var device = RequireParameters(model);
        RequireFirst(model, data.ReadTrain(epoch: 0).Select(b => (b.X, b.Y)), nameof(PruningData.Train), task, device);
        RequireFirst(model, data.ReadValidation(), nameof(PruningData.Validation), task, device);
        var example = ExampleInput(model, data, device);
        try
        {
            // Latency is measured when everything is trained: too late to find out that it cannot be.
            ExampleBatch.Require(model, example, options.Latency.BatchSizes);
            return example;
        }
        catch
        {
            example.Dispose();
            throw;
        }
    }

    private static Device RequireParameters(nn.Module<Tensor, Tensor> model)
    {
        using var scope = NewDisposeScope();
        Device? device = null;
        foreach (var (name, parameter) in model.named_parameters())
        {
            device ??= parameter.device;
            if (!parameter.isfinite().all().ToBoolean())
            {
                throw new ArgumentException(
                    $"The model's parameter '{name}' holds values that are not finite; load trained weights.", nameof(model));
            }
        }
        return device ?? throw new ArgumentException(
            $"The model {model.GetType().Name} has no parameters: there is nothing to remove.", nameof(model));
    }

    private static Tensor ExampleInput(nn.Module<Tensor, Tensor> model, PruningData data, Device device)
    {
        if (data.ExampleInput is { } example)
        {
            using var quiet = new EvaluationMode(model);
            using var scope = NewDisposeScope();
            var input = example.to(device, copy: true);
            if (!ModelAnswer.Of(model, input, "data.ExampleInput is an input", nameof(data)).isfinite().all().ToBoolean())
            {
                throw Bad("The model's output for data.ExampleInput is not finite: it holds values that are not finite.", null);
            }
            return input.DetachFromDisposeScope();
        }
        return data.ReadTrain(epoch: 0).Select(batch => batch.X.to(device, copy: true).DetachFromDisposeScope()).First();
    }

    private static void RequireFirst(
        nn.Module<Tensor, Tensor> model, IEnumerable<(Tensor x, Tensor y)> batches, string source, PruningTask task, Device device)
    {
        foreach (var (x, y) in batches)
        {
            using var quiet = new EvaluationMode(model);
            using var scope = NewDisposeScope();
            var target = y.to(device);
            var output = ModelAnswer.Of(model, x.to(device), $"The first batch of data.{source} has inputs", "data");
            double loss;
            try
            {
                task.RequireTarget(output, target);
                loss = task.Loss(output, target).ToDouble();
            }
            catch (ArgumentException failure)
            {
                throw Bad($"The first batch of data.{source} does not fit the task. {failure.Message}", failure);
            }
            if (!double.IsFinite(loss))
            {
                throw Bad(
                    $"The first batch of data.{source} gives a loss of {loss}: its inputs or targets hold " +
                    $"values that are not finite, or the loss does.",
                    null);
            }
            return;
        }
    }

    private static ArgumentException Bad(string what, Exception? inner, string argument = "data") => new(what, argument, inner);
}
