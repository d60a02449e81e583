using TorchSharp;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>The teachers from outside that come with HierKD, for <see cref="DistillationOptions.External"/>.</summary>
public static class ExternalTeacher
{
    /// <summary>Another network, asked in evaluation mode.</summary>
    /// <param name="network">The network, on the model's device; not the model. It is neither trained nor disposed.</param>
    /// <param name="forward">
    /// Calls it with a batch's inputs and gives outputs in the shapes of the model's: <c>x =&gt; [network.call(x[0])]</c>. As its class
    /// says if <see langword="null"/>.
    /// </param>
    /// <param name="name">What reports call it. Default <c>teacher</c>.</param>
    /// <param name="multiplyAdds">What an answer costs for each sample. Default 0: it is not counted.</param>
    /// <exception cref="ArgumentException">How to call the network is not known.</exception>
    public static IExternalTeacher Network(
        nn.Module network, Func<IReadOnlyList<Tensor>, IReadOnlyList<Tensor>>? forward = null, string name = "teacher",
        long multiplyAdds = 0)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentOutOfRangeException.ThrowIfNegative(multiplyAdds);
        var call = ModelCall.Of(network, forward);
        return new FunctionTeacher($"{name} ({network.GetType().Name})", name, multiplyAdds, isRepeatable: true, batch =>
        {
            using var mode = new EvaluationMode(network);
            return call.Run(batch.Inputs);
        });
    }

    /// <summary>A function of the batch.</summary>
    /// <param name="name">What reports call it.</param>
    /// <param name="teach">From a batch on the model's device to outputs in the shapes of the model's.</param>
    /// <param name="isRepeatable">Whether a sample is answered alike each time. Default <see langword="true"/>.</param>
    /// <param name="multiplyAdds">What an answer costs for each sample. Default 0: it is not counted.</param>
    public static IExternalTeacher Function(
        string name, Func<PruningBatch, IReadOnlyList<Tensor>> teach, bool isRepeatable = true, long multiplyAdds = 0)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(teach);
        ArgumentOutOfRangeException.ThrowIfNegative(multiplyAdds);
        return new FunctionTeacher(name, name, multiplyAdds, isRepeatable, teach);
    }

    /// <summary>What reports and checkpoints know it by: the library's own say more than their name.</summary>
    internal static string TextOf(IExternalTeacher teacher) =>
        teacher is FunctionTeacher or StoredTeacher ? $"{teacher}" : teacher.Name;

    /// <summary>Answers that were stored, one for each training sample. The training batches must have numbers
    /// (<see cref="PruningBatch.Samples"/>), as those of <see cref="TensorBatches"/> have.</summary>
    /// <param name="answers">For each of the model's outputs that is distilled the answers to all samples, <c>[samples, …]</c>, by their
    /// numbers; on any device, not disposed.</param>
    /// <param name="name">What reports call it. Default <c>stored answers</c>.</param>
    /// <exception cref="ArgumentException">There are no answers, or not as many of each.</exception>
    public static IExternalTeacher Stored(IReadOnlyList<Tensor> answers, string name = "stored answers")
    {
        ArgumentNullException.ThrowIfNull(answers);
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (answers.Count == 0 || answers.Any(a => a is null || a.dim() == 0 || a.shape[0] != answers[0].shape[0]))
        {
            throw new ArgumentException(
                $"The answers are {ModelInputs.Text(answers)}; there must be one tensor [samples, …] or more, each of as many samples.",
                nameof(answers));
        }
        return new StoredTeacher(name, [.. answers]);
    }
}
