using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>Looks at the model and the first batches before anything is trained, so that bad input fails at the door.</summary>
internal static class DataCheck
{
    /// <summary>
    /// Checks model and data; returns the example inputs on the model's device, which the caller disposes, and how outputs are distilled.
    /// </summary>
    /// <exception cref="ArgumentException">The model has no parameters or holds values that are not finite or of a type that no file
    /// holds, or the data does not fit it.</exception>
    public static (Tensor[] Example, DistillationChoice Distillation) Enter(
        nn.Module model, ModelCall call, PruningData data, PruningOptions options)
    {
        InferenceMode.Refuse(model);
        var task = options.Task;
        var device = RequireParameters(model);
        StorableModel.Require(model);
        var distillation = DistillationChoice.Of(options);
        foreach (var batch in data.ReadTrain(epoch: 0).Take(1))
        {
            RequireFits(model, call, batch, task, device, (outputs, given) =>
            {
                distillation = distillation.Settled(outputs, given.Targets);
                if (distillation.IsUsed) RequireTeacher(options.Distillation.External, outputs, given);
            });
        }
        foreach (var batch in data.ReadValidation().Take(1)) RequireFits(model, call, batch, task, device, (_, _) => { });
        var example = ExampleInputs(model, call, data, device);
        try
        {
            RequireNoSingleValues(model, call, data, example);
            // Latency is measured when everything is trained: too late to find out that it cannot be.
            ExampleBatch.Require(model, call, example, options.Latency.BatchSizes);
            return (example, distillation);
        }
        catch
        {
            new OwnedTensors(example).Dispose();
            throw;
        }
    }

    private static Device RequireParameters(nn.Module model)
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

    private static Tensor[] ExampleInputs(nn.Module model, ModelCall call, PruningData data, Device device)
    {
        if (data.ExampleInputs is { } example)
        {
            using var quiet = new EvaluationMode(model);
            using var scope = NewDisposeScope();
            if (example.Any(input => input is null || input.IsInvalid))
            {
                throw Bad("data.ExampleInputs has a tensor that is null or disposed.", null);
            }
            var inputs = example.Select(input => input.to(device, copy: true)).ToArray();
            if (!ModelAnswer.IsFinite(ModelAnswer.Of(call, inputs, "data.ExampleInputs is an input", nameof(data))))
            {
                throw Bad("The model's output for data.ExampleInputs is not finite: it holds values that are not finite.", null);
            }
            if (ModelInputs.Samples(inputs) == 0)
            {
                throw Bad(
                    $"data.ExampleInputs is {ModelInputs.Text(inputs)}; the first must have at least one sample along its first " +
                    "axis.",
                    null);
            }
            return [.. inputs.Select(input => input.DetachFromDisposeScope())];
        }
        return data.ReadTrain(epoch: 0).Select(batch => ModelInputs.CopyTo(batch.Batch.Inputs, device)).First();
    }

    private static void RequireFits(
        nn.Module model, ModelCall call, TrainingBatch batch, PruningTask task, Device device, Action<Tensor[], PruningBatch> look)
    {
        using var quiet = new EvaluationMode(model);
        using var scope = NewDisposeScope();
        var source = batch.Place.Source;
        var given = batch.Batch.To(device);
        var outputs = ModelAnswer.Of(call, given.Inputs, $"The first batch of data.{source} has inputs", "data");
        double loss;
        try
        {
            task.RequireTarget(outputs, given);
            loss = task.Loss(outputs, given).ToDouble();
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
        look(outputs, given);
    }

    /// <summary>A last batch of one sample, where a batch normalisation has one value of each channel for it.</summary>
    private static void RequireNoSingleValues(nn.Module model, ModelCall call, PruningData data, IReadOnlyList<Tensor> example)
    {
        if (data.SmallestTrainBatch != 1) return;
        var (isTraining, frozen) = (model.training, model.modules().Where(m => !m.training).ToHashSet());
        using var quiet = new EvaluationMode(model);
        using var scope = NewDisposeScope();
        var one = ModelInputs.First(example, atMost: 1);
        var layer = SingleValues.Find(model, norm => !isTraining || !frozen.Contains(norm), () =>
        {
            try
            {
                call.Run(one);
            }
            catch (ExternalException) when (one.Length > 1)
            {
                // An input that all samples share was taken for one of theirs; a training step would tell as well.
            }
        });
        if (layer is null) return;
        throw Bad(
            $"The last batch of data.Train has one sample, of which layer '{layer}' gets one value for each channel: a batch " +
            $"normalisation cannot tell a variance from it. {SingleValues.Advice}",
            null);
    }

    private static void RequireTeacher(IExternalTeacher? teacher, Tensor[] outputs, PruningBatch batch, string argument = "options")
    {
        if (teacher is null) return;
        try
        {
            _ = ExternalAnswer.RequireShapes(teacher, ExternalAnswer.Of(teacher, batch, outputs.Length), outputs);
        }
        catch (Exception failure) when (failure is ArgumentException or ExternalException)
        {
            throw new ArgumentException(
                $"DistillationOptions.External cannot teach the first batch. {NativeMessage.Of(failure)}", argument, failure);
        }
    }

    private static ArgumentException Bad(string what, Exception? inner, string argument = "data") => new(what, argument, inner);
}
