using TorchSharp;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>A teacher that has answered already. Remembering its answers once more would only take room.</summary>
internal sealed class StoredTeacher(string name, IReadOnlyList<Tensor> answers) : IExternalTeacher
{
    public string Name => name;

    public bool IsRepeatable => false;

    public IReadOnlyList<Tensor> Teach(PruningBatch batch)
    {
        var samples = batch.Samples ?? throw new ArgumentException(
            $"The answers of '{name}' are stored by the samples' numbers, and a training batch has none: give an ISampleBatches, such as " +
            "TensorBatches, whose samples never change.");
        foreach (var sample in samples)
        {
            if (sample >= 0 && sample < answers[0].shape[0]) continue;
            throw new ArgumentException(
                $"The training data has a sample {sample}, and '{name}' has answers to {answers[0].shape[0]} samples, numbered from 0.");
        }
        return [.. answers.Select(of => of.index_select(0, tensor(samples as long[] ?? [.. samples], device: of.device)))];
    }

    public override string ToString() => name;
}
