using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>Looks at the model and the first batches before anything is trained, so that bad input fails at the door.</summary>
internal static class DataCheck
{
    /// <summary>
    /// Checks model and data; returns the example input on the model's device, which the caller disposes, and how outputs are distilled.
    /// </summary>
    /// <exception cref="ArgumentException">The model has no parameters or holds values that are not finite or of a type that no file
    /// holds, or the data does not fit it.</exception>
    public static (Tensor Example, DistillationChoice Distillation) Enter(
        nn.Module<Tensor, Tensor> model, PruningData data, PruningOptions options)
    {
        InferenceMode.Refuse(model);
        var task = options.Task;
        var device = RequireParameters(model);
        StorableModel.Require(model);
        var distillation = DistillationChoice.Of(options);
        foreach (var batch in data.ReadTrain(epoch: 0).Take(1))
        {
            RequireFits(model, batch, task, device, (output, target) => distillation = distillation.Settled(output, target));
        }
        foreach (var batch in data.ReadValidation().Take(1)) RequireFits(model, batch, task, device, (_, _) => { });
        var example = ExampleInput(model, data, device);
        try
        {
            RequireNoSingleValues(model, data, example);
            // Latency is measured when everything is trained: too late to find out that it cannot be.
            ExampleBatch.Require(model, example, options.Latency.BatchSizes);
            return (example, distillation);
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

    private static void RequireFits(
        nn.Module<Tensor, Tensor> model, TrainingBatch batch, PruningTask task, Device device, Action<Tensor, Tensor> look)
    {
        using var quiet = new EvaluationMode(model);
        using var scope = NewDisposeScope();
        var source = batch.Place!.Source;
        var target = batch.Y.to(device);
        var output = ModelAnswer.Of(model, batch.X.to(device), $"The first batch of data.{source} has inputs", "data");
        double loss;
        try
        {
            task.RequireTarget(output, target);
            loss = task.Loss(output, target).ToDouble();
        }
        catch (Exception failure) when (failure is ArgumentException or ExternalException)
        {
            throw Bad($"The first batch of data.{source} does not fit the task. {NativeMessage.Of(failure)}", failure);
        }
        if (!double.IsFinite(loss))
        {
            throw Bad(
                $"The first batch of data.{source} gives a loss of {loss}: its inputs or targets hold " +
                $"values that are not finite, or the loss does.",
                null);
        }
        look(output, target);
    }

    /// <summary>A last batch of one sample, where a batch normalisation has one value of each channel for it.</summary>
    private static void RequireNoSingleValues(nn.Module<Tensor, Tensor> model, PruningData data, Tensor example)
    {
        if (data.SmallestTrainBatch != 1) return;
        var (isTraining, frozen) = (model.training, model.modules().Where(m => !m.training).ToHashSet());
        using var quiet = new EvaluationMode(model);
        using var scope = NewDisposeScope();
        using var one = example.narrow(0, 0, 1);
        var layer = SingleValues.Find(model, norm => !isTraining || !frozen.Contains(norm), () => model.call(one));
        if (layer is null) return;
        throw Bad(
            $"The last batch of data.Train has one sample, of which layer '{layer}' gets one value for each channel: a batch " +
            $"normalisation cannot tell a variance from it. {SingleValues.Advice}",
            null);
    }

    private static ArgumentException Bad(string what, Exception? inner, string argument = "data") => new(what, argument, inner);
}
