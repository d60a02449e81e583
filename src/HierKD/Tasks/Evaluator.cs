using TorchSharp;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>Measures a task's metric over batches.</summary>
/// <param name="task">The task.</param>
/// <param name="device">Where the model is.</param>
/// <param name="answer">What some weights give for inputs, in evaluation mode.</param>
internal sealed class Evaluator(PruningTask task, Device device, Func<IModelWeights, IReadOnlyList<Tensor>, Tensor[]> answer)
{
    public Evaluator(WorkingModel working, PruningTask task)
        : this(task, working.Tensors[0].Tensor.device, (weights, inputs) => working.Evaluate(weights, () => working.Call(inputs)))
    {
    }

    /// <summary>The metric of a model that nobody works in.</summary>
    public static double Metric(nn.Module model, ModelCall call, PruningTask task, IEnumerable<PruningBatch> batches)
    {
        using var mode = new EvaluationMode(model);
        var device = model.parameters().Concat(model.buffers()).FirstOrDefault()?.device ?? CPU;
        return new Evaluator(task, device, (_, inputs) => call.Run(inputs)).Metric(null!, batches);
    }

    /// <summary>The metric over all batches.</summary>
    public double Metric(IModelWeights weights, IEnumerable<PruningBatch> batches)
    {
        ArgumentNullException.ThrowIfNull(batches);
        var accumulator = Start();
        var any = false;
        foreach (var batch in batches)
        {
            any = true;
            Add(accumulator, weights, batch);
        }
        if (!any) throw new ArgumentException("There is no batch to measure on.", nameof(batches));
        return Value(accumulator);
    }

    /// <summary>Begins to measure.</summary>
    public IMetricAccumulator Start() => task.Metric.Start()
        ?? throw new InvalidOperationException($"The metric '{task.Metric.Name}' gave no accumulator; IMetric.Start must return one.");

    /// <summary>Takes a batch in.</summary>
    public void Add(IMetricAccumulator accumulator, IModelWeights weights, PruningBatch batch, Action<Tensor[]>? look = null)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var given = batch.To(device);
        var outputs = answer(weights, given.Inputs);
        look?.Invoke(outputs);
        task.RequireTarget(outputs, given);
        accumulator.Add(outputs, given);
    }

    /// <summary>What came out.</summary>
    public double Value(IMetricAccumulator accumulator) => accumulator.Value is var value && double.IsNaN(value)
        ? throw new InvalidOperationException($"The metric '{task.Metric.Name}' is not a number.")
        : value;
}
