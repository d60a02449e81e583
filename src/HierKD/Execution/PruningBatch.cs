using TorchSharp;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>A batch to train or to measure on: any number of inputs, and any number of targets.</summary>
/// <remarks>
/// A pair <c>(x, y)</c> is one too: it converts by itself, and a batch of one input and one target comes apart again as
/// <c>var (x, y) = batch</c>. What else a loader gives is made one with <c>Select</c>:
/// <c>loader.Select(b =&gt; new PruningBatch([b.Left, b.Right], [b.Same]))</c>.
/// </remarks>
public sealed class PruningBatch
{
    /// <summary>A batch of one input and one target.</summary>
    /// <param name="input">The input, <c>[N, …]</c>.</param>
    /// <param name="target">The target, any shape that the task's loss takes.</param>
    /// <param name="samples">The samples' numbers, N of them, for <see cref="ISampleBatches"/>. Default <see langword="null"/>.</param>
    public PruningBatch(Tensor input, Tensor target, IReadOnlyList<long>? samples = null)
        : this([input], [target], samples)
    {
    }

    /// <summary>A batch of several inputs or targets.</summary>
    /// <param name="inputs">
    /// What the model is called with, in its order. The first has the samples along its first axis, <c>[N, …]</c>, and so have all others
    /// whose first axis is as long; the rest are shared by the samples, as an attention mask <c>[L, L]</c> is.
    /// </param>
    /// <param name="targets">What the task's loss and metric look at, of any shapes; may be empty.</param>
    /// <param name="samples">The samples' numbers, N of them, for <see cref="ISampleBatches"/>. Default <see langword="null"/>.</param>
    /// <exception cref="ArgumentNullException">A list is <see langword="null"/>.</exception>
    public PruningBatch(IReadOnlyList<Tensor> inputs, IReadOnlyList<Tensor> targets, IReadOnlyList<long>? samples = null)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(targets);
        (Inputs, Targets, Samples) = (inputs, targets, samples);
    }

    /// <summary>What the model is called with, the first <c>[N, …]</c>.</summary>
    public IReadOnlyList<Tensor> Inputs { get; }

    /// <summary>What loss and metric look at.</summary>
    public IReadOnlyList<Tensor> Targets { get; }

    /// <summary>The samples' numbers, for <see cref="ISampleBatches"/>.</summary>
    /// <value><see langword="null"/> if they have none.</value>
    public IReadOnlyList<long>? Samples { get; }

    /// <summary>The only input, <c>[N, …]</c>.</summary>
    /// <exception cref="InvalidOperationException">There is another number of inputs.</exception>
    public Tensor Input => One(Inputs, nameof(Inputs));

    /// <summary>The only target.</summary>
    /// <exception cref="InvalidOperationException">There is another number of targets.</exception>
    public Tensor Target => One(Targets, nameof(Targets));

    /// <summary>The number of samples, N: the length of the first input's first axis.</summary>
    /// <exception cref="InvalidOperationException">There is no input, or the first is a single number.</exception>
    public long Size => Inputs.Count > 0 && Inputs[0].dim() > 0
        ? Inputs[0].shape[0]
        : throw new InvalidOperationException("The batch has no samples: its first input must be [N, …], with the samples along axis 0.");

    /// <summary>A pair of an input and a target.</summary>
    /// <param name="pair">The input, <c>[N, …]</c>, and the target.</param>
    public static implicit operator PruningBatch((Tensor x, Tensor y) pair) => new(pair.x, pair.y);

    /// <summary>The only input and the only target.</summary>
    /// <param name="x">The input, <c>[N, …]</c>.</param>
    /// <param name="y">The target.</param>
    /// <exception cref="InvalidOperationException">There is another number of inputs or of targets.</exception>
    public void Deconstruct(out Tensor x, out Tensor y) => (x, y) = (Input, Target);

    /// <summary>Shapes and types, for messages.</summary>
    public override string ToString() => $"inputs {ModelInputs.Text(Inputs)} and targets {ModelInputs.Text(Targets)}";

    /// <summary>The same batch on a device; the caller's scope owns its tensors.</summary>
    internal PruningBatch To(Device device) =>
        new([.. Inputs.Select(t => t.to(device))], [.. Targets.Select(t => t.to(device))], Samples);

    /// <summary>One that outlives the source's next batch.</summary>
    internal PruningBatch Copy()
    {
        using var quiet = no_grad();
        using var scope = NewDisposeScope();
        var copy = new PruningBatch([.. Inputs.Select(Own)], [.. Targets.Select(Own)], Samples);
        foreach (var tensor in copy.Inputs.Concat(copy.Targets)) tensor?.DetachFromDisposeScope();
        return copy;

        // Whoever reads the batch complains of those that are null or disposed.
        static Tensor Own(Tensor tensor) => tensor is null || tensor.IsInvalid ? tensor! : tensor.clone();
    }

    internal void DisposeTensors()
    {
        foreach (var tensor in Inputs.Concat(Targets)) tensor?.Dispose();
    }

    private static Tensor One(IReadOnlyList<Tensor> tensors, string name) => tensors.Count == 1
        ? tensors[0]
        : throw new InvalidOperationException($"The batch has {tensors.Count} tensors in {name}, not one: take them from {name}.");
}
